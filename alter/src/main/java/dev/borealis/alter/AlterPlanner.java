package dev.borealis.alter;

import dev.borealis.alter.AlterPlan.Method;
import dev.borealis.alter.AlterPlan.Recovery;
import dev.borealis.alter.AlterPlan.Step;
import dev.borealis.alter.AlterPlan.StepKind;
import dev.borealis.alter.AlterPlan.Validation;
import dev.borealis.alter.CatalogReader.FoundTable;
import dev.borealis.alter.Surroundings.Dependent;
import dev.borealis.alter.TableShape.Column;
import dev.borealis.alter.TableShape.ConstraintKind;
import dev.borealis.alter.TableShape.TableConstraint;
import dev.borealis.client.ClusterClient;
import dev.borealis.dialect.Dialect;
import dev.borealis.dialect.Finding;
import dev.borealis.sql.SqlParser;
import dev.borealis.sql.SqlPrinter;
import dev.borealis.sql.tree.Clause.AlterTableCmd;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Stmt;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes plans. It reads the cluster and changes nothing. */
public final class AlterPlanner {
  private static final String ID_CHARACTERS = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int ID_LENGTH = 10;

  /** Without a key everything is one transaction, with one row for the ledger. */
  private static final int MAX_ROWS_WITHOUT_KEY = 2_999;

  private final ClusterClient client;
  private final Clock clock;

  /**
   * @param client of the cluster that has the table; not closed by this
   * @param clock gives the original its dated name
   */
  public AlterPlanner(ClusterClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** Everything that there is to know about the table. */
  private record Present(FoundTable table, Surroundings surroundings) {}

  /**
   * Plans a change: directly where the cluster accepts it, else by making the table anew.
   *
   * @throws AlterException if what is asked for is no ALTER TABLE, or names what is not there
   * @throws SQLException if the cluster cannot be asked
   */
  public AlterPlan plan(AlterRequest request) throws SQLException {
    AlterStatement statement = AlterStatement.read(request.sql());
    Map<String, Expr> assignments = AlterStatement.assignments(request.assignments());
    Present present =
        client.read(connection -> {
          FoundTable table = new CatalogReader(connection).table(statement.table());
          return new Present(table, new SurroundingsReader(connection, table.oid()).read());
        });
    Dialect dialect = Dialect.of(request.version());
    if (assignments.isEmpty()) {
      AlterPlan direct = direct(request, statement, present, dialect);
      if (direct != null) {
        return direct;
      }
    }
    if (statement.commands().isEmpty()) {
      throw new AlterException(
          "DSQL %s refuses this: %s".formatted(request.version().name(), request.sql().strip()));
    }
    return recreation(request, statement, assignments, present, dialect);
  }

  private static Set<String> taken(Surroundings surroundings) {
    return new HashSet<>(surroundings.relationNames());
  }

  private @Nullable AlterPlan direct(
      AlterRequest request, AlterStatement statement, Present present, Dialect dialect) {
    TableShape shape = present.table().shape();
    DirectForm form = new DirectForm(dialect, shape, taken(present.surroundings()));
    List<Step> steps =
        statement.commands().isEmpty()
            ? renaming(statement.statements().getFirst(), shape, dialect)
            : form.of(statement.commands());
    if (steps == null) {
      return null;
    }
    NewShape same =
        new ShapeChange(shape, present.surroundings()).result(taken(present.surroundings()));
    List<Validation> validations =
        new Validations(shape, same, keyOf(shape, present.surroundings()))
            .ofConstraints(form.added())
            .ask(client);
    String id = newId();
    List<Step> all = new ArrayList<>();
    if (steps.size() > 1) {
      all.add(ledger(shape.schema(), id));
    }
    all.addAll(steps);
    List<String> notes = new ArrayList<>();
    notes.add("DSQL %s does this in place; no row is copied.".formatted(request.version().name()));
    if (steps.stream().anyMatch(Step::destructive)) {
      notes.add(
          "A dropped column cannot be brought back. Back up the table first if its values may be needed: dsql export.");
    }
    return new AlterPlan(
        id,
        request.sql().strip(),
        request.version().name(),
        Method.DIRECT,
        shape.schema(),
        shape.name(),
        -1,
        null,
        null,
        all,
        validations,
        inTheWayOfDrops(statement, present.surroundings()),
        notes,
        null,
        Recovery.NONE);
  }

  private static @Nullable List<Step> renaming(Stmt statement, TableShape shape, Dialect dialect) {
    String sql = SqlPrinter.print(statement);
    return DirectForm.accepts(dialect, sql)
        ? List.of(
            new Step(
                StepKind.ALTER_TABLE, "Rename in place", sql, false, shape.qualifiedName(), null))
        : null;
  }

  private static List<String> inTheWayOfDrops(AlterStatement statement, Surroundings surroundings) {
    List<String> blockers = new ArrayList<>();
    for (AlterTableCmd command : statement.commands()) {
      for (Dependent dependent : surroundings.dependents()) {
        if (command.subtype() == AlterTableCmd.Type.DROP_COLUMN
            && (dependent.column().isEmpty() || dependent.column().equals(command.name()))) {
          blockers.add(
              "The %s uses the column %s. Drop or change it first; nothing here drops it for you."
                  .formatted(dependent.description(), command.name()));
        }
      }
    }
    return blockers;
  }

  private static Step ledger(String schema, String id) {
    return new Step(
        StepKind.LEDGER,
        "Create the ledger, which says how far the run has come",
        Ledger.definition(schema, id),
        false,
        null,
        Ledger.name(id));
  }

  private static String newId() {
    SecureRandom random = new SecureRandom();
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < ID_LENGTH; i++) {
      id.append(ID_CHARACTERS.charAt(random.nextInt(ID_CHARACTERS.length())));
    }
    return id.toString();
  }

  private AlterPlan recreation(
      AlterRequest request,
      AlterStatement statement,
      Map<String, Expr> assignments,
      Present present,
      Dialect dialect)
      throws SQLException {
    TableShape shape = present.table().shape();
    Surroundings surroundings = present.surroundings();
    ShapeChange shapeChange = new ShapeChange(shape, surroundings);
    statement.commands().forEach(shapeChange::apply);
    assignments.forEach(shapeChange::assign);
    Set<String> taken = taken(surroundings);
    String newName = Names.ending(shape.name(), "_new");
    boolean newNameIsTaken = !taken.add(newName);
    String date = LocalDate.now(clock).format(DateTimeFormatter.BASIC_ISO_DATE);
    String oldName = Names.free(Names.ending(shape.name(), "_old_" + date), taken);
    NewShape change = shapeChange.result(taken);
    Recreation recreation = new Recreation(shape, change, surroundings, newName, oldName, taken);
    List<String> key = keyOf(shape, surroundings);
    long rows =
        client.<Long>read(connection ->
            Queries.number(connection, "SELECT count(*) FROM " + shape.qualifiedName()));
    List<Validation> validations =
        new Validations(shape, change, key).ofColumns().ofConstraints(change.added()).ask(client);
    RowCopy copy = new CopyDesign(shape, change, newName).by(cursor(key, change, validations));
    String id = newId();
    List<Step> steps = new ArrayList<>();
    steps.add(ledger(shape.schema(), id));
    steps.addAll(recreation.steps(copy));
    steps.add(recreation.drop());
    List<String> blockers = new ArrayList<>(change.blockers());
    if (newNameIsTaken) {
      blockers.add(
          "There is a table %s already. If it is of an earlier run, finish that with --resume or undo it with --abort; else rename it."
              .formatted(Names.qualified(shape.schema(), newName)));
    }
    blockers.addAll(inTheWay(surroundings));
    blockers.addAll(refused(steps, dialect));
    if (copy.cursor().isEmpty() && rows > MAX_ROWS_WITHOUT_KEY) {
      blockers.add(
          "The table has no key to walk it by, and its %,d rows are too many for one transaction. Give it one in the same change, over columns that are unique: ADD PRIMARY KEY (...)."
              .formatted(rows));
    }
    return new AlterPlan(
        id,
        request.sql().strip(),
        request.version().name(),
        Method.RECREATION,
        shape.schema(),
        shape.name(),
        rows,
        oldName,
        newName,
        steps,
        validations,
        blockers,
        notes(statement, change, recreation, copy, request),
        copy,
        recreation.recovery());
  }

  /** A key of the table that is never NULL, the primary one if there is one; empty if none. */
  private static List<String> keyOf(TableShape shape, Surroundings surroundings) {
    Stream<List<String>> declared =
        shape.constraints().stream()
            .filter(
                c -> c.kind() == ConstraintKind.PRIMARY_KEY || c.kind() == ConstraintKind.UNIQUE)
            .map(TableConstraint::columns);
    Stream<List<String>> indexed =
        surroundings.indexes().stream()
            .filter(index ->
                index.unique()
                    && index.valid()
                    && index.definition().whereClause() == null
                    && index.definition().indexParams().stream()
                        .allMatch(element -> element.name() != null))
            .map(index ->
                index.definition().indexParams().stream()
                    .map(element -> String.valueOf(element.name()))
                    .toList());
    return Stream.concat(declared, indexed)
        .filter(columns -> columns.stream().allMatch(name -> isNotNull(shape, name)))
        .findFirst()
        .orElse(List.of());
  }

  private static boolean isNotNull(TableShape shape, String name) {
    Column column = shape.column(name);
    return column != null && column.notNull();
  }

  // A key that the table is only to get serves as well, once it is known that its values are one.
  private static List<String> cursor(
      List<String> key, NewShape change, List<Validation> validations) {
    List<String> newKey =
        change.shape().primaryKey().map(TableConstraint::columns).orElse(List.of());
    boolean usable =
        newKey.stream().allMatch(change::isCarried)
            && validations.stream().noneMatch(Validation::isInTheWay);
    return key.isEmpty() && usable ? newKey : key;
  }

  private static List<String> inTheWay(Surroundings surroundings) {
    return surroundings.dependents().stream()
        .map(Dependent::description)
        .distinct()
        .map(description ->
            "The %s is bound to the table itself and not to its name; it would go on with the original. Drop it, run the change, and create it again. Nothing here drops it for you."
                .formatted(description))
        .toList();
  }

  /** Each DDL is linted before anything runs. */
  private static List<String> refused(List<Step> steps, Dialect dialect) {
    List<String> blockers = new ArrayList<>();
    for (Step step : steps) {
      Stmt statement = SqlParser.parse(withoutPlaces(step)).getFirst();
      for (Finding finding : dialect.findings(statement, withoutPlaces(step))) {
        String hint = finding.rule().hint();
        blockers.add(
            "DSQL %s would refuse '%s': %s (%s).%s"
                .formatted(
                    dialect.version().name(),
                    step.title(),
                    finding.message(),
                    finding.sqlState(),
                    hint == null ? "" : " " + hint));
      }
    }
    return blockers;
  }

  // The copy is shown with the names of keys where their values will stand.
  private static String withoutPlaces(Step step) {
    return step.kind() == StepKind.COPY ? "SELECT 1" : step.sql();
  }

  private static List<String> notes(
      AlterStatement statement,
      NewShape change,
      Recreation recreation,
      RowCopy copy,
      AlterRequest request) {
    List<String> notes = new ArrayList<>(change.notes());
    notes.addAll(recreation.notes());
    for (TableConstraint constraint : change.shape().constraints()) {
      if (constraint.kind() == ConstraintKind.FOREIGN_KEY) {
        notes.add(
            "The foreign key %s is checked while rows are copied."
                .formatted(Names.sql(String.valueOf(constraint.name()))));
      }
    }
    boolean requiresValues =
        statement.commands().stream()
            .anyMatch(command -> command.subtype() == AlterTableCmd.Type.SET_NOT_NULL);
    if (requiresValues && request.version().name().compareTo("2026-09") >= 0) {
      notes.add(
          "Without a new table the same can be had as ADD CHECK (column IS NOT NULL), which is added NOT VALID and validated by a job.");
    }
    if (copy.match().isEmpty()) {
      notes.add(
          "No key is in both tables, so they are compared by counts and checksums only, and what is written meanwhile cannot be caught up: stop all writers first.");
    }
    notes.add(
        "Writers: rows written during the copy are found by the comparison and copied again; if the tables still differ after several passes, the swap does not take place. What is written between the last comparison and the swap stays in the original only, and is reported. Stop writers for that moment if nothing may be missed.");
    notes.add(
        "Between the two renames the table does not exist: statements fail with 42P01 or 40001 (OC001) and have to be tried again.");
    notes.add(
        "The original stays as it is until --drop-old; until then --abort goes back to it. A trial on a cluster that is not production, and a backup, are recommended.");
    notes.add("A change data capture stream sees the replacement as another table.");
    return notes;
  }
}
