package dev.borealis.lint.mysql;

import dev.borealis.sql.SqlPrinter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A column's definition, read and translated. */
final class MysqlColumn {
  final String name;
  private MysqlType type;
  boolean autoIncrement;
  boolean notNull;
  boolean primaryKey;
  boolean unique;
  boolean collated;
  @Nullable String defaultValue;
  @Nullable String comment;
  @Nullable String references;
  private @Nullable String generated;
  private final List<String> checks = new ArrayList<>();

  private MysqlColumn(String name, MysqlType type) {
    this.name = name;
    this.type = type;
    if (type.serial()) {
      autoIncrement = true;
      notNull = true;
      unique = true;
    }
  }

  static MysqlColumn read(MysqlCursor cursor, Remarks remarks) {
    String name = cursor.name();
    int remarksBefore = remarks.all().size();
    MysqlColumn column = new MysqlColumn(name, MysqlType.read(cursor, name, remarks));
    while (column.attribute(cursor, remarks)) {
      // Each call reads one.
    }
    if (column.autoIncrement) {
      remarks.takeBack("mysql_unsigned_widened", remarksBefore);
      remarks.lossy(
          "mysql_auto_increment_to_identity",
          "column " + name + " is AUTO_INCREMENT",
          "It becomes a bigint identity column: values are unique, but neither without gaps nor in the"
              + " order of time; LAST_INSERT_ID() becomes RETURNING.");
      column.defaultValue = null;
    }
    return column;
  }

  private boolean attribute(MysqlCursor cursor, Remarks remarks) {
    MysqlToken at = cursor.peek();
    if (cursor.accept("NOT", "NULL")) {
      notNull = true;
    } else if (cursor.accept("NULL") || cursor.acceptAny("VISIBLE", "INVISIBLE", "BINARY")) {
      return true;
    } else if (cursor.accept("DEFAULT")) {
      defaultValue = MysqlDefault.read(cursor, type, name, remarks);
    } else if (cursor.accept("AUTO_INCREMENT")) {
      autoIncrement = true;
    } else if (cursor.accept("UNIQUE")) {
      unique = true;
      boolean _ = cursor.accept("KEY");
    } else if (cursor.accept("PRIMARY", "KEY") || cursor.accept("KEY")) {
      primaryKey = true;
    } else if (cursor.accept("COMMENT")) {
      comment = cursor.take().text();
    } else if (cursor.accept("ON", "UPDATE")) {
      cursor.take();
      String _ = MysqlDefault.precision(cursor);
      remarks.lossy(
          "mysql_on_update_dropped",
          at,
          "column " + name + " is set by each UPDATE",
          "ON UPDATE is left out: set the column in every UPDATE of the application.");
    } else {
      return collation(cursor) || rareAttribute(cursor, remarks);
    }
    return true;
  }

  private boolean collation(MysqlCursor cursor) {
    if (cursor.accept("COLLATE") || cursor.accept("CHARSET") || cursor.accept("CHARACTER", "SET")) {
      cursor.take();
      collated = true;
      return true;
    }
    return cursor.acceptAny("ASCII", "UNICODE");
  }

  private boolean rareAttribute(MysqlCursor cursor, Remarks remarks) {
    MysqlToken at = cursor.peek();
    boolean constraint = cursor.peek().is("CONSTRAINT");
    if (constraint) {
      cursor.take();
      if (!cursor.peek().is("CHECK")) {
        cursor.name();
      }
    }
    if (cursor.accept("GENERATED", "ALWAYS", "AS") || cursor.accept("AS")) {
      generated = cursor.parentheses();
      if (!cursor.accept("STORED")) {
        boolean _ = cursor.accept("VIRTUAL");
        remarks.lossy(
            "mysql_virtual_stored",
            at,
            "column " + name + " is computed when it is read",
            "It becomes STORED: computed when the row is written. Its expression must be immutable.");
      }
    } else if (cursor.accept("CHECK")) {
      String check = cursor.parentheses();
      boolean _ = cursor.accept("NOT", "ENFORCED") || cursor.accept("ENFORCED");
      if (isOfJson(check)) {
        becomeJson(at, remarks);
      } else {
        checks.add(check);
      }
    } else if (cursor.peek().is("REFERENCES")) {
      references = MysqlTable.references(cursor);
    } else if (cursor.acceptAny("COLUMN_FORMAT", "STORAGE", "SRID")) {
      cursor.take();
    } else if (constraint) {
      throw cursor.unexpected();
    } else {
      return false;
    }
    return true;
  }

  /**
   * Whether a check says that the column holds JSON: MariaDB has no such type and writes it so
   * (MariaDB Knowledge Base, "JSON Data Type").
   */
  boolean isOfJson(String check) {
    return check.equalsIgnoreCase("(json_valid(" + SqlPrinter.printName(name) + "))");
  }

  /** Makes the column JSON in place of a text with a check. */
  void becomeJson(MysqlToken at, Remarks remarks) {
    type = MysqlType.JSON;
    collated = false;
    remarks.mended(
        "mysql_json_check",
        at,
        "column " + name + " is checked by json_valid(), which PostgreSQL has not",
        "It becomes JSON, which takes nothing else.");
  }

  /** The type that the column gets; a key that refers to an identity column must be bigint. */
  String sqlType(boolean inForeignKey) {
    if (autoIncrement
        || (inForeignKey && type.unsigned() && type.family() == MysqlType.Family.INTEGER)) {
      return "BIGINT";
    }
    return type.sql();
  }

  /** Name, type and constraints. */
  String definition(boolean inForeignKey, @Nullable String start) {
    String written = SqlPrinter.printName(name);
    StringBuilder sql = new StringBuilder(written).append(' ').append(sqlType(inForeignKey));
    if (autoIncrement) {
      sql.append(" GENERATED BY DEFAULT AS IDENTITY (CACHE 65536");
      sql.append(start == null ? "" : " START WITH " + start).append(')');
    }
    if (generated != null) {
      sql.append(" GENERATED ALWAYS AS ").append(generated).append(" STORED");
    }
    if (notNull) {
      sql.append(" NOT NULL");
    }
    if (defaultValue != null) {
      sql.append(" DEFAULT ").append(defaultValue);
    }
    if (primaryKey) {
      sql.append(" PRIMARY KEY");
    }
    if (unique) {
      sql.append(" UNIQUE");
    }
    if (!type.check().isEmpty() && !autoIncrement) {
      sql.append(" CHECK (").append(type.check().replace("{}", written)).append(')');
    }
    checks.forEach(check -> sql.append(" CHECK ").append(check));
    return sql.toString();
  }
}
