package dev.borealis.diagnose;

import dev.borealis.diagnose.TableEvidence.Column;
import dev.borealis.diagnose.TableEvidence.Index;
import dev.borealis.diagnose.TableEvidence.Statistics;
import dev.borealis.diagnose.TableEvidence.ValueShare;
import dev.borealis.plan.RelationName;
import dev.borealis.sql.Quoted;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Looks up what the catalog knows about tables, and counts where that is cheap. */
final class Catalog implements Evidence.Tables {
  /** Larger tables are not counted: reading them costs more than it tells. */
  static final long MAX_COUNTED_ROWS = 1_000_000;

  private static final int TOP_VALUES = 20;

  private static final String TABLE =
      """
      SELECT c.oid::bigint AS oid, c.reltuples, c.relpages
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')
      """;
  private static final String COLUMNS =
      """
      SELECT a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull, s.null_frac, s.n_distinct, s.avg_width,
        s.most_common_vals::text::text[] AS common_values, s.most_common_freqs::text[] AS common_shares, s.correlation
      FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = a.attname
      WHERE c.oid = CAST(? AS oid) AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum
      """;
  private static final String INDEXES =
      """
      SELECT i.relname, x.indisprimary, x.indisvalid, x.indnkeyatts,
        ARRAY(SELECT pg_get_indexdef(x.indexrelid, k, true) FROM generate_series(1, x.indnatts) k ORDER BY k) AS columns
      FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
      WHERE x.indrelid = CAST(? AS oid)
      ORDER BY x.indisprimary DESC, i.relname
      """;

  /** Equality is the third strategy of a B-tree ("B-Tree Behavior"). */
  private static final String OPERATORS =
      """
      SELECT format_type(amoplefttype, NULL) AS left_type, format_type(amoprighttype, NULL) AS right_type
      FROM pg_amop
      WHERE amopmethod = %d AND amoppurpose = 's' AND amopstrategy = 3
      """
          .formatted(IndexOperators.BTREE_INDEX);

  private final ClusterReader reader;

  Catalog(ClusterReader reader) {
    this.reader = reader;
  }

  private record Entry(long oid, double tuples, long pages) {}

  /** What there is about a table; null if it is no table, such as a view of the system. */
  @Override
  public @Nullable TableEvidence table(RelationName relation) throws SQLException {
    String schema = Objects.requireNonNullElse(relation.schema(), "public");
    List<Entry> found =
        reader.rows(
            row ->
                new Entry(row.getLong("oid"), row.getDouble("reltuples"), row.getLong("relpages")),
            TABLE,
            schema,
            relation.name());
    if (found.isEmpty()) {
      return null;
    }
    Entry entry = found.getFirst();
    RelationName name = new RelationName(schema, relation.name(), null);
    return new TableEvidence(
        name,
        entry.tuples(),
        entry.pages(),
        entry.tuples() > MAX_COUNTED_ROWS ? null : count(name),
        reader.rows(Catalog::column, COLUMNS, entry.oid()),
        reader.rows(Catalog::index, INDEXES, entry.oid()));
  }

  @Override
  public IndexOperators indexOperators() throws SQLException {
    return IndexOperators.of(
        reader.rows(
            row -> new IndexOperators.Pair(row.getString("left_type"), row.getString("right_type")),
            OPERATORS));
  }

  private static Column column(ResultSet row) throws SQLException {
    double nulls = row.getDouble("null_frac");
    Statistics statistics =
        row.wasNull()
            ? null
            : new Statistics(
                nulls,
                row.getDouble("n_distinct"),
                row.getLong("avg_width"),
                shares(row),
                row.getDouble("correlation"));
    return new Column(
        row.getString("attname"), row.getString("type"), row.getBoolean("attnotnull"), statistics);
  }

  private static List<ValueShare> shares(ResultSet row) throws SQLException {
    List<@Nullable String> values = ClusterReader.strings(row, "common_values");
    List<@Nullable String> shares = ClusterReader.strings(row, "common_shares");
    List<ValueShare> both = new ArrayList<>();
    for (int i = 0; values != null && shares != null && i < values.size(); i++) {
      both.add(
          new ValueShare(
              String.valueOf(values.get(i)), Double.parseDouble(String.valueOf(shares.get(i)))));
    }
    return both;
  }

  private static Index index(ResultSet row) throws SQLException {
    List<String> columns = new ArrayList<>();
    List<@Nullable String> named = ClusterReader.strings(row, "columns");
    for (String column : named == null ? List.<@Nullable String>of() : named) {
      columns.add(String.valueOf(column));
    }
    int keys = Math.min(row.getInt("indnkeyatts"), columns.size());
    return new Index(
        row.getString("relname"),
        row.getBoolean("indisprimary"),
        row.getBoolean("indisvalid"),
        List.copyOf(columns.subList(0, keys)),
        List.copyOf(columns.subList(keys, columns.size())));
  }

  private Long count(RelationName table) throws SQLException {
    return reader.rows(row -> row.getLong(1), "SELECT count(*) FROM " + name(table)).getFirst();
  }

  /** The most frequent values of a column that are not null, and the number of different ones. */
  List<ValueShare> topValues(TableEvidence table, String column) throws SQLException {
    String quoted = Quoted.name(column);
    return reader.rows(
        row ->
            new ValueShare(
                String.valueOf(row.getString(1)), row.getLong(2) / Math.max(1, table.rows())),
        "SELECT %s::text, count(*) FROM %s WHERE %s IS NOT NULL GROUP BY %s ORDER BY 2 DESC LIMIT %d"
            .formatted(quoted, name(table.relation()), quoted, quoted, TOP_VALUES));
  }

  /**
   * How many rows satisfy each of the conditions and, last, all of them.
   *
   * @param relation the table with the alias that qualifies the columns of the conditions
   */
  List<Long> matching(RelationName relation, List<String> conditions) throws SQLException {
    List<String> counted = new ArrayList<>();
    for (String condition : conditions) {
      counted.add("count(*) FILTER (WHERE " + condition + ")");
    }
    counted.add("count(*) FILTER (WHERE (" + String.join(") AND (", conditions) + "))");
    return reader
        .rows(
            row -> {
              List<Long> counts = new ArrayList<>();
              for (int i = 1; i <= counted.size(); i++) {
                counts.add(row.getLong(i));
              }
              return counts;
            },
            "SELECT %s FROM %s AS %s"
                .formatted(
                    String.join(", ", counted), name(relation), Quoted.name(relation.qualifier())))
        .getFirst();
  }

  private static String name(RelationName table) {
    String schema = Objects.requireNonNullElse(table.schema(), "public");
    return Quoted.name(schema) + "." + Quoted.name(table.name());
  }
}
