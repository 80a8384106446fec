package dev.borealis.lint.mysql;

import dev.borealis.lint.mysql.MysqlCursor.UnreadableException;
import dev.borealis.sql.SqlPrinter;
import java.util.Locale;
import java.util.Set;

/** Translates one statement after the other. */
final class MysqlStatements {
  /** What a session of MySQL needs and one of PostgreSQL does not. */
  private static final Set<String> SESSION =
      Set.of(
          "set",
          "use",
          "lock",
          "unlock",
          "start",
          "begin",
          "commit",
          "rollback",
          "flush",
          "show",
          "analyze",
          "optimize",
          "check",
          "describe",
          "desc",
          "explain",
          "help",
          "delimiter");

  private static final Set<String> DATA =
      Set.of("insert", "replace", "update", "delete", "load", "select", "with", "call");

  private final Remarks remarks;
  private final MysqlTranslation out;

  /** The data statements that were left out last: one remark for all in a row. */
  private String dataTable = "";

  MysqlStatements(Remarks remarks, MysqlTranslation out) {
    this.remarks = remarks;
    this.out = out;
  }

  void translate(MysqlUnit unit) {
    remarks.about(unit);
    out.from(unit.line());
    MysqlCursor cursor = new MysqlCursor(unit.text());
    String verb = cursor.peek().lower();
    if (cursor.atEnd() || SESSION.contains(verb)) {
      return;
    }
    if (DATA.contains(verb)) {
      data(cursor, verb);
      return;
    }
    dataTable = "";
    int before = remarks.all().size();
    try {
      if (unit.cut()) {
        throw new UnreadableException("statement longer than 4 MiB");
      }
      statement(cursor);
    } catch (UnreadableException e) {
      remarks.all().subList(before, remarks.all().size()).clear();
      remarks.open(
          "mysql_statement_unsupported",
          String.valueOf(e.getMessage()),
          "It is not translated: write it for PostgreSQL.");
      notTranslated(unit);
    }
  }

  private void notTranslated(MysqlUnit unit) {
    out.comment("-- not translated: " + Remarks.preview(unit.text()).replace("*/", ""));
  }

  private void data(MysqlCursor cursor, String verb) {
    cursor.take();
    while (cursor.acceptAny("INTO", "IGNORE", "LOW_PRIORITY", "DELAYED", "FROM", "DATA")) {
      // Words before the table's name.
    }
    String table = verb + " " + cursor.peek().text();
    if (!table.equals(dataTable)) {
      dataTable = table;
      remarks.open(
          "mysql_data_statement_dropped",
          "%s is left out".formatted(verb.toUpperCase(Locale.ROOT)),
          "Load the rows with dsql load; statements of one table in a row are reported once.");
    }
  }

  private void statement(MysqlCursor cursor) {
    if (cursor.accept("CREATE")) {
      create(cursor);
    } else if (cursor.accept("ALTER", "TABLE")) {
      MysqlAlter.translate(cursor, remarks, out);
    } else if (cursor.accept("DROP")) {
      drop(cursor);
    } else if (cursor.accept("RENAME", "TABLE")) {
      rename(cursor);
    } else if (cursor.accept("TRUNCATE")) {
      boolean _ = cursor.accept("TABLE");
      out.statement("TRUNCATE " + cursor.relation());
    } else {
      throw cursor.unexpected();
    }
  }

  private void create(MysqlCursor cursor) {
    boolean replace = cursor.accept("OR", "REPLACE");
    boolean temporary = cursor.accept("TEMPORARY");
    if (cursor.accept("TABLE")) {
      String head = temporary ? "CREATE TEMPORARY TABLE " : "CREATE TABLE ";
      head += cursor.accept("IF", "NOT", "EXISTS") ? "IF NOT EXISTS " : "";
      table(cursor, head);
    } else if (cursor.accept("UNIQUE", "INDEX")) {
      index(cursor, "CREATE UNIQUE INDEX ASYNC ");
    } else if (cursor.accept("INDEX")) {
      index(cursor, "CREATE INDEX ASYNC ");
    } else {
      viewOrRoutine(cursor, replace);
    }
  }

  private void table(MysqlCursor cursor, String head) {
    String name = cursor.relation();
    boolean parenthesis = cursor.peek().isSymbol('(') && cursor.peek(1).is("LIKE");
    if (parenthesis) {
      cursor.expect('(');
    }
    if (cursor.accept("LIKE")) {
      out.statement(head + name + " (LIKE " + cursor.relation() + " INCLUDING ALL)");
      out.created(name);
    } else {
      MysqlTable.translate(cursor, head + name, name, remarks, out);
    }
  }

  private void index(MysqlCursor cursor, String head) {
    MysqlToken at = cursor.peek();
    String own = cursor.name();
    if (cursor.accept("USING")) {
      cursor.take();
    }
    cursor.expect("ON");
    String table = cursor.relation();
    var keys = cursor.keys();
    MysqlTable.warnAbout(keys, at, "the index", head.contains("UNIQUE"), remarks);
    String name = SqlPrinter.printName(MysqlNames.index(table, own, remarks));
    out.statement(head + name + " ON " + table + " (" + MysqlTable.written(keys) + ")");
  }

  private void viewOrRoutine(MysqlCursor cursor, boolean replace) {
    while (!cursor.atEnd() && !isKind(cursor)) {
      cursor.take();
    }
    if (cursor.accept("VIEW")) {
      String head = replace ? "CREATE OR REPLACE VIEW " : "CREATE VIEW ";
      out.statement(head + cursor.relation() + " " + cursor.rest().stripLeading());
      remarks.lossy(
          "mysql_view_query",
          "the view's query is MySQL's",
          "Its names and strings are in PostgreSQL's spelling; look whether PostgreSQL has its"
              + " functions.");
      return;
    }
    String kind = cursor.peek().lower();
    String rule =
        switch (kind) {
          case "trigger" -> "unsupported_create_trigger";
          case "procedure" -> "unsupported_create_procedure";
          case "function" -> "unsupported_create_function_non_sql";
          case "database", "schema" -> "unsupported_create_database";
          default -> "mysql_statement_unsupported";
        };
    remarks.open(
        rule,
        "there is no CREATE %s for it".formatted(kind.toUpperCase(Locale.ROOT)),
        kind.equals("database") || kind.equals("schema")
            ? "A cluster has one database; use CREATE SCHEMA, or another cluster."
            : "Do it in the application, or in a function in LANGUAGE sql.");
    out.comment("-- not translated: CREATE " + kind.toUpperCase(Locale.ROOT) + name(cursor));
  }

  private static String name(MysqlCursor cursor) {
    cursor.take();
    return cursor.atEnd() ? "" : " " + cursor.take().text();
  }

  private static boolean isKind(MysqlCursor cursor) {
    MysqlToken token = cursor.peek();
    return token.is("VIEW")
        || token.is("TRIGGER")
        || token.is("PROCEDURE")
        || token.is("FUNCTION")
        || token.is("EVENT")
        || token.is("DATABASE")
        || token.is("SCHEMA")
        || token.is("USER")
        || token.is("ROLE")
        || token.is("TABLESPACE")
        || token.is("SERVER");
  }

  private void drop(MysqlCursor cursor) {
    boolean _ = cursor.accept("TEMPORARY");
    if (cursor.accept("INDEX")) {
      String own = cursor.name();
      cursor.expect("ON");
      String name = MysqlNames.index(cursor.relation(), own, remarks);
      out.statement("DROP INDEX " + SqlPrinter.printName(name));
      return;
    }
    String kind = cursor.accept("TABLE") ? "TABLE" : cursor.accept("VIEW") ? "VIEW" : "";
    if (kind.isEmpty()) {
      throw cursor.unexpected();
    }
    StringBuilder sql = new StringBuilder("DROP " + kind);
    sql.append(cursor.accept("IF", "EXISTS") ? " IF EXISTS" : "").append(' ');
    sql.append(cursor.relation());
    while (cursor.accept(',')) {
      sql.append(", ").append(cursor.relation());
    }
    out.statement(sql.toString());
  }

  private void rename(MysqlCursor cursor) {
    do {
      String old = cursor.relation();
      cursor.expect("TO");
      out.statement("ALTER TABLE " + old + " RENAME TO " + SqlPrinter.printName(cursor.name()));
    } while (cursor.accept(','));
  }
}
