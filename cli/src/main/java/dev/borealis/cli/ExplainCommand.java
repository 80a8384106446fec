package dev.borealis.cli;

import dev.borealis.client.Cancellation;
import dev.borealis.client.ClusterClient;
import dev.borealis.client.RetryPolicy;
import dev.borealis.diagnose.Diagnosis;
import dev.borealis.diagnose.Diagnosis.Diagnosed;
import dev.borealis.diagnose.Finding;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** {@code dsql explain}: the plan of a statement, and why it is slow. */
final class ExplainCommand extends Subcommand {
  private static final int MAX_CONNECTIONS = 2;

  private final OptionalSetting<Path> report =
      option(
          Path.class,
          "--report",
          "FILE",
          "Diagnose the statement, and write the report (Markdown) into a new file.");
  private final OptionalSetting<Path> reassess =
      option(
          Path.class,
          "--reassess",
          "FILE",
          "Diagnose the statement of a report again, and append before and after to the file.");
  private final List<String> predicates = new ArrayList<>();
  private final Setting<Boolean> planOnly =
      flag("--no-analyze", "Plan the statement without running it.");
  private final Setting<Output> output = outputOption();
  private final TargetOptions target;
  private final Setting<List<String>> statements =
      arguments(
          "SQL", "The statement: SELECT; UPDATE and DELETE as the SELECT that finds the rows.");

  ExplainCommand() {
    super(
        "explain",
        "Shows the plan of a statement by EXPLAIN ANALYZE VERBOSE, which runs it, and finds out",
        "why it is slow or costs much. Everything happens in READ ONLY transactions.");
    repeated(
        predicates,
        "--redundant-predicate",
        "CONDITION",
        value -> value,
        "With --report: try a condition that business rules make true for every row of the result;"
            + " may be repeated.");
    target = new TargetOptions(this);
    examples(
        "  dsql explain \"SELECT * FROM orders WHERE customer_id = 7\"",
        "  dsql explain --report orders.md \"SELECT * FROM orders WHERE customer_id = 7\"",
        "  dsql explain --reassess orders.md");
  }

  @Override
  public Integer call() throws IOException {
    Path file = report.value();
    Path earlier = reassess.value();
    requireUsable(file, earlier);
    String before = earlier == null ? null : earlierReport(earlier);
    Cancellation cancellation = new Cancellation();
    try (Interruption _ = Interruption.cancels(cancellation);
        ClusterClient client =
            ClusterClient.open(
                target.login(), MAX_CONNECTIONS, RetryPolicy.INTERACTIVE, cancellation)) {
      Diagnosis diagnosis = new Diagnosis(client, cancellation::watch);
      if (earlier != null && before != null) {
        append(earlier, diagnosis.reassess(before));
      } else if (file == null) {
        print(null, diagnosis.plan(sql(), !planOnly.value()).text(), null);
      } else {
        Diagnosed diagnosed = diagnosis.diagnose(sql(), predicates);
        write(file, diagnosed.report());
        print(diagnosed, diagnosed.capture().text(), file);
      }
      return 0;
    }
  }

  private void requireUsable(@Nullable Path file, @Nullable Path earlier) {
    int given = statements.value().size();
    if (earlier != null && (file != null || given != 0 || !predicates.isEmpty())) {
      throw wrongUsage("--reassess takes the statement from its report, and nothing beside it.");
    }
    if (earlier == null && given != 1) {
      throw wrongUsage(
          given == 0 ? "Which statement?" : "One statement at a time; put it in quotes.");
    }
    if (planOnly.value() && (file != null || earlier != null)) {
      throw wrongUsage("A report needs actual rows and times: leave out --no-analyze.");
    }
    if (file == null && !predicates.isEmpty()) {
      throw wrongUsage("--redundant-predicate needs --report.");
    }
    if (file != null && Files.exists(file)) {
      throw new CommandFailure(
          "%s is there already. Name another file, or use --reassess %s.".formatted(file, file));
    }
  }

  private String sql() {
    return statements.value().getFirst();
  }

  private static String earlierReport(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new CommandFailure("There is no file " + file + ".", e);
    } catch (CharacterCodingException e) {
      throw new CommandFailure(file + " is not a text in UTF-8.", e);
    }
  }

  private static void write(Path file, String text) throws IOException {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailure(file + " was made by somebody else meanwhile.", e);
    } catch (NoSuchFileException e) {
      throw new CommandFailure("There is no directory for " + file + ".", e);
    }
  }

  private void append(Path file, String addendum) throws IOException {
    Files.writeString(file, addendum, StandardOpenOption.APPEND);
    switch (output.value()) {
      case TEXT -> out().print(addendum.stripLeading());
      case JSON ->
          JsonText.print(
              out(),
              json -> {
                json.writeStartObject();
                json.writeStringProperty("report", file.toString());
                json.writeStringProperty("addendum", addendum.strip());
                json.writeEndObject();
              });
    }
  }

  private void print(@Nullable Diagnosed diagnosed, String plan, @Nullable Path file)
      throws IOException {
    switch (output.value()) {
      case TEXT -> {
        out().print(plan);
        if (diagnosed != null) {
          printFindings(diagnosed, out());
          out().printf("%nThe report is in %s.%n", file);
        }
      }
      case JSON -> JsonText.print(out(), json -> write(json, diagnosed, plan, file));
    }
  }

  private static void printFindings(Diagnosed diagnosed, PrintWriter out) {
    if (!diagnosed.note().isEmpty()) {
      out.printf("%n%s%n", diagnosed.note());
    }
    out.println();
    if (diagnosed.findings().isEmpty()) {
      out.println("No findings.");
    }
    int number = 0;
    for (Finding finding : diagnosed.findings()) {
      number++;
      out.printf("%d. %s: %s%n", number, finding.severity().words(), finding.title());
      if (finding.sql() != null) {
        out.printf("   %s%n", finding.sql());
      }
    }
  }

  private static void write(
      JsonGenerator json, @Nullable Diagnosed diagnosed, String plan, @Nullable Path file) {
    json.writeStartObject();
    json.writeStringProperty("plan", plan);
    if (diagnosed != null) {
      json.writeStringProperty("note", diagnosed.note());
      json.writeName("findings");
      json.writeStartArray();
      for (Finding finding : diagnosed.findings()) {
        write(json, finding);
      }
      json.writeEndArray();
      json.writeStringProperty("report", String.valueOf(file));
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Finding finding) {
    json.writeStartObject();
    json.writeStringProperty("title", finding.title());
    json.writeStringProperty("severity", finding.severity().words());
    json.writeStringProperty("applies_to", finding.appliesTo().words());
    json.writeNumberProperty("duration_ms", finding.millis());
    json.writeStringProperty("recommendation", finding.recommendation());
    if (finding.sql() != null) {
      json.writeStringProperty("sql", finding.sql());
    }
    json.writeStringProperty("expected_impact", finding.expectedImpact());
    json.writeEndObject();
  }
}
