package dev.borealis.gateway;

import dev.borealis.engine.BackendException;
import dev.borealis.gateway.SqlStatement.Role;
import dev.borealis.gateway.TransactionLog.Entry;
import dev.borealis.sql.SqlParseException;
import dev.borealis.sql.SqlParser;
import dev.borealis.sql.StatementFacts;
import dev.borealis.sql.tree.QueryStmt;
import dev.borealis.sql.tree.QueryStmt.DeleteStmt;
import dev.borealis.sql.tree.QueryStmt.InsertStmt;
import dev.borealis.sql.tree.QueryStmt.MergeStmt;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.QueryStmt.UpdateStmt;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TableRef.RangeVar;
import dev.borealis.wire.BackendMessage.TransactionStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows whose values came from volatile functions, such as the default {@code gen_random_uuid()} or
 * an identity column. To insert them again would give them other values, so their images are taken
 * while the transaction still holds them, and the log then inserts the images.
 */
final class VolatileRows {
  private final Exchange with;
  private final TransactionLog log;
  private final Map<String, Table> tables = new HashMap<>();

  /**
   * What a name stands for.
   *
   * @param name as it is written in SQL
   * @param isOrdinary false if it is a view, whose rows are elsewhere
   */
  private record Table(String name, String oid, boolean isOrdinary, List<Column> columns) {}

  /**
   * A column.
   *
   * @param isVolatile whether its default is
   */
  private record Column(String name, String quoted, boolean isVolatile, boolean isGenerated) {}

  private VolatileRows(Exchange with, TransactionLog log) {
    this.with = with;
    this.log = log;
  }

  /**
   * Makes the log one that can be run again with the same effect, as far as it is not.
   *
   * @return whether that was possible
   */
  static boolean keep(Exchange with, TransactionLog log) throws BackendGoneException {
    if (!log.isComplete()) {
      return false;
    }
    try {
      List<Entry> repeatable = new VolatileRows(with, log).repeatable();
      if (repeatable == null) {
        return false;
      }
      log.replaceAll(repeatable);
      return true;
    } catch (BackendException e) {
      // For instance for want of the right to read the table: then there is no image of its rows.
      return false;
    }
  }

  private @Nullable List<Entry> repeatable() throws BackendException, BackendGoneException {
    List<Entry> kept = new ArrayList<>();
    Set<String> imaged = new HashSet<>();
    for (Entry entry : log.entries()) {
      if (entry.statement().repeatable() && !mayUseVolatileDefault(entry)) {
        kept.add(entry);
        continue;
      }
      Table table = onlyTarget(entry);
      if (table == null || !isOnlyInsertedInto(table)) {
        return null;
      }
      if (imaged.add(table.oid())) {
        kept.add(image(table));
      }
    }
    return kept;
  }

  /** Whether the statement may leave a column to a default that is another value next time. */
  private boolean mayUseVolatileDefault(Entry entry) throws BackendException, BackendGoneException {
    if (!(entry.statement().tree() instanceof QueryStmt tree)) {
      return false;
    }
    String sql = new String(entry.statement().sql(), StandardCharsets.ISO_8859_1);
    String words = sql.toLowerCase(Locale.ROOT);
    boolean maySayDefault = words.contains("default") || words.contains("overriding");
    List<QueryStmt> parts = new ArrayList<>(StatementFacts.of(tree).modifyingCtes());
    parts.add(tree);
    for (QueryStmt part : parts) {
      boolean uses =
          switch (part) {
            case InsertStmt insert ->
                leavesVolatileColumn(insert, maySayDefault)
                    || !table(insert.relation()).isOrdinary();
            case UpdateStmt update -> maySayDefault && hasVolatileColumn(table(update.relation()));
            case SelectStmt _, DeleteStmt _, MergeStmt _ -> false;
          };
      if (uses) {
        return true;
      }
    }
    return false;
  }

  private boolean leavesVolatileColumn(InsertStmt insert, boolean maySayDefault)
      throws BackendException, BackendGoneException {
    List<String> given =
        insert.cols().stream().map(column -> decoded(String.valueOf(column.name()))).toList();
    return table(insert.relation()).columns().stream()
        .anyMatch(
            column -> column.isVolatile() && (maySayDefault || !given.contains(column.name())));
  }

  private static boolean hasVolatileColumn(Table table) {
    return !table.isOrdinary() || table.columns().stream().anyMatch(Column::isVolatile);
  }

  /** The table into which the statement inserts, if it does just that. */
  private @Nullable Table onlyTarget(Entry entry) throws BackendException, BackendGoneException {
    if (!(entry.statement().tree() instanceof InsertStmt insert)
        || !leavesOldRowsAlone(insert)
        || StatementFacts.of(insert).tablesWritten().size() > 1) {
      return null;
    }
    Table table = table(insert.relation());
    return table.isOrdinary() ? table : null;
  }

  private static boolean leavesOldRowsAlone(InsertStmt insert) {
    return insert.onConflictClause() == null || !insert.onConflictClause().update();
  }

  /** Whether the images of the table's new rows say all that the transaction did to it. */
  private boolean isOnlyInsertedInto(Table table) throws BackendException, BackendGoneException {
    for (Entry entry : log.entries()) {
      if (entry.statement().role() != Role.WRITE
          || (entry.statement().tree() instanceof InsertStmt insert
              && leavesOldRowsAlone(insert))) {
        continue;
      }
      Stmt tree = entry.statement().tree();
      if (tree == null) {
        return false;
      }
      for (RangeVar written : StatementFacts.of(tree).tablesWritten()) {
        Table other = table(written);
        if (!other.isOrdinary() || other.oid().equals(table.oid())) {
          return false;
        }
      }
    }
    return true;
  }

  private Entry image(Table table) throws BackendException, BackendGoneException {
    // Its own rows alone are both visible to the transaction and younger than itself.
    List<List<@Nullable String>> rows =
        with.command(
            """
            SELECT (r.*)::pg_catalog.text FROM ONLY %s AS r
            WHERE r.xmin::pg_catalog.text::pg_catalog.int8
                  >= (pg_catalog.pg_current_xact_id()::pg_catalog.text::pg_catalog.int8 & 4294967295)\
            """
                .formatted(table.name()),
            TransactionStatus.IN_TRANSACTION);
    String columns =
        table.columns().stream()
            .filter(column -> !column.isGenerated())
            .map(Column::quoted)
            .collect(Collectors.joining(", "));
    String images =
        rows.stream()
            .map(row -> literal(String.valueOf(row.getFirst())))
            .collect(Collectors.joining(", "));
    String sql =
        "INSERT INTO %1$s (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM (SELECT (image::%1$s).* FROM pg_catalog.unnest(ARRAY[%3$s]::pg_catalog.text[]) AS image) AS rows"
            .formatted(table.name(), columns, images);
    return new Entry(
        SqlStatement.own(sql.getBytes(StandardCharsets.UTF_8)), null, "INSERT 0 " + rows.size());
  }

  private Table table(RangeVar relation) throws BackendException, BackendGoneException {
    String name = qualified(relation);
    Table known = tables.get(name);
    if (known == null) {
      known = ask(name);
      tables.put(name, known);
    }
    return known;
  }

  private Table ask(String name) throws BackendException, BackendGoneException {
    List<List<@Nullable String>> rows =
        with.command(
            """
            SELECT c.oid, c.relkind, a.attname, pg_catalog.quote_ident(a.attname),
                   coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid),
                            pg_catalog.pg_get_expr(t.typdefaultbin, 0)),
                   a.attidentity <> '', a.attgenerated <> ''
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
            JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE c.oid = '%s'::pg_catalog.regclass AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum\
            """
                .formatted(name.replace("'", "''")),
            TransactionStatus.IN_TRANSACTION);
    List<Column> columns = new ArrayList<>();
    for (List<@Nullable String> row : rows) {
      String defaultValue = row.get(4);
      boolean isGenerated = "t".equals(row.get(6));
      boolean isVolatile =
          "t".equals(row.get(5))
              || (!isGenerated && defaultValue != null && isVolatile(defaultValue));
      columns.add(
          new Column(
              String.valueOf(row.get(2)), String.valueOf(row.get(3)), isVolatile, isGenerated));
    }
    boolean isOrdinary = !rows.isEmpty() && "r".equals(rows.getFirst().get(1));
    String oid = rows.isEmpty() ? "" : String.valueOf(rows.getFirst().getFirst());
    return new Table(name, oid, isOrdinary, columns);
  }

  private static boolean isVolatile(String expression) {
    try {
      return !StatementRoles.isRepeatable(
          StatementFacts.of(SqlParser.parse("SELECT " + expression).getFirst()));
    } catch (SqlParseException e) {
      return true;
    }
  }

  /** The name as SQL, in the encoding of the client's text turned into a string. */
  private static String qualified(RangeVar table) {
    String name = identifier(table.relname());
    String schema = table.schemaname();
    return schema == null ? name : identifier(schema) + "." + name;
  }

  private static String identifier(String bytes) {
    return '"' + decoded(bytes).replace("\"", "\"\"") + '"';
  }

  private static String decoded(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static String literal(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
