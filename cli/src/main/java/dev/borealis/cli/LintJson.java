package dev.borealis.cli;

import dev.borealis.dialect.Fix;
import dev.borealis.lint.Diagnostic;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Diagnostics for programs, in the official linter's form with a few members more. */
final class LintJson implements LintPrinter {
  private static final int SCHEMA_VERSION = 1;

  private final PrintWriter out;
  private final JsonGenerator json;

  LintJson(PrintWriter out) {
    this.out = out;
    json = JsonText.generator(out);
    json.writeStartObject();
    json.writeNumberProperty("schema_version", SCHEMA_VERSION);
    json.writeName("files");
    json.writeStartArray();
  }

  @Override
  public void file(LintedFile file) {
    json.writeStartObject();
    json.writeStringProperty("file", file.name());
    json.writeName("diagnostics");
    json.writeStartArray();
    file.diagnostics().forEach(this::diagnostic);
    json.writeEndArray();
    text("error", file.error());
    text("output_file", file.outputFile());
    text("fixed_sql", file.fixedSql());
    json.writeEndObject();
  }

  private void diagnostic(Diagnostic diagnostic) {
    json.writeStartObject();
    json.writeStringProperty("rule", diagnostic.rule());
    json.writeNumberProperty("line", diagnostic.place().line());
    json.writeNumberProperty("column", diagnostic.place().column());
    json.writeStringProperty("message", diagnostic.message());
    json.writeStringProperty("suggestion", diagnostic.suggestion());
    json.writeName("fix_result");
    json.writeStartObject();
    json.writeStringProperty("status", diagnostic.fix().status());
    if (diagnostic.fix() != Fix.UNFIXABLE) {
      text("detail", diagnostic.detail());
    }
    json.writeEndObject();
    json.writeStringProperty("statement_preview", diagnostic.statementPreview());
    if (diagnostic.acceptedSince() != null) {
      text("accepted_since", diagnostic.acceptedSince());
      text("accepted_by", diagnostic.acceptedBy());
    }
    json.writeEndObject();
  }

  private void text(String name, @Nullable String value) {
    json.writeName(name);
    if (value == null) {
      json.writeNull();
    } else {
      json.writeString(value);
    }
  }

  @Override
  public void end(LintRun.Tally tally) throws IOException {
    json.writeEndArray();
    json.writeName("summary");
    json.writeStartObject();
    json.writeNumberProperty("errors", tally.errors());
    json.writeNumberProperty("warnings", tally.warnings());
    json.writeNumberProperty("fixed", tally.fixed());
    json.writeNumberProperty("suppressed", tally.suppressed());
    json.writeEndObject();
    json.writeEndObject();
  }

  @Override
  public void close() {
    json.close();
    out.println();
    out.flush();
  }
}
