package dev.borealis.alter;

import dev.borealis.alter.AlterPlan.Recovery;
import dev.borealis.alter.AlterPlan.Step;
import dev.borealis.alter.AlterPlan.StepKind;
import dev.borealis.alter.Surroundings.IncomingKey;
import dev.borealis.alter.Surroundings.OwnedSequence;
import dev.borealis.alter.Surroundings.TableComment;
import dev.borealis.alter.Surroundings.TableGrant;
import dev.borealis.alter.Surroundings.TableIndex;
import dev.borealis.alter.Surroundings.TableStatistics;
import dev.borealis.alter.TableShape.Column;
import dev.borealis.alter.TableShape.ConstraintKind;
import dev.borealis.alter.TableShape.Identity;
import dev.borealis.alter.TableShape.TableConstraint;
import dev.borealis.sql.Quoted;
import dev.borealis.sql.SqlPrinter;
import dev.borealis.sql.tree.RelationStmt.IndexStmt;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a recreation. Indexes are built before the swap, so that the table has all of them
 * from its first moment, and one that cannot be built leaves the original in its place.
 */
final class Recreation {
  private static final String REFERENCED = "REFERENCES (?:\"(?:[^\"]|\"\")*\"|[^\\s(\"])+";

  private final TableShape before;
  private final NewShape change;
  private final Surroundings surroundings;
  private final Set<String> taken;
  private final String table;
  private final String newName;
  private final String oldName;
  private final String replacement;
  private final String original;
  private final List<Step> steps = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> beforeSwap = new ArrayList<>();
  private final List<String> afterSwap = new ArrayList<>();
  private final Map<String, String> newIndexNames = new HashMap<>();

  /**
   * @param newName of the replacement until the swap
   * @param oldName under which the original is kept
   * @param taken the names of relations in the schema; those that are given are added
   */
  Recreation(
      TableShape before,
      NewShape change,
      Surroundings surroundings,
      String newName,
      String oldName,
      Set<String> taken) {
    this.before = before;
    this.change = change;
    this.surroundings = surroundings;
    this.taken = taken;
    this.newName = newName;
    this.oldName = oldName;
    this.table = before.qualifiedName();
    this.replacement = Names.qualified(before.schema(), newName);
    this.original = Names.qualified(before.schema(), oldName);
  }

  /** All steps but the ledger's, in order. */
  List<Step> steps(RowCopy copy) {
    add(StepKind.CREATE_TABLE, "Create the replacement", create(), replacement, newName);
    add(StepKind.COPY, "Copy the rows in batches", copy.shown(), replacement, null);
    surroundings.indexes().forEach(this::index);
    surroundings.statistics().forEach(this::statistics);
    laterConstraints();
    surroundings.comments().forEach(this::comment);
    if (before.owner() != null) {
      property(
          "Keep the owner", "ALTER TABLE %s OWNER TO %s".formatted(replacement, before.owner()));
    }
    surroundings.grants().forEach(this::grant);
    add(
        StepKind.COMPARE,
        "Compare both tables row by row, copy what has changed meanwhile; stop if they differ",
        copy.isComparable() ? copy.compare(RowCopy.Range.ALL) : copy.sum(false),
        replacement,
        null);
    surroundings.incoming().forEach(this::dropIncoming);
    rename("Move the original aside", table, oldName);
    for (Column column : change.shape().columns()) {
      position(column);
    }
    rename("Put the replacement in its place", replacement, before.name());
    surroundings.incoming().forEach(this::restoreIncoming);
    surroundings.sequences().forEach(this::sequence);
    if (copy.isComparable()) {
      RowCopy swapped = copy.between(original, table);
      add(
          StepKind.LATE_ROWS,
          "Look for rows that were written between the comparison and the swap",
          swapped.missingKeys(RowCopy.Range.ALL, Comparison.SHOWN_KEYS),
          table,
          null);
    }
    return List.copyOf(steps);
  }

  /** The last step, for when the original is no longer wanted. */
  Step drop() {
    return new Step(
        StepKind.DROP_TABLE,
        "DESTRUCTIVE, only with --drop-old: drop the original, with all rows; no way back",
        "DROP TABLE IF EXISTS " + original,
        true,
        original,
        null);
  }

  List<String> notes() {
    return notes;
  }

  Recovery recovery() {
    return new Recovery(beforeSwap, afterSwap);
  }

  private void add(
      StepKind kind, String title, String sql, @Nullable String about, @Nullable String object) {
    steps.add(new Step(kind, title, sql, false, about, object));
  }

  private void property(String title, String sql) {
    add(StepKind.PROPERTY, title, sql, replacement, null);
  }

  private String create() {
    List<String> parts = new ArrayList<>();
    change.shape().columns().forEach(column -> parts.add(column.definition()));
    change.shape().constraints().stream()
        .filter(this::isInline)
        .forEach(constraint -> parts.add(constraint.clause()));
    return "CREATE TABLE IF NOT EXISTS %s (\n  %s)"
        .formatted(replacement, String.join(",\n  ", parts));
  }

  private boolean isInline(TableConstraint constraint) {
    return constraint.validated() && !isSelfReference(constraint);
  }

  // Rows come in the order of the key, so one may point to another that is not there yet.
  private boolean isSelfReference(TableConstraint constraint) {
    return constraint.kind() == ConstraintKind.FOREIGN_KEY
        && (table.equals(constraint.referenced())
            || Names.sql(before.name()).equals(constraint.referenced()));
  }

  private void laterConstraints() {
    for (TableConstraint constraint : change.shape().constraints()) {
      if (!isInline(constraint)) {
        String name = String.valueOf(constraint.name());
        String definition =
            isSelfReference(constraint)
                ? constraint
                    .definition()
                    .replaceFirst(REFERENCED, Matcher.quoteReplacement("REFERENCES " + replacement))
                : constraint.definition();
        add(
            StepKind.ADD_CONSTRAINT,
            "Add the constraint " + Names.sql(name),
            "ALTER TABLE %s ADD CONSTRAINT %s %s NOT VALID"
                .formatted(replacement, Names.sql(name), definition),
            replacement,
            name);
        if (constraint.validated()) {
          validate(replacement, name);
        }
      }
    }
  }

  private void validate(String about, String name) {
    add(
        StepKind.VALIDATE_CONSTRAINT,
        "Check all rows against " + Names.sql(name) + ", and wait for the job",
        "ALTER TABLE ASYNC %s VALIDATE CONSTRAINT %s".formatted(about, Names.sql(name)),
        about,
        name);
  }

  private void index(TableIndex index) {
    List<String> gone = index.columns().stream().filter(change.dropped()::contains).toList();
    if (!gone.isEmpty()) {
      notes.add("The index %s goes with its column %s.".formatted(index.name(), gone.getFirst()));
      return;
    }
    if (!index.valid()) {
      notes.add("The index %s is not valid and is not built again.".formatted(index.name()));
      return;
    }
    String name = Names.free(index.name(), taken);
    newIndexNames.put(index.name(), name);
    notes.add(
        "The index %s is built as %s: names of indexes are unique, and the original keeps its own."
            .formatted(Names.sql(index.name()), Names.sql(name)));
    add(
        StepKind.INDEX,
        "Build the index %s, and wait for the job".formatted(Names.sql(name)),
        SqlPrinter.print(definition(index.definition(), name)),
        replacement,
        name);
  }

  private IndexStmt definition(IndexStmt index, String name) {
    RangeVar relation =
        new RangeVar(
            null, before.schema(), newName, true, RangeVar.Persistence.PERMANENT, null, Span.NONE);
    return new IndexStmt(
        name,
        relation,
        null,
        index.indexParams(),
        index.indexIncludingParams(),
        List.of(),
        null,
        index.whereClause(),
        index.unique(),
        index.nullsNotDistinct(),
        false,
        true,
        true,
        Span.NONE);
  }

  private void statistics(TableStatistics statistics) {
    if (statistics.columns().stream().anyMatch(change.dropped()::contains)) {
      notes.add("The statistics %s go with their column.".formatted(statistics.name()));
      return;
    }
    String name = Names.free(statistics.name(), new HashSet<>(surroundings.statisticsNames()));
    property(
        "Keep the statistics " + Names.sql(statistics.name()),
        "CREATE STATISTICS IF NOT EXISTS %s %s FROM %s"
            .formatted(
                Names.qualified(before.schema(), name), statistics.definition(), replacement));
  }

  private void comment(TableComment comment) {
    String text = Quoted.literal(comment.text());
    switch (comment.on()) {
      case "TABLE" ->
          property("Keep the comment", "COMMENT ON TABLE %s IS %s".formatted(replacement, text));
      case "COLUMN" -> {
        if (change.shape().column(comment.name()) != null) {
          property(
              "Keep the comment on " + Names.sql(comment.name()),
              "COMMENT ON COLUMN %s.%s IS %s"
                  .formatted(replacement, Names.sql(comment.name()), text));
        }
      }
      case "INDEX" -> {
        String name = newIndexNames.get(comment.name());
        if (name != null) {
          property(
              "Keep the comment on " + Names.sql(name),
              "COMMENT ON INDEX %s IS %s".formatted(Names.qualified(before.schema(), name), text));
        }
      }
      default -> {
        boolean kept =
            change.shape().constraints().stream()
                .anyMatch(constraint -> comment.name().equals(constraint.name()));
        if (kept) {
          property(
              "Keep the comment on " + Names.sql(comment.name()),
              "COMMENT ON CONSTRAINT %s ON %s IS %s"
                  .formatted(Names.sql(comment.name()), replacement, text));
        } else {
          notes.add(
              "The comment on the constraint %s is not kept, as it has another name now."
                  .formatted(comment.name()));
        }
      }
    }
  }

  private void grant(TableGrant grant) {
    List<String> columns =
        grant.columns().stream().filter(name -> !change.dropped().contains(name)).toList();
    if (columns.isEmpty() && !grant.columns().isEmpty()) {
      return;
    }
    String list = columns.isEmpty() ? "" : " (" + Names.list(columns) + ")";
    property(
        "Keep the privileges of " + grant.role(),
        "GRANT %s ON %s TO %s%s"
            .formatted(
                grant.privileges().stream()
                    .map(privilege -> privilege + list)
                    .collect(Collectors.joining(", ")),
                replacement,
                grant.role(),
                grant.withGrantOption() ? " WITH GRANT OPTION" : ""));
  }

  private void rename(String title, String from, String to) {
    add(
        StepKind.RENAME,
        title,
        "ALTER TABLE %s RENAME TO %s".formatted(from, Names.sql(to)),
        from,
        to);
  }

  private void position(Column column) {
    Column present = before.column(column.name());
    Identity old = present == null ? null : present.identity();
    String sequence = old == null ? null : old.sequence();
    if (column.identity() == null || sequence == null) {
      return;
    }
    add(
        StepKind.SEQUENCE,
        "Let %s go on where it is".formatted(Names.sql(column.name())),
        "SELECT setval(pg_get_serial_sequence(%s, %s), last_value, is_called) FROM %s"
            .formatted(Quoted.literal(replacement), Quoted.literal(column.name()), sequence),
        replacement,
        column.name());
    afterSwap.add(
        "SELECT setval(%s, nextval(pg_get_serial_sequence(%s, %s)))"
            .formatted(
                Quoted.literal(sequence),
                Quoted.literal(replacement),
                Quoted.literal(column.name())));
  }

  private void sequence(OwnedSequence owned) {
    if (change.shape().column(owned.column()) == null) {
      notes.add(
          "The sequence %s belongs to the dropped column %s and goes with the original."
              .formatted(owned.sequence(), owned.column()));
      return;
    }
    String sql = "ALTER SEQUENCE " + owned.sequence() + " OWNED BY " + table + ".";
    String column = Names.sql(owned.column());
    add(StepKind.PROPERTY, "Keep the sequence " + owned.sequence(), sql + column, table, null);
    afterSwap.add(sql + column);
  }

  private void dropIncoming(IncomingKey key) {
    add(
        StepKind.DROP_CONSTRAINT,
        "Take the foreign key %s off %s until the swap is done"
            .formatted(Names.sql(key.name()), key.table()),
        "ALTER TABLE %s DROP CONSTRAINT IF EXISTS %s".formatted(key.table(), Names.sql(key.name())),
        key.table(),
        key.name());
    notes.add(
        "The foreign key %s of %s is off from just before the swap until just after it, and then checked by a job%s. Let nobody write to %s meanwhile."
            .formatted(
                Names.sql(key.name()),
                key.table(),
                key.validated() ? "" : " only if you ask for that, as now",
                key.table()));
    String name = Names.sql(key.name());
    String drop = "ALTER TABLE %s DROP CONSTRAINT IF EXISTS %s".formatted(key.table(), name);
    String restore =
        "ALTER TABLE %s ADD CONSTRAINT %s %s NOT VALID"
            .formatted(key.table(), name, key.definition());
    for (List<String> recovery : List.of(beforeSwap, afterSwap)) {
      recovery.add(drop);
      recovery.add(restore);
      if (key.validated()) {
        recovery.add("ALTER TABLE ASYNC %s VALIDATE CONSTRAINT %s".formatted(key.table(), name));
      }
    }
  }

  private void restoreIncoming(IncomingKey key) {
    add(
        StepKind.ADD_CONSTRAINT,
        "Put the foreign key %s of %s back".formatted(Names.sql(key.name()), key.table()),
        "ALTER TABLE %s ADD CONSTRAINT %s %s NOT VALID"
            .formatted(key.table(), Names.sql(key.name()), key.definition()),
        key.table(),
        key.name());
    if (key.validated()) {
      validate(key.table(), key.name());
    }
  }
}
