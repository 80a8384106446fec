package dev.borealis.alter;

import dev.borealis.alter.TableShape.Column;
import dev.borealis.alter.TableShape.ConstraintKind;
import dev.borealis.alter.TableShape.Identity;
import dev.borealis.alter.TableShape.TableConstraint;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a table's definition from the cluster's catalog. */
final class CatalogReader {
  private static final String TABLE =
      """
      SELECT c.oid::bigint, n.nspname, c.relname, c.relkind,
             quote_ident(nullif(pg_get_userbyid(c.relowner), current_user))
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE c.oid = to_regclass(?)\
      """;
  private static final String COLUMNS =
      """
      SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
             pg_get_expr(d.adbin, d.adrelid),
             CASE WHEN a.attstorage <> t.typstorage THEN
               CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN'
                 ELSE 'EXTENDED' END END
        FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
       WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped
       ORDER BY a.attnum\
      """;
  private static final String CONSTRAINTS =
      """
      SELECT c.conname, c.contype, pg_get_constraintdef(c.oid), c.convalidated,
             ARRAY(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY AS k(num, place)
                     JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.num
                    ORDER BY k.place),
             (SELECT quote_ident(n.nspname) || '.' || quote_ident(r.relname)
                FROM pg_catalog.pg_class r JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace
               WHERE r.oid = c.confrelid)
        FROM pg_catalog.pg_constraint c
       WHERE c.conrelid = ?::oid AND c.contype IN ('p', 'u', 'c', 'f')
       ORDER BY position(c.contype::text IN 'pucf'), c.conname\
      """;
  private static final String SEQUENCE =
      """
      SELECT s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle
        FROM pg_catalog.pg_sequence s WHERE s.seqrelid = ?::regclass\
      """;

  private final Connection connection;

  CatalogReader(Connection connection) {
    this.connection = connection;
  }

  /** A table and its number in the catalog. */
  record FoundTable(long oid, TableShape shape) {}

  private record Found(long oid, String schema, String name, String kind, @Nullable String owner) {}

  /**
   * A table by its name, which the search path completes.
   *
   * @param name as SQL
   * @throws AlterException if there is none, or it is a view or something else
   */
  FoundTable table(String name) throws SQLException {
    List<Found> found =
        Queries.list(
            connection,
            TABLE,
            row ->
                new Found(
                    row.getLong(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5)),
            name);
    if (found.isEmpty()) {
      throw new AlterException(
          "There is no table %s. Names in double quotes keep their case; name the schema if it is not in the search path."
              .formatted(name));
    }
    Found table = found.getFirst();
    if (!table.kind().equals("r")) {
      throw new AlterException(name + " is not a table. Only tables are made anew.");
    }
    String qualified = Names.qualified(table.schema(), table.name());
    List<Column> columns =
        Queries.list(connection, COLUMNS, row -> column(row, qualified), table.oid());
    List<TableConstraint> constraints =
        Queries.list(connection, CONSTRAINTS, CatalogReader::constraint, table.oid());
    return new FoundTable(
        table.oid(),
        new TableShape(table.schema(), table.name(), table.owner(), columns, constraints));
  }

  private Column column(ResultSet row, String table) throws SQLException {
    String name = row.getString(1);
    String kind = row.getString(4);
    String expression = row.getString(6);
    boolean generated = !row.getString(5).isEmpty();
    return new Column(
        name,
        row.getString(2),
        row.getBoolean(3),
        generated ? null : expression,
        generated ? expression : null,
        kind.isEmpty() ? null : identity(table, name, kind.equals("a")),
        row.getString(7));
  }

  private @Nullable Identity identity(String table, String column, boolean always)
      throws SQLException {
    String sequence =
        Queries.strings(connection, "SELECT pg_get_serial_sequence(?, ?)", table, column)
            .getFirst();
    List<String> options =
        Queries.list(
            connection,
            SEQUENCE,
            row ->
                "START WITH %d INCREMENT BY %d MINVALUE %d MAXVALUE %d CACHE %d%s"
                    .formatted(
                        row.getLong(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getBoolean(6) ? " CYCLE" : ""),
            sequence);
    return new Identity(always, options.getFirst(), sequence);
  }

  private static TableConstraint constraint(ResultSet row) throws SQLException {
    ConstraintKind kind =
        switch (row.getString(2)) {
          case "p" -> ConstraintKind.PRIMARY_KEY;
          case "u" -> ConstraintKind.UNIQUE;
          case "c" -> ConstraintKind.CHECK;
          default -> ConstraintKind.FOREIGN_KEY;
        };
    List<String> columns = Queries.names(row, 5);
    String definition = withoutNotValid(row.getString(3));
    // A key holds all columns of its table; the catalog says so, and CREATE TABLE must not.
    return new TableConstraint(
        kind,
        row.getString(1),
        columns,
        kind == ConstraintKind.PRIMARY_KEY
            ? "PRIMARY KEY (" + Names.list(columns) + ")"
            : definition,
        row.getBoolean(4),
        row.getString(6));
  }

  /** A constraint's definition as the catalog tells it, but whether it was validated. */
  static String withoutNotValid(String definition) {
    String ending = " NOT VALID";
    return definition.endsWith(ending)
        ? definition.substring(0, definition.length() - ending.length())
        : definition;
  }
}
