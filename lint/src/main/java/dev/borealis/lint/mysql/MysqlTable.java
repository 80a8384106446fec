package dev.borealis.lint.mysql;

import dev.borealis.lint.mysql.MysqlCursor.KeyPart;
import dev.borealis.sql.SqlPrinter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** CREATE TABLE, read and translated. */
final class MysqlTable {
  /** Identity columns count to this. */
  private static final BigInteger MAX_START = BigInteger.valueOf(Long.MAX_VALUE);

  private final MysqlCursor cursor;
  private final Remarks remarks;
  private final String name;
  private final List<MysqlColumn> columns = new ArrayList<>();
  private final List<String> constraints = new ArrayList<>();
  private final List<ForeignKey> foreignKeys = new ArrayList<>();
  private final List<String> indexes = new ArrayList<>();

  /** The columns of indexes and keys, each list from its first column on. */
  private final List<List<String>> indexed = new ArrayList<>();

  private @Nullable String start;
  private @Nullable String comment;
  private boolean collated;

  /**
   * A foreign key.
   *
   * @param name null if it has none
   * @param references from REFERENCES on
   */
  record ForeignKey(@Nullable String name, List<String> columns, String references) {
    String sql() {
      String constraint = name == null ? "" : "CONSTRAINT " + SqlPrinter.printName(name) + " ";
      return constraint + "FOREIGN KEY (" + names(columns) + ") " + references;
    }

    /** The table that it refers to. */
    String target() {
      int from = "REFERENCES ".length();
      return references.substring(from, references.indexOf(' ', from));
    }
  }

  private MysqlTable(MysqlCursor cursor, String name, Remarks remarks) {
    this.cursor = cursor;
    this.name = name;
    this.remarks = remarks;
  }

  private static String names(List<String> columns) {
    return columns.stream().map(SqlPrinter::printName).collect(Collectors.joining(", "));
  }

  /** Reads from the opening parenthesis on. */
  static void translate(
      MysqlCursor cursor, String head, String name, Remarks remarks, MysqlTranslation out) {
    MysqlTable table = new MysqlTable(cursor, name, remarks);
    cursor.expect('(');
    do {
      table.element();
    } while (cursor.accept(','));
    cursor.expect(')');
    table.options();
    table.write(head, out);
  }

  private void element() {
    MysqlToken at = cursor.peek();
    String constraint = null;
    if (cursor.accept("CONSTRAINT")) {
      boolean named =
          !cursor.peek().is("PRIMARY")
              && !cursor.peek().is("UNIQUE")
              && !cursor.peek().is("FOREIGN")
              && !cursor.peek().is("CHECK");
      constraint = named ? cursor.name() : null;
    }
    if (cursor.accept("PRIMARY", "KEY")) {
      usingClause();
      List<KeyPart> keys = keys(at, "PRIMARY KEY", true);
      constraints.add("PRIMARY KEY (" + written(keys) + ")");
    } else if (cursor.accept("UNIQUE")) {
      boolean _ = cursor.acceptAny("KEY", "INDEX");
      String own = keyName();
      unique(at, own == null ? constraint : own);
    } else if (cursor.accept("FOREIGN", "KEY")) {
      String own = keyName();
      foreignKey(constraint == null ? own : constraint);
    } else if (cursor.accept("CHECK")) {
      check(at, constraint);
    } else if (at.is("FULLTEXT") || at.is("SPATIAL")) {
      cursor.take();
      boolean _ = cursor.acceptAny("KEY", "INDEX");
      noIndex(at);
    } else if (isKey()) {
      cursor.take();
      String own = keyName();
      plainIndex(at, own);
    } else {
      column();
    }
  }

  private void check(MysqlToken at, @Nullable String constraint) {
    String condition = cursor.parentheses();
    boolean _ = cursor.accept("NOT", "ENFORCED") || cursor.accept("ENFORCED");
    for (MysqlColumn column : columns) {
      if (column.isOfJson(condition)) {
        column.becomeJson(at, remarks);
        return;
      }
    }
    String prefix =
        constraint == null ? "" : "CONSTRAINT " + SqlPrinter.printName(constraint) + " ";
    constraints.add(prefix + "CHECK " + condition);
  }

  /** KEY or INDEX; not a column of that name, which is followed by a type. */
  private boolean isKey() {
    boolean word = cursor.peek().is("KEY") || cursor.peek().is("INDEX");
    return word
        && (cursor.peek(1).isSymbol('(')
            || cursor.peek(2).isSymbol('(')
            || cursor.peek(2).is("USING"));
  }

  private @Nullable String keyName() {
    String own = cursor.peek().isSymbol('(') || cursor.peek().is("USING") ? null : cursor.name();
    usingClause();
    return own;
  }

  private void usingClause() {
    if (cursor.accept("USING")) {
      cursor.take();
    }
  }

  private List<KeyPart> keys(MysqlToken at, String what, boolean unique) {
    List<KeyPart> keys = cursor.keys();
    warnAbout(keys, at, what, unique, remarks);
    keyOptions();
    indexed.add(keys.stream().map(KeyPart::column).filter(Objects::nonNull).toList());
    return keys;
  }

  static void warnAbout(
      List<KeyPart> keys, MysqlToken at, String what, boolean unique, Remarks remarks) {
    if (keys.stream().anyMatch(KeyPart::prefix)) {
      remarks.lossy(
          "mysql_index_prefix_dropped",
          at,
          what + " has the beginning of values only",
          unique
              ? "The whole value counts: values that begin alike are no duplicates any more. A key may"
                  + " have about 1,900 bytes."
              : "The whole value is indexed; a key may have about 1,900 bytes.");
    }
    if (keys.stream().anyMatch(KeyPart::descending)) {
      remarks.lossy(
          "mysql_index_order_dropped",
          at,
          what + " is in descending order",
          "DESC is left out: an index is read in both directions.");
    }
  }

  /** Options behind a key's columns. */
  private void keyOptions() {
    while (true) {
      if (cursor.acceptAny("USING", "COMMENT", "KEY_BLOCK_SIZE", "WITH")) {
        boolean _ = cursor.accept('=');
        cursor.take();
      } else if (!cursor.acceptAny("VISIBLE", "INVISIBLE")) {
        return;
      }
    }
  }

  static String written(List<KeyPart> keys) {
    return keys.stream().map(KeyPart::written).collect(Collectors.joining(", "));
  }

  private void unique(MysqlToken at, @Nullable String own) {
    List<KeyPart> keys = keys(at, "a unique key", true);
    if (keys.stream().anyMatch(key -> key.column() == null)) {
      indexes.add(index(true, own, keys));
      return;
    }
    String prefix = own == null ? "" : "CONSTRAINT " + SqlPrinter.printName(renamed(own)) + " ";
    constraints.add(prefix + "UNIQUE (" + written(keys) + ")");
  }

  private void plainIndex(MysqlToken at, @Nullable String own) {
    List<KeyPart> keys = keys(at, "an index", false);
    indexes.add(index(false, own, keys));
  }

  private String index(boolean unique, @Nullable String own, List<KeyPart> keys) {
    String named = own == null ? "" : SqlPrinter.printName(renamed(own)) + " ";
    return "CREATE "
        + (unique ? "UNIQUE " : "")
        + "INDEX ASYNC "
        + named
        + "ON "
        + name
        + " ("
        + written(keys)
        + ")";
  }

  private String renamed(String key) {
    return MysqlNames.index(name, key, remarks);
  }

  private void noIndex(MysqlToken at) {
    String own = cursor.peek().isSymbol('(') ? "" : cursor.name() + " ";
    cursor.skipParentheses();
    keyOptions();
    if (cursor.accept("WITH", "PARSER")) {
      cursor.take();
    }
    remarks.open(
        "mysql_index_unsupported",
        at,
        "there are no %s indexes".formatted(at.text().toUpperCase(Locale.ROOT)),
        "The index " + own + "is left out: search in the application, or by a search service.");
  }

  private void foreignKey(@Nullable String own) {
    List<String> keys = new ArrayList<>();
    cursor.expect('(');
    do {
      keys.add(cursor.name());
    } while (cursor.accept(','));
    cursor.expect(')');
    foreignKeys.add(new ForeignKey(own, keys, references(cursor)));
  }

  /** REFERENCES with all that belongs to it. */
  static String references(MysqlCursor cursor) {
    cursor.expect("REFERENCES");
    StringBuilder sql = new StringBuilder("REFERENCES ").append(cursor.relation()).append(' ');
    if (cursor.peek().isSymbol('(')) {
      sql.append(cursor.parentheses());
    }
    if (cursor.accept("MATCH")) {
      sql.append(" MATCH ").append(cursor.take().text());
    }
    while (cursor.accept("ON")) {
      sql.append(" ON ").append(cursor.take().text().toUpperCase(Locale.ROOT));
      boolean two = cursor.peek().is("SET") || cursor.peek().is("NO");
      sql.append(' ').append(cursor.take().text().toUpperCase(Locale.ROOT));
      if (two) {
        sql.append(' ').append(cursor.take().text().toUpperCase(Locale.ROOT));
      }
    }
    return sql.toString().stripTrailing() + " ";
  }

  private void column() {
    MysqlColumn column = MysqlColumn.read(cursor, remarks);
    columns.add(column);
    collated |= column.collated;
    String references = column.references;
    if (references != null) {
      foreignKeys.add(new ForeignKey(null, List.of(column.name), references));
    }
    if (column.primaryKey || column.unique) {
      indexed.add(List.of(column.name));
    }
  }

  private void options() {
    while (!cursor.atEnd()) {
      MysqlToken at = cursor.peek();
      if (cursor.accept("PARTITION", "BY")) {
        String _ = cursor.rest();
        remarks.lossy(
            "partition_by",
            at,
            "the table is partitioned",
            "PARTITION BY is left out: the service distributes rows by primary key.");
      } else if (cursor.accept("AS") || cursor.peek().is("SELECT")) {
        String _ = cursor.rest();
        remarks.open(
            "create_table_as",
            at,
            "the table is filled by a query",
            "The query is left out: INSERT ... SELECT, at most 3,000 rows in a transaction.");
      } else {
        option();
      }
    }
    if (collated) {
      remarks.lossy(
          "mysql_collation_dropped",
          "table " + name + " has a character set or collation",
          "It is UTF-8 and compares byte by byte: letter case and accents count in =, UNIQUE, LIKE and"
              + " ORDER BY.");
    }
  }

  private void option() {
    boolean _ = cursor.accept("DEFAULT");
    MysqlToken option = cursor.take();
    if (option.is("CHARACTER")) {
      cursor.expect("SET");
    }
    boolean _ = cursor.accept('=');
    boolean _ = cursor.accept(',');
    if (option.isSymbol(',')) {
      return;
    }
    if (cursor.peek().isSymbol('(')) {
      cursor.skipParentheses();
      return;
    }
    MysqlToken value = cursor.take();
    if (option.is("AUTO_INCREMENT")) {
      BigInteger next = new BigInteger(value.text());
      start = next.compareTo(MAX_START) > 0 ? null : value.text();
    } else if (option.is("COMMENT")) {
      comment = value.text();
    } else if (option.is("CHARSET") || option.is("CHARACTER") || option.is("COLLATE")) {
      collated = true;
    }
  }

  private void write(String head, MysqlTranslation out) {
    Set<String> inForeignKeys = new HashSet<>();
    foreignKeys.forEach(key -> inForeignKeys.addAll(key.columns));
    List<String> elements = new ArrayList<>();
    for (MysqlColumn column : columns) {
      elements.add(column.definition(inForeignKeys.contains(column.name), start));
    }
    elements.addAll(constraints);
    List<ForeignKey> later = new ArrayList<>();
    for (ForeignKey key : foreignKeys) {
      if (out.hasTable(key.target()) || key.target().equals(name)) {
        elements.add(key.sql().stripTrailing());
      } else {
        later.add(key);
      }
    }
    out.statement(head + " (\n  " + String.join(",\n  ", elements) + "\n)");
    out.created(name);
    indexes.forEach(out::statement);
    for (ForeignKey key : foreignKeys) {
      if (indexed.stream().noneMatch(columns -> begins(columns, key.columns))) {
        out.statement("CREATE INDEX ASYNC ON " + name + " (" + names(key.columns) + ")");
        indexed.add(key.columns);
      }
    }
    comments(out);
    later.forEach(key -> out.atEnd("ALTER TABLE " + name + " ADD " + key.sql().stripTrailing()));
  }

  private static boolean begins(List<String> columns, List<String> with) {
    return columns.size() >= with.size() && columns.subList(0, with.size()).equals(with);
  }

  private void comments(MysqlTranslation out) {
    if (comment != null) {
      out.statement("COMMENT ON TABLE " + name + " IS " + SqlPrinter.printString(comment));
    }
    for (MysqlColumn column : columns) {
      if (column.comment != null) {
        out.statement(
            "COMMENT ON COLUMN "
                + name
                + "."
                + SqlPrinter.printName(column.name)
                + " IS "
                + SqlPrinter.printString(column.comment));
      }
    }
  }
}
