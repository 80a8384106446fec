package dev.borealis.cli;

import dev.borealis.client.Cancellation;
import dev.borealis.cluster.ServiceRecord;
import dev.borealis.dialect.DsqlVersion;
import dev.borealis.load.ExportOptions;
import dev.borealis.load.ExportOptions.Form;
import dev.borealis.load.ExportReport;
import dev.borealis.load.Exporter;
import dev.borealis.load.LoadProgress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JsonGenerator;

/** {@code dsql export}: tables into files. */
final class ExportCommand extends Subcommand {
  private static final int INTERRUPTED = 130;
  private static final double MILLIS_PER_SECOND = 1000;

  private final OptionalSetting<String> schema =
      option(String.class, "--schema", "SCHEMA", "Tables of this schema only.");
  private final OptionalSetting<String> table =
      option(String.class, "-t --table", "TABLE", "Tables of this name only.");
  private final Setting<Form> form =
      option("-f --format", "FORMAT", Form.SQL, "sql, csv or parquet");
  private final OptionalSetting<Path> file =
      option(
          Path.class,
          "-o --out",
          "PATH",
          "A file for SQL (default: standard output), a directory for csv and parquet.");
  private final Setting<Boolean> quiet = flag("-q", "Show no progress.");
  private final Setting<Output> output = outputOption();
  private final TargetOptions target = TargetOptions.withShortNames(this);

  ExportCommand() {
    super(
        "export",
        "Writes tables to files: SQL that 'dsql migrate' reads, CSV, or Parquet.",
        "All from one snapshot, if it takes less than four minutes; the summary tells.");
    examples(
        "  dsql export -o shop.sql", "  dsql export --table orders --format parquet -o exported/");
  }

  @Override
  public Integer call() throws IOException {
    Path named = file.value();
    if (named == null && form.value() != Form.SQL) {
      throw wrongUsage("Into which directory? Name it with -o.");
    }
    Path path = named == null ? Files.createTempFile("dsql-export-", ".sql") : named;
    LoadProgress progress = new LoadProgress();
    Cancellation cancellation = new Cancellation();
    try (Interruption _ = Interruption.cancels(cancellation);
        ProgressLine _ = ProgressLine.start(progress, err(), quiet.value())) {
      ServiceRecord service = target.target().service();
      ExportReport report =
          new Exporter(target.login(), cancellation, progress)
              .export(
                  new ExportOptions(
                      schema.value(),
                      table.value(),
                      form.value(),
                      path,
                      service == null ? DsqlVersion.defaultVersion() : service.version()));
      if (named == null) {
        // Nobody should get half a script into a pipe.
        print(path);
      } else {
        print(report);
      }
      return 0;
    } catch (Cancellation.CancelledException e) {
      err().println(Complaints.PREFIX + "Stopped; nothing was written.");
      return INTERRUPTED;
    } finally {
      if (named == null) {
        Files.deleteIfExists(path);
      }
    }
  }

  private void print(Path script) throws IOException {
    try (var reader = Files.newBufferedReader(script)) {
      reader.transferTo(out());
    }
  }

  private void print(ExportReport report) throws IOException {
    PrintWriter out = out();
    switch (output.value()) {
      case TEXT -> {
        for (ExportReport.Table exported : report.tables()) {
          out.printf("%s: %,d rows, %s%n", exported.name(), exported.rows(), exported.file());
        }
        out.printf(
            "%s, %.1f s%n",
            report.snapshots() == 1 ? "one snapshot" : report.snapshots() + " snapshots",
            report.duration().toMillis() / MILLIS_PER_SECOND);
      }
      case JSON -> JsonText.print(out, json -> write(json, report));
    }
  }

  private static void write(JsonGenerator json, ExportReport report) {
    json.writeStartObject();
    json.writeNumberProperty("snapshots", report.snapshots());
    json.writeNumberProperty("milliseconds", report.duration().toMillis());
    json.writeName("tables");
    json.writeStartArray();
    for (ExportReport.Table exported : report.tables()) {
      json.writeStartObject();
      json.writeStringProperty("table", exported.name());
      json.writeNumberProperty("rows", exported.rows());
      json.writeStringProperty("file", exported.file().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
