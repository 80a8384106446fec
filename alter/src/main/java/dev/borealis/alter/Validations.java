package dev.borealis.alter;

import dev.borealis.alter.AlterPlan.Validation;
import dev.borealis.alter.TableShape.Column;
import dev.borealis.alter.TableShape.ConstraintKind;
import dev.borealis.alter.TableShape.TableConstraint;
import dev.borealis.client.ClusterClient;
import dev.borealis.sql.Quoted;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The questions that decide whether the rows fit the new definition. Nothing that has effects, or
 * that tells another value each time, is ever evaluated for them.
 */
final class Validations {
  private static final int EXAMPLES = 5;
  private static final int EXAMPLE_CHARACTERS = 120;

  private final TableShape before;
  private final NewShape after;
  private final List<String> key;
  private final List<Question> questions = new ArrayList<>();

  /**
   * A question that has not been asked yet.
   *
   * @param message what rows in the way mean; null if the title says it
   */
  private record Question(
      String title, String count, @Nullable String examples, boolean stops, String message) {}

  /**
   * @param key the columns of the original that name a row to people; may be empty
   */
  Validations(TableShape before, NewShape after, List<String> key) {
    this.before = before;
    this.after = after;
    this.key = key;
  }

  /** All that the change of columns asks for. */
  Validations ofColumns() {
    for (TypeConversion conversion : after.conversions().values()) {
      type(conversion);
    }
    for (Column column : after.shape().columns()) {
      if (column.notNull()) {
        notNull(column);
      }
    }
    return this;
  }

  /** All that new constraints ask for. */
  Validations ofConstraints(List<TableConstraint> added) {
    for (TableConstraint constraint : added) {
      if (constraint.columns().stream().anyMatch(column -> value(column) == null)) {
        continue;
      }
      switch (constraint.kind()) {
        case PRIMARY_KEY, UNIQUE -> duplicates(constraint);
        case CHECK -> check(constraint);
        case FOREIGN_KEY -> {}
      }
    }
    return this;
  }

  /** What a column of the new table gets, over the original; null if only the database knows. */
  private @Nullable String value(String name) {
    String value = after.values().get(name);
    if (value != null) {
      return Expressions.isRepeatable(value) ? value : null;
    }
    Column column = after.shape().column(name);
    if (column == null || column.generated() != null || column.identity() != null) {
      return null;
    }
    String otherwise = column.defaultValue();
    return otherwise == null
        ? "CAST(NULL AS " + column.type() + ")"
        : Expressions.isRepeatable(otherwise) ? otherwise : null;
  }

  private void type(TypeConversion conversion) {
    String unconvertible = conversion.unconvertible();
    String what = Names.sql(conversion.column()) + " as " + conversion.to();
    if (unconvertible != null) {
      ofRows(
          "values that cannot be read: " + what,
          unconvertible,
          conversion.column(),
          true,
          "Correct these rows first, or give an expression that can handle them: ALTER COLUMN %s TYPE %s USING ..."
              .formatted(Names.sql(conversion.column()), conversion.to()));
    } else if (conversion.using() != null && Expressions.isRepeatable(conversion.using())) {
      questions.add(
          new Question(
              "values that the expression cannot compute: " + what,
              "SELECT 0 * count(%s) FROM %s"
                  .formatted(conversion.expression(), before.qualifiedName()),
              null,
              true,
              "Correct the rows, or the expression."));
    }
    String lossy = conversion.lossy();
    if (lossy != null) {
      ofRows(
          "values that lose something: " + what,
          lossy,
          conversion.column(),
          false,
          "The new table has the shortened values; the original keeps the full ones.");
    }
  }

  private void notNull(Column column) {
    String name = column.name();
    Column present = before.column(name);
    boolean wasNotNull = present != null && present.notNull();
    String value = after.values().get(name);
    boolean filled =
        column.identity() != null || column.generated() != null || column.defaultValue() != null;
    boolean untold = value != null && !Expressions.isRepeatable(value);
    if (untold || (wasNotNull && after.isCarried(name)) || (value == null && filled)) {
      return;
    }
    String cell = value == null ? "NULL" : value;
    ofRows(
        "rows without a value: " + Names.sql(name),
        "(" + cell + ") IS NULL",
        null,
        true,
        "Give them one first, or here: --set '%s = COALESCE(%s, ...)'."
            .formatted(Names.sql(name), present == null ? "..." : Names.sql(name)));
  }

  private void ofRows(
      String title, String condition, @Nullable String shown, boolean stops, String message) {
    String from = " FROM " + before.qualifiedName() + " WHERE " + condition;
    questions.add(
        new Question(
            title,
            "SELECT count(*)" + from,
            "SELECT left(%s, %d)%s LIMIT %d"
                .formatted(rowText(shown), EXAMPLE_CHARACTERS, from + order(), EXAMPLES),
            stops,
            message));
  }

  private String order() {
    return key.isEmpty() ? "" : " ORDER BY " + Names.list(key);
  }

  /** A row by its key and the value in question. */
  private String rowText(@Nullable String shown) {
    List<String> columns = new ArrayList<>(key);
    if (shown != null && !columns.contains(shown)) {
      columns.add(shown);
    }
    if (columns.isEmpty()) {
      columns.addAll(before.columns().stream().map(Column::name).limit(EXAMPLES).toList());
    }
    return cells(columns);
  }

  private static String cells(List<String> columns) {
    return columns.stream()
        .map(name ->
            "concat(%s, CAST(%s AS text))".formatted(Quoted.literal(name + " = "), Names.sql(name)))
        .collect(Collectors.joining(", ", "concat_ws(', ', ", ")"));
  }

  /** The rows as the new table will have them, as far as columns are concerned. */
  private String image(List<String> columns) {
    return columns.stream()
        .map(name -> value(name) + " AS " + Names.sql(name))
        .collect(
            Collectors.joining(
                ", ",
                "(SELECT ",
                " FROM %s) AS %s".formatted(before.qualifiedName(), Names.sql(before.name()))));
  }

  private void duplicates(TableConstraint constraint) {
    List<String> columns = constraint.columns();
    boolean nullsAreEqual = constraint.definition().contains("NULLS NOT DISTINCT");
    String present =
        columns.stream()
            .map(name -> Names.sql(name) + " IS NOT NULL")
            .collect(Collectors.joining(" AND ", " WHERE ", ""));
    String groups =
        " FROM %s%s GROUP BY %s HAVING count(*) > 1"
            .formatted(image(columns), nullsAreEqual ? "" : present, Names.list(columns));
    String what = constraint.kind() == ConstraintKind.PRIMARY_KEY ? "primary key" : "UNIQUE";
    questions.add(
        new Question(
            "keys that more than one row has: %s (%s)".formatted(what, Names.list(columns)),
            "SELECT count(*) FROM (SELECT 1" + groups + ") AS duplicates",
            "SELECT left(concat(%s, ' (', count(*), ' rows)'), %d)%s LIMIT %d"
                .formatted(cells(columns), EXAMPLE_CHARACTERS, groups, EXAMPLES),
            true,
            "Remove the duplicates first."));
  }

  private void check(TableConstraint constraint) {
    String condition = constraint.definition().substring("CHECK".length()).strip();
    if (condition.endsWith(" NO INHERIT")) {
      condition = condition.substring(0, condition.length() - " NO INHERIT".length());
    }
    List<String> columns = new ArrayList<>(constraint.columns());
    for (String name : key) {
      if (!columns.contains(name) && after.isCarried(name)) {
        columns.add(name);
      }
    }
    if (columns.isEmpty() || !Expressions.isRepeatable(condition)) {
      return;
    }
    String from = " FROM " + image(columns) + " WHERE NOT " + condition;
    questions.add(
        new Question(
            "rows that break %s".formatted(constraint.definition()),
            "SELECT count(*)" + from,
            "SELECT left(%s, %d)%s LIMIT %d"
                .formatted(cells(columns), EXAMPLE_CHARACTERS, from, EXAMPLES),
            true,
            "Correct these rows first."));
  }

  /** Asks the cluster. A question that it cannot answer is in the way, with its error. */
  List<Validation> ask(ClusterClient client) {
    return questions.stream().map(question -> ask(client, question)).toList();
  }

  private static Validation ask(ClusterClient client, Question question) {
    try {
      long found = client.<Long>read(connection -> Queries.number(connection, question.count()));
      String examples = question.examples();
      List<String> shown =
          found == 0 || examples == null
              ? List.of()
              : client.read(connection -> Queries.strings(connection, examples));
      return new Validation(
          question.title(),
          question.count(),
          question.stops(),
          found,
          shown,
          found == 0 ? null : question.message());
    } catch (SQLException e) {
      return new Validation(
          question.title(),
          question.count(),
          question.stops(),
          -1,
          List.of(),
          Queries.text(e) + ". " + question.message());
    }
  }
}
