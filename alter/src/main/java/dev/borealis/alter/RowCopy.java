package dev.borealis.alter;

import dev.borealis.sql.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How rows of the original become rows of the replacement: the SQL for any range of keys.
 *
 * @param source the original, as SQL; after the swap it has another name
 * @param target the replacement, as SQL
 * @param columns those that are copied
 * @param cursor the columns of the original by which it is walked; empty if it has no key, and is
 *     then copied at once
 * @param match what tells which row of the one table is which of the other; empty if nothing does
 */
public record RowCopy(
    String source,
    String target,
    List<CopiedColumn> columns,
    List<KeyPart> cursor,
    List<KeyPart> match) {

  /** Rows of a batch at most: what the guide of the service prefers. */
  static final int BATCH_ROWS = 1_000;

  /** Of the 10 MiB of a transaction, which count index entries too. */
  static final int BATCH_BYTES = 3 << 20;

  /** Rows that are compared in one query at most. */
  static final int COMPARED_ROWS = 5_000;

  public RowCopy {
    columns = List.copyOf(columns);
    cursor = List.copyOf(cursor);
    match = List.copyOf(match);
  }

  /**
   * A column of the replacement.
   *
   * @param name its name
   * @param value SQL over the columns of the original
   * @param compared the text of that value, as SQL; null if it is another one each time
   */
  public record CopiedColumn(String name, String value, @Nullable String compared) {}

  /**
   * A part of a key.
   *
   * @param column its name
   * @param type its type
   * @param value SQL over the columns of the original that gives it
   */
  public record KeyPart(String column, String type, String value) {}

  /** A key's values as SQL, of their texts. */
  static List<String> literals(List<KeyPart> key, List<String> texts) {
    return IntStream.range(0, key.size())
        .mapToObj(i -> "CAST(%s AS %s)".formatted(Quoted.literal(texts.get(i)), key.get(i).type()))
        .toList();
  }

  /** Whether rows can be compared one by one, and differences mended. */
  boolean isComparable() {
    return !cursor.isEmpty() && !match.isEmpty();
  }

  /** The same from where the original is after the swap. */
  RowCopy between(String originalNow, String replacementNow) {
    return new RowCopy(originalNow, replacementNow, columns, cursor, match);
  }

  private static String names(List<KeyPart> key) {
    return Names.list(key.stream().map(KeyPart::column).toList());
  }

  private static String row(List<KeyPart> key, String parts) {
    return key.size() == 1 ? parts : "(" + parts + ")";
  }

  /**
   * A range of keys.
   *
   * @param after the key, as SQL, that it begins behind; null: with the first
   * @param to the key that it ends with; null: with the last
   */
  record Range(@Nullable List<String> after, @Nullable List<String> to) {
    static final Range ALL = new Range(null, null);

    private String where(List<KeyPart> key) {
      List<String> parts = new ArrayList<>();
      if (after != null) {
        parts.add(row(key, names(key)) + " > " + row(key, String.join(", ", after)));
      }
      if (to != null) {
        parts.add(row(key, names(key)) + " <= " + row(key, String.join(", ", to)));
      }
      return parts.isEmpty() ? "" : " WHERE " + String.join(" AND ", parts);
    }
  }

  private static String texts(List<KeyPart> key) {
    return key.stream()
        .map(part -> "CAST(" + Names.sql(part.column()) + " AS text)")
        .collect(Collectors.joining(", "));
  }

  /** The last key of the next batch, and how many rows it has. */
  String nextBatch(Range rest, int rows) {
    String key = names(cursor);
    return """
    SELECT dsql_n, %s
      FROM (SELECT %s, row_number() OVER dsql_w AS dsql_n,
                   sum(octet_length(CAST(dsql_b AS text))) OVER dsql_w AS dsql_bytes
              FROM (SELECT * FROM %s%s ORDER BY %s LIMIT %d) AS dsql_b
            WINDOW dsql_w AS (ORDER BY %s)) AS dsql_r
     WHERE dsql_n = 1 OR dsql_bytes <= %d ORDER BY dsql_n DESC LIMIT 1\
    """
        .formatted(texts(cursor), key, source, rest.where(cursor), key, rows, key, BATCH_BYTES);
  }

  /** Copies a range; without a cursor, everything. */
  String copy(Range range) {
    return "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM %s%s"
        .formatted(
            target,
            Names.list(columns.stream().map(CopiedColumn::name).toList()),
            columns.stream().map(CopiedColumn::value).collect(Collectors.joining(", ")),
            source,
            range.where(cursor));
  }

  /** The copy as people read it. */
  String shown() {
    return cursor.isEmpty()
        ? copy(Range.ALL)
        : copy(new Range(placeholders(":last_"), placeholders(":end_")));
  }

  private List<String> placeholders(String prefix) {
    return cursor.stream().map(part -> prefix + part.column()).toList();
  }

  /** The last key of a range to compare, on either side; no row for the last range. */
  String nextRange(boolean ofTarget, Range rest) {
    List<KeyPart> key = ofTarget ? match : cursor;
    return "SELECT %s FROM %s%s ORDER BY %s LIMIT 1 OFFSET %d"
        .formatted(
            texts(key), ofTarget ? target : source, rest.where(key), names(key), COMPARED_ROWS - 1);
  }

  private List<CopiedColumn> comparedColumns() {
    return columns.stream().filter(column -> column.compared() != null).toList();
  }

  private static String numbered(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).collect(Collectors.joining(", "));
  }

  private String original(Range range, boolean withValues) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < match.size(); i++) {
      parts.add(match.get(i).value() + " AS dsql_m" + i);
    }
    List<CopiedColumn> compared = comparedColumns();
    for (int i = 0; i < compared.size(); i++) {
      parts.add(compared.get(i).compared() + " AS dsql_c" + i);
    }
    for (int i = 0; withValues && i < columns.size(); i++) {
      parts.add(columns.get(i).value() + " AS dsql_v" + i);
    }
    return "(SELECT %s FROM %s%s) AS dsql_o"
        .formatted(String.join(", ", parts), source, range.where(cursor));
  }

  private String sameRow(String targetAlias) {
    return IntStream.range(0, match.size())
        .mapToObj(
            i -> targetAlias + "." + Names.sql(match.get(i).column()) + " = dsql_o.dsql_m" + i)
        .collect(Collectors.joining(" AND "));
  }

  private String copiedTexts(String targetAlias) {
    return comparedColumns().stream()
        .map(column -> "CAST(" + targetAlias + "." + Names.sql(column.name()) + " AS text)")
        .collect(Collectors.joining(", "));
  }

  private String differs() {
    return "ROW(%s) IS DISTINCT FROM ROW(%s)"
        .formatted(numbered("dsql_o.dsql_c", comparedColumns().size()), copiedTexts("dsql_n"));
  }

  private static String hash(String texts) {
    return "coalesce(sum(CAST(hashtextextended(CAST(ROW("
        + texts
        + ") AS text), 0) AS numeric)), 0)";
  }

  /** Of a range of the original: rows, those missing from the replacement, changed ones, hash. */
  String compare(Range range) {
    String key = "dsql_n." + Names.sql(match.getFirst().column());
    return """
    SELECT count(*), count(*) FILTER (WHERE %s IS NULL),
           count(*) FILTER (WHERE %s IS NOT NULL AND %s), %s
      FROM %s LEFT JOIN %s AS dsql_n ON %s\
    """
        .formatted(
            key,
            key,
            differs(),
            hash(numbered("dsql_o.dsql_c", comparedColumns().size())),
            original(range, false),
            target,
            sameRow("dsql_n"));
  }

  /** Of a range of the replacement: rows, those that the original has not, hash. */
  String compareTarget(Range range) {
    return """
    SELECT count(*), count(*) FILTER (WHERE dsql_o.dsql_m0 IS NULL), %s
      FROM (SELECT * FROM %s%s) AS dsql_n LEFT JOIN (SELECT %s FROM %s) AS dsql_o ON %s\
    """
        .formatted(
            hash(copiedTexts("dsql_n")),
            target,
            range.where(match),
            matchValues(),
            source,
            sameRow("dsql_n"));
  }

  private String matchValues() {
    return IntStream.range(0, match.size())
        .mapToObj(i -> match.get(i).value() + " AS dsql_m" + i)
        .collect(Collectors.joining(", "));
  }

  /** Deletes from the replacement the rows of a range that have changed since. */
  String deleteChanged(Range range) {
    return "DELETE FROM %s AS dsql_n WHERE EXISTS (SELECT 1 FROM %s WHERE %s AND %s)"
        .formatted(target, original(range, false), sameRow("dsql_n"), differs());
  }

  /** Copies the rows of a range that the replacement has not. */
  String insertMissing(Range range) {
    return """
    INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM %s
     WHERE NOT EXISTS (SELECT 1 FROM %s AS dsql_n WHERE %s)\
    """
        .formatted(
            target,
            Names.list(columns.stream().map(CopiedColumn::name).toList()),
            numbered("dsql_o.dsql_v", columns.size()),
            original(range, true),
            target,
            sameRow("dsql_n"));
  }

  /** Deletes from a range of the replacement the rows that the original has no more. */
  String deleteExtra(Range range) {
    String conditions = range.where(match);
    return """
    DELETE FROM %s WHERE (%s) IN (
      SELECT %s FROM (SELECT * FROM %s%s) AS dsql_n
       WHERE NOT EXISTS (SELECT 1 FROM (SELECT %s FROM %s) AS dsql_o WHERE %s) LIMIT %d)\
    """
        .formatted(
            target,
            names(match),
            match.stream()
                .map(part -> "dsql_n." + Names.sql(part.column()))
                .collect(Collectors.joining(", ")),
            target,
            conditions,
            matchValues(),
            source,
            sameRow("dsql_n"),
            BATCH_ROWS);
  }

  /** Rows and hash of a whole table, for tables without a key. */
  String sum(boolean ofTarget) {
    return ofTarget
        ? "SELECT count(*), %s FROM %s AS dsql_n".formatted(hash(copiedTexts("dsql_n")), target)
        : "SELECT count(*), %s FROM %s"
            .formatted(
                hash(
                    comparedColumns().stream()
                        .map(column -> String.valueOf(column.compared()))
                        .collect(Collectors.joining(", "))),
                source);
  }

  /** Keys of rows of a range of the original that are not in the replacement, a few. */
  String missingKeys(Range range, int limit) {
    return """
    SELECT concat_ws(', ', %s) FROM (SELECT %s, %s FROM %s%s) AS dsql_o
     WHERE NOT EXISTS (SELECT 1 FROM %s AS dsql_n WHERE %s) LIMIT %d\
    """
        .formatted(
            IntStream.range(0, cursor.size())
                .mapToObj(i -> "CAST(dsql_o.dsql_k" + i + " AS text)")
                .collect(Collectors.joining(", ")),
            IntStream.range(0, cursor.size())
                .mapToObj(i -> Names.sql(cursor.get(i).column()) + " AS dsql_k" + i)
                .collect(Collectors.joining(", ")),
            matchValues(),
            source,
            range.where(cursor),
            target,
            sameRow("dsql_n"),
            limit);
  }
}
