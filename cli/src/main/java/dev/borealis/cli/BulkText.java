package dev.borealis.cli;

import dev.borealis.load.LoadReport;
import java.io.IOException;
import java.io.PrintWriter;
import tools.jackson.core.JsonGenerator;

/** What loading came to, for people and for programs. */
final class BulkText {
  private static final double BYTES_PER_MEBIBYTE = 1 << 20;
  private static final double MILLIS_PER_SECOND = 1000;

  private BulkText() {}

  static void print(PrintWriter out, LoadReport report, boolean dryRun, Output form)
      throws IOException {
    switch (form) {
      case TEXT -> printText(out, report, dryRun);
      case JSON -> JsonText.print(out, json -> write(json, report));
    }
  }

  private static void printText(PrintWriter out, LoadReport report, boolean dryRun) {
    String statement = report.createTable();
    if (statement != null) {
      out.println(dryRun ? "would make the table:" : "made the table:");
      out.println(statement + ";");
    }
    double seconds = report.duration().toMillis() / MILLIS_PER_SECOND;
    out.printf(
        "%s: %,d rows read, %,d %s, %.1f s (%,.0f rows/s, %.1f MiB/s)%n",
        report.table(),
        report.rowsRead(),
        report.rowsLoaded(),
        dryRun ? "would be loaded" : "loaded",
        seconds,
        report.rowsRead() / Math.max(seconds, 0.001),
        report.bytesRead() / BYTES_PER_MEBIBYTE / Math.max(seconds, 0.001));
    line(out, report.rowsConflicting(), "rows were there already");
    line(out, report.rowsResumed(), "rows were done by earlier runs of the job");
    line(out, report.retries(), "transactions were tried again");
    line(out, report.rowsRejected(), "records cannot be loaded:");
    report.rejections().forEach(text -> out.println("  " + CellText.visible(text)));
    LoadReport.Verification verified = report.verified();
    if (verified != null) {
      out.printf(
          "verified: %,d rows before, %,d after, %,d expected%s: %s%n",
          verified.before(),
          verified.after(),
          verified.expected(),
          verified.sourceChecksum() == null
              ? ""
              : ", checksum %s of %s"
                  .formatted(verified.tableChecksum(), verified.sourceChecksum()),
          verified.matches() ? "match" : "MISMATCH");
    }
  }

  private static void line(PrintWriter out, long count, String what) {
    if (count > 0) {
      out.printf("%,d %s%n", count, what);
    }
  }

  /** One object. */
  static void write(JsonGenerator json, LoadReport report) {
    json.writeStartObject();
    json.writeStringProperty("job", report.job());
    json.writeStringProperty("table", report.table());
    json.writeStringProperty("create_table", report.createTable());
    json.writeNumberProperty("rows_read", report.rowsRead());
    json.writeNumberProperty("rows_loaded", report.rowsLoaded());
    json.writeNumberProperty("rows_conflicting", report.rowsConflicting());
    json.writeNumberProperty("rows_rejected", report.rowsRejected());
    json.writeNumberProperty("rows_resumed", report.rowsResumed());
    json.writeNumberProperty("bytes_read", report.bytesRead());
    json.writeNumberProperty("batches", report.batches());
    json.writeNumberProperty("retries", report.retries());
    json.writeNumberProperty("milliseconds", report.duration().toMillis());
    json.writeName("rejections");
    json.writeStartArray();
    report.rejections().forEach(json::writeString);
    json.writeEndArray();
    LoadReport.Verification verified = report.verified();
    if (verified != null) {
      json.writeName("verification");
      json.writeStartObject();
      json.writeNumberProperty("rows_before", verified.before());
      json.writeNumberProperty("rows_after", verified.after());
      json.writeNumberProperty("rows_expected", verified.expected());
      json.writeStringProperty("source_checksum", verified.sourceChecksum());
      json.writeStringProperty("table_checksum", verified.tableChecksum());
      json.writeBooleanProperty("match", verified.matches());
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
