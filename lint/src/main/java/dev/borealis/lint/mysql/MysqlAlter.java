package dev.borealis.lint.mysql;

import dev.borealis.lint.mysql.MysqlCursor.KeyPart;
import dev.borealis.sql.SqlPrinter;
import java.util.List;

/** ALTER TABLE, one action after the other. */
final class MysqlAlter {
  private final MysqlCursor cursor;
  private final String table;
  private final Remarks remarks;
  private final MysqlTranslation out;

  private MysqlAlter(MysqlCursor cursor, String table, Remarks remarks, MysqlTranslation out) {
    this.cursor = cursor;
    this.table = table;
    this.remarks = remarks;
    this.out = out;
  }

  /** Reads from the table's name on. */
  static void translate(MysqlCursor cursor, Remarks remarks, MysqlTranslation out) {
    MysqlAlter alter = new MysqlAlter(cursor, cursor.relation(), remarks, out);
    do {
      alter.action();
    } while (cursor.accept(','));
    if (!cursor.atEnd()) {
      throw cursor.unexpected();
    }
  }

  private void action() {
    if (cursor.accept("ADD")) {
      add();
    } else if (cursor.accept("DROP")) {
      drop();
    } else if (cursor.accept("MODIFY")) {
      boolean _ = cursor.accept("COLUMN");
      changed(MysqlColumn.read(cursor, remarks));
    } else if (cursor.accept("CHANGE")) {
      boolean _ = cursor.accept("COLUMN");
      change();
    } else if (cursor.accept("RENAME")) {
      rename();
    } else if (cursor.accept("ALTER")) {
      boolean _ = cursor.accept("COLUMN");
      columnDefault();
    } else if (cursor.acceptAny("DISABLE", "ENABLE")) {
      cursor.expect("KEYS");
    } else {
      option();
    }
  }

  private void alter(String action) {
    out.statement("ALTER TABLE " + table + " " + action);
  }

  private void add() {
    MysqlToken at = cursor.peek();
    String constraint = "";
    if (cursor.accept("CONSTRAINT")) {
      boolean named = cursor.peek().kind() == MysqlToken.Kind.QUOTED_NAME || !isConstraintWord();
      constraint = named ? "CONSTRAINT " + SqlPrinter.printName(cursor.name()) + " " : "";
    }
    if (cursor.accept("PRIMARY", "KEY")) {
      alter("ADD " + constraint + "PRIMARY KEY (" + keys(at, "the primary key", true) + ")");
    } else if (cursor.accept("FOREIGN", "KEY")) {
      if (!cursor.peek().isSymbol('(')) {
        cursor.name();
      }
      String columns = cursor.parentheses();
      alter(
          "ADD "
              + constraint
              + "FOREIGN KEY "
              + columns
              + " "
              + MysqlTable.references(cursor).stripTrailing());
    } else if (cursor.accept("CHECK")) {
      alter("ADD " + constraint + "CHECK " + cursor.parentheses());
      boolean _ = cursor.accept("NOT", "ENFORCED") || cursor.accept("ENFORCED");
    } else if (cursor.accept("UNIQUE")) {
      boolean _ = cursor.acceptAny("KEY", "INDEX");
      index(at, true);
    } else if (cursor.acceptAny("KEY", "INDEX")) {
      index(at, false);
    } else if (at.is("FULLTEXT") || at.is("SPATIAL")) {
      throw cursor.unexpected();
    } else {
      boolean _ = cursor.accept("COLUMN");
      added();
    }
  }

  private boolean isConstraintWord() {
    MysqlToken token = cursor.peek();
    return token.is("PRIMARY") || token.is("UNIQUE") || token.is("FOREIGN") || token.is("CHECK");
  }

  private String keys(MysqlToken at, String what, boolean unique) {
    List<KeyPart> keys = cursor.keys();
    MysqlTable.warnAbout(keys, at, what, unique, remarks);
    return MysqlTable.written(keys);
  }

  private void index(MysqlToken at, boolean unique) {
    String own =
        cursor.peek().isSymbol('(')
            ? ""
            : SqlPrinter.printName(MysqlNames.index(table, cursor.name(), remarks)) + " ";
    if (cursor.accept("USING")) {
      cursor.take();
    }
    String kind = unique ? "CREATE UNIQUE INDEX ASYNC " : "CREATE INDEX ASYNC ";
    out.statement(kind + own + "ON " + table + " (" + keys(at, "the index", unique) + ")");
  }

  /** A column is added bare; the service takes nothing else. */
  private void added() {
    MysqlColumn column = MysqlColumn.read(cursor, remarks);
    place();
    String name = SqlPrinter.printName(column.name);
    alter("ADD COLUMN " + name + " " + column.sqlType(false));
    String value = column.defaultValue;
    if (value != null && !value.equals("NULL")) {
      alter("ALTER COLUMN " + name + " SET DEFAULT " + value);
    }
    if (column.notNull || column.unique || column.primaryKey || value != null) {
      remarks.lossy(
          "mysql_added_column_bare",
          "column " + column.name + " is added with a default or constraint",
          "It is added without: fill it in batches, then add what it needs.");
    }
  }

  private void place() {
    if (!cursor.accept("FIRST") && cursor.accept("AFTER")) {
      cursor.name();
    }
  }

  private void drop() {
    if (cursor.accept("PRIMARY", "KEY")) {
      byHand("the primary key is dropped");
    } else if (cursor.accept("FOREIGN", "KEY")
        || cursor.accept("CONSTRAINT")
        || cursor.accept("CHECK")) {
      alter("DROP CONSTRAINT " + SqlPrinter.printName(cursor.name()));
    } else if (cursor.acceptAny("INDEX", "KEY")) {
      out.statement(
          "DROP INDEX " + SqlPrinter.printName(MysqlNames.index(table, cursor.name(), remarks)));
    } else {
      boolean _ = cursor.accept("COLUMN");
      String exists = cursor.accept("IF", "EXISTS") ? "IF EXISTS " : "";
      alter("DROP COLUMN " + exists + SqlPrinter.printName(cursor.name()));
    }
  }

  private void change() {
    String old = cursor.name();
    MysqlColumn column = MysqlColumn.read(cursor, remarks);
    if (!old.equals(column.name)) {
      alter(
          "RENAME COLUMN "
              + SqlPrinter.printName(old)
              + " TO "
              + SqlPrinter.printName(column.name));
      remarks.lossy(
          "mysql_change_renames",
          "column " + old + " is renamed and defined anew",
          "It is renamed only: its type and constraints stay what they were.");
      place();
    } else {
      changed(column);
    }
  }

  /** phpMyAdmin writes AUTO_INCREMENT this way; any other type needs the table anew. */
  private void changed(MysqlColumn column) {
    place();
    if (column.autoIncrement) {
      alter(
          "ALTER COLUMN "
              + SqlPrinter.printName(column.name)
              + " ADD GENERATED BY DEFAULT AS IDENTITY (CACHE 65536)");
    } else {
      byHand("column " + column.name + " is defined anew");
    }
  }

  private void byHand(String message) {
    remarks.open(
        "mysql_alter_unsupported",
        message,
        "Make the table anew with the new definition, and copy the rows in batches.");
  }

  private void rename() {
    if (cursor.accept("COLUMN")) {
      String old = SqlPrinter.printName(cursor.name());
      cursor.expect("TO");
      alter("RENAME COLUMN " + old + " TO " + SqlPrinter.printName(cursor.name()));
    } else if (cursor.acceptAny("INDEX", "KEY")) {
      String old = MysqlNames.index(table, cursor.name(), remarks);
      cursor.expect("TO");
      String now = MysqlNames.index(table, cursor.name(), remarks);
      out.statement(
          "ALTER INDEX " + SqlPrinter.printName(old) + " RENAME TO " + SqlPrinter.printName(now));
    } else {
      boolean _ = cursor.acceptAny("TO", "AS");
      alter("RENAME TO " + SqlPrinter.printName(cursor.name()));
    }
  }

  private void columnDefault() {
    String name = SqlPrinter.printName(cursor.name());
    if (cursor.accept("DROP", "DEFAULT")) {
      alter("ALTER COLUMN " + name + " DROP DEFAULT");
    } else {
      cursor.expect("SET");
      cursor.expect("DEFAULT");
      String value = MysqlDefault.read(cursor, MysqlType.UNKNOWN, name, remarks);
      alter("ALTER COLUMN " + name + " SET DEFAULT " + value);
    }
  }

  /** Table options: what is not the table's storage or character set. */
  private void option() {
    boolean _ = cursor.accept("DEFAULT");
    MysqlToken option = cursor.take();
    if (option.is("CONVERT") || option.is("CHARACTER")) {
      while (!cursor.atEnd() && !cursor.peek().isSymbol(',')) {
        cursor.take();
      }
      return;
    }
    boolean _ = cursor.accept('=');
    MysqlToken value = cursor.take();
    if (option.is("COMMENT")) {
      out.statement("COMMENT ON TABLE " + table + " IS " + SqlPrinter.printString(value.text()));
    } else if (option.is("AUTO_INCREMENT")) {
      remarks.lossy(
          "mysql_counter_dropped",
          "the counter is set to " + value.text(),
          "It is left out: SELECT setval(pg_get_serial_sequence('"
              + table
              + "', 'column'), "
              + value.text()
              + ") sets it.");
    } else if (!option.is("ENGINE")
        && !option.is("CHARSET")
        && !option.is("COLLATE")
        && !option.is("ROW_FORMAT")) {
      throw cursor.unexpected();
    }
  }
}
