package dev.borealis.gateway;

import dev.borealis.engine.BackendException;
import dev.borealis.gateway.SqlStatement.Role;
import dev.borealis.gateway.TransactionLog.Entry;
import dev.borealis.sql.SqlParseException;
import dev.borealis.sql.SqlParser;
import dev.borealis.sql.StatementFacts;
import dev.borealis.sql.tree.QueryStmt.InsertStmt;
import dev.borealis.sql.tree.TableRef.RangeVar;
import dev.borealis.wire.BackendMessage.TransactionStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private final Map<String, List<Column>> tables = new LinkedHashMap<>();

  private record Column(String name, boolean isVolatile, boolean isGenerated) {}

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
    Map<String, Entry> images = new LinkedHashMap<>();
    for (Entry entry : log.entries()) {
      String table = volatileTarget(entry);
      if (table != null) {
        if (!onlyInsertedInto(table)) {
          return null;
        }
        if (!images.containsKey(table)) {
          Entry image = image(table);
          images.put(table, image);
          kept.add(image);
        }
      } else if (entry.statement().repeatable()) {
        kept.add(entry);
      } else {
        return null;
      }
    }
    return kept;
  }

  /** The table into which the statement inserts volatile values; null if it does not just that. */
  private @Nullable String volatileTarget(Entry entry)
      throws BackendException, BackendGoneException {
    if (!(entry.statement().tree() instanceof InsertStmt insert)
        || (insert.onConflictClause() != null && insert.onConflictClause().update())
        || StatementFacts.of(insert).tablesWritten().size() > 1) {
      return null;
    }
    String table = qualified(insert.relation());
    boolean isVolatile =
        !entry.statement().repeatable() || columns(table).stream().anyMatch(Column::isVolatile);
    return isVolatile ? table : null;
  }

  /** Whether the images of the table's new rows say all that the transaction did to it. */
  private boolean onlyInsertedInto(String table) {
    for (Entry entry : log.entries()) {
      if (entry.statement().role() != Role.WRITE) {
        continue;
      }
      boolean inserts =
          entry.statement().tree() instanceof InsertStmt insert
              && (insert.onConflictClause() == null || !insert.onConflictClause().update());
      boolean concerned =
          entry.statement().tree() == null
              || StatementFacts.of(entry.statement().tree()).tablesWritten().stream()
                  .anyMatch(written -> qualified(written).equals(table));
      if (concerned && !inserts) {
        return false;
      }
    }
    return true;
  }

  private Entry image(String table) throws BackendException, BackendGoneException {
    // Its own rows alone are both visible to the transaction and younger than itself.
    List<List<@Nullable String>> rows =
        with.command(
            """
            SELECT (r.*)::pg_catalog.text FROM ONLY %s AS r
            WHERE r.xmin::pg_catalog.text::pg_catalog.int8
                  >= (pg_catalog.pg_current_xact_id()::pg_catalog.text::pg_catalog.int8 & 4294967295)\
            """
                .formatted(table),
            TransactionStatus.IN_TRANSACTION);
    String columns =
        columns(table).stream()
            .filter(column -> !column.isGenerated())
            .map(Column::name)
            .collect(Collectors.joining(", "));
    String images =
        rows.stream()
            .map(row -> literal(String.valueOf(row.getFirst())))
            .collect(Collectors.joining(", "));
    String sql =
        "INSERT INTO %1$s (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM (SELECT (image::%1$s).* FROM pg_catalog.unnest(ARRAY[%3$s]::pg_catalog.text[]) AS image) AS rows"
            .formatted(table, columns, images);
    return new Entry(
        SqlStatement.own(sql.getBytes(StandardCharsets.UTF_8)), null, "INSERT 0 " + rows.size());
  }

  private List<Column> columns(String table) throws BackendException, BackendGoneException {
    List<Column> known = tables.get(table);
    if (known == null) {
      known = new ArrayList<>();
      for (List<@Nullable String> row :
          with.command(
              """
              SELECT pg_catalog.quote_ident(a.attname),
                     coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid),
                              pg_catalog.pg_get_expr(t.typdefaultbin, 0)),
                     a.attidentity <> '', a.attgenerated <> ''
              FROM pg_catalog.pg_attribute a
              JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
              LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
              WHERE a.attrelid = '%s'::pg_catalog.regclass AND a.attnum > 0 AND NOT a.attisdropped
              ORDER BY a.attnum\
              """
                  .formatted(table.replace("'", "''")),
              TransactionStatus.IN_TRANSACTION)) {
        String defaultValue = row.get(1);
        boolean isGenerated = "t".equals(row.get(3));
        boolean isVolatile =
            "t".equals(row.get(2))
                || (!isGenerated && defaultValue != null && isVolatile(defaultValue));
        known.add(new Column(String.valueOf(row.getFirst()), isVolatile, isGenerated));
      }
      tables.put(table, known);
    }
    return known;
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
    String name = new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String literal(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
