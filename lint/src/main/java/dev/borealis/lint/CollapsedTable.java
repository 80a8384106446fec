package dev.borealis.lint;

import dev.borealis.sql.tree.Clause.ColumnDef;
import dev.borealis.sql.tree.Clause.Constraint;
import dev.borealis.sql.tree.Clause.TableElement;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.RelationStmt.CreateStmt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A CREATE TABLE, and what later statements add to it. */
final class CollapsedTable {
  private static final Set<String> INTEGERS = Set.of("int2", "int4", "int8");

  private final String text;
  private final int line;
  private final CreateStmt create;
  private final Map<String, ColumnDef> columns = new HashMap<>();

  /** Columns that a later statement changes in another way: they are not what CREATE TABLE says. */
  private final Set<String> changedLater = new HashSet<>();

  private final List<String> constraints = new ArrayList<>();
  private final Map<String, Addition> identities = new HashMap<>();
  private boolean hasPrimaryKey;

  /** An identity of a column, and whether the column becomes bigint with it. */
  private record Addition(Identity identity, boolean becomesBigint) {}

  CollapsedTable(String text, CreateStmt create, int line) {
    this.text = text;
    this.line = line;
    this.create = create;
    for (TableElement element : create.tableElts()) {
      if (element instanceof ColumnDef column) {
        columns.put(column.colname(), column);
        hasPrimaryKey |= column.constraints().stream().anyMatch(CollapsedTable::isPrimary);
      } else if (element instanceof Constraint constraint) {
        hasPrimaryKey |= isPrimary(constraint);
      }
    }
  }

  private static boolean isPrimary(Constraint constraint) {
    return constraint.contype() == Constraint.Type.PRIMARY;
  }

  String name() {
    return create.relation().relname();
  }

  /** The line on which it begins. */
  int line() {
    return line;
  }

  boolean isChanged() {
    return !constraints.isEmpty() || !identities.isEmpty();
  }

  void changesLater(@Nullable String column) {
    if (column != null) {
      changedLater.add(column);
    }
  }

  private boolean hasColumn(String name) {
    return columns.containsKey(name) && !changedLater.contains(name);
  }

  /** Adds a primary key or a unique constraint; false if it does not fit. */
  boolean addConstraint(Constraint constraint, String written) {
    boolean fits =
        constraint.keys().stream().allMatch(this::hasColumn)
            && constraint.including().stream().allMatch(this::hasColumn)
            && !(isPrimary(constraint) && hasPrimaryKey);
    if (fits) {
      hasPrimaryKey |= isPrimary(constraint);
      constraints.add(written);
    }
    return fits;
  }

  /** The type of a column, if no later statement changes it. */
  @Nullable TypeName type(String column) {
    ColumnDef definition = columns.get(column);
    return definition == null || changedLater.contains(column) ? null : definition.typeName();
  }

  boolean isBigint(String column) {
    ColumnDef definition = columns.get(column);
    return definition != null && type(definition).equals("int8");
  }

  private static String type(ColumnDef column) {
    return column.typeName() == null ? "" : column.typeName().names().getLast();
  }

  /** Makes an integer column without a default an identity column; false if it is none. */
  boolean addIdentity(String column, Identity identity) {
    return add(column, new Addition(identity, false));
  }

  /** Makes it an identity column of type bigint. */
  boolean addSerial(String column, Identity identity) {
    return add(column, new Addition(identity, true));
  }

  private boolean add(String column, Addition addition) {
    ColumnDef definition = columns.get(column);
    if (definition == null
        || !hasColumn(column)
        || !INTEGERS.contains(type(definition))
        || (definition.typeName() != null && !definition.typeName().arrayBounds().isEmpty())
        || ColumnFixes.hasValue(definition)
        || identities.containsKey(column)) {
      return false;
    }
    identities.put(column, addition);
    return true;
  }

  /** The CREATE TABLE with all that was added. */
  String sql() {
    StatementText statement = StatementText.read(text);
    if (statement == null || !(statement.tree() instanceof CreateStmt table)) {
      return text;
    }
    Draft draft = new Draft(statement);
    for (TableElement element : table.tableElts()) {
      if (element instanceof ColumnDef column) {
        Addition addition = identities.get(column.colname());
        TypeName type = column.typeName();
        if (addition != null && type != null) {
          identity(draft, type, addition);
        }
      }
    }
    constraints(draft, table);
    return draft.result().getFirst();
  }

  private static void identity(Draft draft, TypeName type, Addition addition) {
    StatementText statement = draft.statement();
    int from = statement.first(type.span());
    int to = statement.end(type.span());
    String written = " " + draft.words(addition.identity.sql());
    if (addition.becomesBigint) {
      draft.replace(from, to, draft.words("BIGINT") + written);
    } else {
      draft.insertAfter(to - 1, written);
    }
  }

  private void constraints(Draft draft, CreateStmt table) {
    if (constraints.isEmpty() || table.tableElts().isEmpty()) {
      return;
    }
    StatementText statement = draft.statement();
    TableElement last = table.tableElts().getLast();
    int first = statement.first(last.span());
    String before =
        text.substring(statement.tokens().end(first - 1), statement.tokens().start(first));
    int lineFeed = before.lastIndexOf('\n');
    String layout = lineFeed < 0 ? " " : before.substring(lineFeed);
    StringBuilder added = new StringBuilder();
    for (String constraint : constraints) {
      added.append(',').append(layout).append(constraint);
    }
    int end = statement.end(last.span());
    draft.insertAfter(end - 1, added.toString());
  }
}
