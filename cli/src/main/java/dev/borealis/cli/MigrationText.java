package dev.borealis.cli;

import dev.borealis.load.MigrationNote;
import dev.borealis.load.MigrationReport;
import dev.borealis.load.MigrationReport.TableResult;
import java.io.IOException;
import java.io.PrintWriter;
import tools.jackson.core.JsonGenerator;

/** What a migration came to or would do, for people and for programs. */
final class MigrationText {
  private static final double MILLIS_PER_SECOND = 1000;

  private MigrationText() {}

  static void print(PrintWriter out, MigrationReport report, boolean plan, Output form)
      throws IOException {
    switch (form) {
      case TEXT -> {
        if (plan) {
          printPlan(out, report);
        } else {
          printResult(out, report);
        }
      }
      case JSON -> JsonText.print(out, json -> write(json, report));
    }
  }

  private static void printPlan(PrintWriter out, MigrationReport report) {
    for (String statement : report.statements()) {
      out.println(statement.strip() + ";\n");
    }
    printNotes(out, report);
    out.println("-- rows:");
    for (TableResult table : report.tables()) {
      out.printf("--   %,d  %s%n", table.rows(), table.table());
    }
  }

  private static void printNotes(PrintWriter out, MigrationReport report) {
    for (MigrationNote note : report.notes()) {
      out.printf(
          "-- %s: %s[%s] %s. %s%n",
          note.lost() ? "left out" : "changed",
          note.line() == 0 ? "" : "line " + note.line() + ": ",
          note.rule(),
          CellText.visible(note.message()),
          CellText.visible(note.advice()));
    }
  }

  private static void printResult(PrintWriter out, MigrationReport report) {
    printNotes(out, report);
    for (TableResult table : report.tables()) {
      String problem = table.problem();
      String counted = table.inTable() < 0 ? "" : ", %,d in the table".formatted(table.inTable());
      out.printf(
          "%s: %,d rows, %,d loaded%s: %s%n",
          table.table(),
          table.rows(),
          table.loaded(),
          counted,
          problem != null ? problem : table.matches() ? "match" : "MISMATCH");
    }
    for (String failure : report.failures()) {
      out.println("refused: " + CellText.visible(failure));
    }
    out.printf(
        "%,d statements ran, %,d found their object there already; %,d indexes and constraints built; %.1f s%n",
        report.applied(),
        report.skipped(),
        report.jobs(),
        report.duration().toMillis() / MILLIS_PER_SECOND);
  }

  private static void write(JsonGenerator json, MigrationReport report) {
    json.writeStartObject();
    json.writeStringProperty("job", report.job());
    json.writeName("statements");
    json.writeStartArray();
    report.statements().forEach(json::writeString);
    json.writeEndArray();
    json.writeNumberProperty("applied", report.applied());
    json.writeNumberProperty("already_there", report.skipped());
    json.writeNumberProperty("jobs", report.jobs());
    json.writeName("notes");
    json.writeStartArray();
    for (MigrationNote note : report.notes()) {
      json.writeStartObject();
      json.writeNumberProperty("line", note.line());
      json.writeBooleanProperty("left_out", note.lost());
      json.writeStringProperty("rule", note.rule());
      json.writeStringProperty("message", note.message());
      json.writeStringProperty("advice", note.advice());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeName("refused");
    json.writeStartArray();
    report.failures().forEach(json::writeString);
    json.writeEndArray();
    json.writeName("tables");
    json.writeStartArray();
    for (TableResult table : report.tables()) {
      json.writeStartObject();
      json.writeStringProperty("table", table.table());
      json.writeNumberProperty("rows", table.rows());
      json.writeNumberProperty("loaded", table.loaded());
      json.writeNumberProperty("in_table", table.inTable());
      json.writeBooleanProperty("match", table.matches());
      json.writeStringProperty("problem", table.problem());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberProperty("milliseconds", report.duration().toMillis());
    json.writeEndObject();
  }
}
