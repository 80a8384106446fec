package dev.borealis.cli;

import dev.borealis.lint.Diagnostic;
import dev.borealis.lint.Place;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * SARIF 2.1.0, which code scanners read (OASIS, "Static Analysis Results Interchange Format").
 * Results come before the tool, so that they can be printed as they are found.
 */
final class LintSarif implements LintPrinter {
  private final PrintWriter out;
  private final JsonGenerator json;

  /** The rules that results name, with what to do about them. */
  private final Map<String, String> rules = new LinkedHashMap<>();

  private final Map<String, String> errors = new LinkedHashMap<>();

  LintSarif(PrintWriter out) {
    this.out = out;
    json = JsonText.generator(out);
    json.writeStartObject();
    json.writeStringProperty("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json.writeStringProperty("version", "2.1.0");
    json.writeName("runs");
    json.writeStartArray();
    json.writeStartObject();
    json.writeStringProperty("columnKind", "unicodeCodePoints");
    json.writeName("results");
    json.writeStartArray();
  }

  @Override
  public void file(LintedFile file) {
    file.diagnostics().forEach(diagnostic -> result(file.name(), diagnostic));
    file.suppressed().forEach(diagnostic -> result(file.name(), diagnostic));
    if (file.error() != null) {
      errors.put(file.name(), file.error());
    }
  }

  private void result(String file, Diagnostic diagnostic) {
    rules.putIfAbsent(diagnostic.rule(), diagnostic.suggestion());
    json.writeStartObject();
    json.writeStringProperty("ruleId", diagnostic.rule());
    json.writeStringProperty(
        "level",
        switch (diagnostic.fix()) {
          case UNFIXABLE -> "error";
          case FIXED_WITH_WARNING -> "warning";
          case FIXED -> "note";
        });
    String detail = diagnostic.detail();
    message(
        "message",
        diagnostic.message() + ". " + (detail == null ? diagnostic.suggestion() : detail));
    location(file, diagnostic.place());
    if (diagnostic.suppressed() != null) {
      json.writeName("suppressions");
      json.writeStartArray();
      json.writeStartObject();
      json.writeStringProperty("kind", "inSource");
      json.writeStringProperty("justification", diagnostic.suppressed());
      json.writeEndObject();
      json.writeEndArray();
    }
    json.writeName("properties");
    json.writeStartObject();
    json.writeStringProperty("fix_status", diagnostic.fix().status());
    json.writeEndObject();
    json.writeEndObject();
  }

  private void message(String name, String text) {
    json.writeName(name);
    json.writeStartObject();
    json.writeStringProperty("text", text);
    json.writeEndObject();
  }

  private void location(String file, Place place) {
    json.writeName("locations");
    json.writeStartArray();
    json.writeStartObject();
    json.writeName("physicalLocation");
    json.writeStartObject();
    json.writeName("artifactLocation");
    json.writeStartObject();
    json.writeStringProperty("uri", uri(file));
    json.writeEndObject();
    json.writeName("region");
    json.writeStartObject();
    json.writeNumberProperty("startLine", place.line());
    json.writeNumberProperty("startColumn", place.column());
    json.writeNumberProperty("endLine", place.endLine());
    json.writeNumberProperty("endColumn", place.endColumn());
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndArray();
  }

  /** A path as a relative or absolute URI. */
  private static String uri(String file) {
    StringBuilder uri = new StringBuilder();
    for (byte b : file.replace('\\', '/').getBytes(StandardCharsets.UTF_8)) {
      boolean plain =
          (b >= '0' && b <= '9')
              || (b >= 'a' && b <= 'z')
              || (b >= 'A' && b <= 'Z')
              || "/-._~".indexOf(b) >= 0;
      uri.append(plain ? String.valueOf((char) b) : "%%%02X".formatted(b));
    }
    return uri.toString();
  }

  @Override
  public void end(LintRun.Tally tally) throws IOException {
    json.writeEndArray();
    json.writeName("tool");
    json.writeStartObject();
    json.writeName("driver");
    json.writeStartObject();
    json.writeStringProperty("name", "dsql lint");
    json.writeStringProperty("version", Version.project());
    json.writeName("rules");
    json.writeStartArray();
    rules.forEach((rule, help) -> {
      json.writeStartObject();
      json.writeStringProperty("id", rule);
      message("help", help);
      json.writeEndObject();
    });
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
    invocation();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private void invocation() {
    json.writeName("invocations");
    json.writeStartArray();
    json.writeStartObject();
    json.writeBooleanProperty("executionSuccessful", errors.isEmpty());
    json.writeName("toolExecutionNotifications");
    json.writeStartArray();
    errors.forEach((file, error) -> {
      json.writeStartObject();
      json.writeStringProperty("level", "error");
      message("message", file + ": " + error);
      json.writeEndObject();
    });
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
  }

  @Override
  public void close() {
    json.close();
    out.println();
    out.flush();
  }
}
