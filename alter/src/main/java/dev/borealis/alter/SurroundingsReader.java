package dev.borealis.alter;

import dev.borealis.alter.Surroundings.Dependent;
import dev.borealis.alter.Surroundings.IncomingKey;
import dev.borealis.alter.Surroundings.OwnedSequence;
import dev.borealis.alter.Surroundings.TableComment;
import dev.borealis.alter.Surroundings.TableGrant;
import dev.borealis.alter.Surroundings.TableIndex;
import dev.borealis.alter.Surroundings.TableStatistics;
import dev.borealis.sql.SqlParser;
import dev.borealis.sql.tree.Children;
import dev.borealis.sql.tree.Clause.IndexElem;
import dev.borealis.sql.tree.Expr.ColumnRef;
import dev.borealis.sql.tree.RelationStmt.IndexStmt;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads what belongs to a table beyond its definition. */
final class SurroundingsReader {
  private static final String INDEXES =
      """
      SELECT c.relname, pg_get_indexdef(i.indexrelid), i.indisunique, i.indisvalid
        FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
       WHERE i.indrelid = ?::oid
         AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = i.indexrelid
                          AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u'))
       ORDER BY c.relname\
      """;
  private static final String COMMENTS =
      """
      SELECT kind, name, comment FROM (
        SELECT 1, 'TABLE', '', obj_description(?::oid, 'pg_class')
        UNION ALL
        SELECT 2, 'COLUMN', a.attname, col_description(a.attrelid, a.attnum)
          FROM pg_catalog.pg_attribute a
         WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped
        UNION ALL
        SELECT 3, 'CONSTRAINT', k.conname, obj_description(k.oid, 'pg_constraint')
          FROM pg_catalog.pg_constraint k WHERE k.conrelid = ?::oid
        UNION ALL
        SELECT 4, 'INDEX', c.relname, obj_description(c.oid, 'pg_class')
          FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
         WHERE i.indrelid = ?::oid) AS comments (place, kind, name, comment)
       WHERE comment IS NOT NULL ORDER BY place, name\
      """;
  private static final String GRANTS =
      """
      SELECT array_agg(privilege ORDER BY privilege), columns, role, grantable FROM (
        SELECT g.privilege_type, ARRAY[]::text[], g.grantee, g.is_grantable, c.relowner
          FROM pg_catalog.pg_class c, aclexplode(c.relacl) AS g WHERE c.oid = ?::oid
        UNION ALL
        SELECT g.privilege_type, ARRAY[a.attname::text], g.grantee, g.is_grantable, c.relowner
          FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid,
               aclexplode(a.attacl) AS g
         WHERE a.attrelid = ?::oid AND NOT a.attisdropped) AS acl (privilege, columns, grantee, grantable, owner),
        LATERAL (SELECT CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END) AS r (role)
       WHERE grantee <> owner
       GROUP BY columns, role, grantable ORDER BY role, columns, grantable\
      """;
  private static final String INCOMING =
      """
      SELECT quote_ident(n.nspname) || '.' || quote_ident(r.relname), c.conname,
             ARRAY(SELECT a.attname::text FROM unnest(c.confkey) WITH ORDINALITY AS k(num, place)
                     JOIN pg_catalog.pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.num
                    ORDER BY k.place),
             pg_get_constraintdef(c.oid), c.convalidated
        FROM pg_catalog.pg_constraint c
        JOIN pg_catalog.pg_class r ON r.oid = c.conrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace
       WHERE c.confrelid = ?::oid AND c.conrelid <> c.confrelid AND c.contype = 'f'
       ORDER BY 1, 2\
      """;
  private static final String SEQUENCES =
      """
      SELECT quote_ident(n.nspname) || '.' || quote_ident(s.relname), a.attname
        FROM pg_catalog.pg_depend d
        JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S'
        JOIN pg_catalog.pg_namespace n ON n.oid = s.relnamespace
        JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
       WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass
         AND d.refobjid = ?::oid AND d.deptype = 'a'
       ORDER BY 1\
      """;
  private static final String STATISTICS =
      """
      SELECT s.stxname,
             ARRAY(SELECT a.attname::text FROM unnest(s.stxkeys) AS k(num)
                     JOIN pg_catalog.pg_attribute a ON a.attrelid = s.stxrelid AND a.attnum = k.num),
             concat_ws(', ', CASE WHEN 'd' = ANY (s.stxkind) THEN 'ndistinct' END,
               CASE WHEN 'f' = ANY (s.stxkind) THEN 'dependencies' END,
               CASE WHEN 'm' = ANY (s.stxkind) THEN 'mcv' END),
             pg_get_statisticsobjdef_columns(s.oid)
        FROM pg_catalog.pg_statistic_ext s WHERE s.stxrelid = ?::oid ORDER BY s.stxname\
      """;
  private static final String DEPENDENTS =
      """
      SELECT DISTINCT CASE v.relkind WHEN 'v' THEN 'view ' ELSE 'relation ' END || v.oid::regclass::text,
             coalesce(a.attname, '')
        FROM pg_catalog.pg_depend d
        JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid
        JOIN pg_catalog.pg_class v ON v.oid = r.ev_class
        LEFT JOIN pg_catalog.pg_attribute a
               ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid AND d.refobjsubid > 0
       WHERE d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass
         AND d.refobjid = ?::oid AND v.oid <> d.refobjid
       UNION
      SELECT 'function ' || d.objid::regprocedure::text, coalesce(a.attname, '')
        FROM pg_catalog.pg_depend d
        LEFT JOIN pg_catalog.pg_attribute a ON d.refclassid = 'pg_catalog.pg_class'::regclass
               AND a.attrelid = d.refobjid AND a.attnum = d.refobjsubid AND d.refobjsubid > 0
       WHERE d.classid = 'pg_catalog.pg_proc'::regclass
         AND (d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = ?::oid
           OR d.refclassid = 'pg_catalog.pg_type'::regclass AND d.refobjid IN
             (SELECT y.oid FROM pg_catalog.pg_type t
                JOIN pg_catalog.pg_type y ON y.oid = t.oid OR y.oid = t.typarray
               WHERE t.typrelid = ?::oid))
       ORDER BY 1, 2\
      """;
  private static final String RELATION_NAMES =
      """
      SELECT r.relname FROM pg_catalog.pg_class r
       WHERE r.relnamespace = (SELECT relnamespace FROM pg_catalog.pg_class WHERE oid = ?::oid)\
      """;
  private static final String STATISTICS_NAMES =
      """
      SELECT s.stxname FROM pg_catalog.pg_statistic_ext s
       WHERE s.stxnamespace = (SELECT relnamespace FROM pg_catalog.pg_class WHERE oid = ?::oid)\
      """;

  private final Connection connection;
  private final long table;

  SurroundingsReader(Connection connection, long table) {
    this.connection = connection;
    this.table = table;
  }

  Surroundings read() throws SQLException {
    return new Surroundings(
        Queries.list(connection, INDEXES, SurroundingsReader::index, table),
        Queries.list(
            connection,
            COMMENTS,
            row -> new TableComment(row.getString(1), row.getString(2), row.getString(3)),
            table,
            table,
            table,
            table),
        Queries.list(
            connection,
            GRANTS,
            row ->
                new TableGrant(
                    Queries.names(row, 1),
                    Queries.names(row, 2),
                    row.getString(3),
                    row.getBoolean(4)),
            table,
            table),
        Queries.list(connection, INCOMING, SurroundingsReader::incoming, table),
        Queries.list(
            connection,
            SEQUENCES,
            row -> new OwnedSequence(row.getString(1), row.getString(2)),
            table),
        Queries.list(connection, STATISTICS, SurroundingsReader::statistics, table),
        Queries.list(
            connection,
            DEPENDENTS,
            row -> new Dependent(row.getString(1), row.getString(2)),
            table,
            table,
            table),
        Queries.strings(connection, RELATION_NAMES, table),
        Queries.strings(connection, STATISTICS_NAMES, table));
  }

  private static TableIndex index(ResultSet row) throws SQLException {
    IndexStmt definition = (IndexStmt) SqlParser.parse(row.getString(2)).getFirst();
    List<String> columns = new ArrayList<>();
    Children.walk(
        definition,
        node -> {
          if (node instanceof IndexElem element && element.name() != null) {
            columns.add(element.name());
          } else if (node instanceof ColumnRef column) {
            columns.add(column.fields().getLast());
          }
        });
    return new TableIndex(
        row.getString(1), columns, definition, row.getBoolean(3), row.getBoolean(4));
  }

  private static IncomingKey incoming(ResultSet row) throws SQLException {
    return new IncomingKey(
        row.getString(1),
        row.getString(2),
        Queries.names(row, 3),
        CatalogReader.withoutNotValid(row.getString(4)),
        row.getBoolean(5));
  }

  private static TableStatistics statistics(ResultSet row) throws SQLException {
    String kinds = row.getString(3);
    return new TableStatistics(
        row.getString(1),
        Queries.names(row, 2),
        (kinds.isEmpty() ? "" : "(" + kinds + ") ") + "ON " + row.getString(4));
  }
}
