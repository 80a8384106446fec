package dev.borealis.gateway;

import dev.borealis.sql.Quoted;
import dev.borealis.sql.SqlParseException;
import dev.borealis.sql.SqlParser;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TableRef.RangeVar;
import dev.borealis.wire.Report;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A conflict that is made to happen, so that a test sees its application try again: of the commits
 * of transactions that wrote to a table, every n-th fails.
 */
final class ConflictFault {
  /** The name, a space, the number, and the code if it is another one. */
  private static final Pattern TEXT =
      Pattern.compile(
          "\\s*(\\S.*?)\\s+every\\s+([1-9][0-9]{0,8})(?:\\s+code\\s+(OC00[01]))?\\s*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** The service's codes of conflicts. */
  enum Code {
    /** Rows that another transaction has changed. */
    OC000,
    /** A schema that another transaction has changed. */
    OC001;

    Report report() {
      return switch (this) {
        case OC000 -> ErrorReports.rowConflict();
        case OC001 -> ErrorReports.schemaConflict();
      };
    }
  }

  private final String table;
  private final int every;
  private final Code code;
  private final AtomicLong commits = new AtomicLong();

  /**
   * @param table its name as in SQL, one character per byte
   * @param every 1 or more
   */
  ConflictFault(String table, int every, Code code) {
    this.table = table;
    this.every = every;
    this.code = code;
  }

  /**
   * Reads what a setting says: {@code TABLE every N [code OC000|OC001]}.
   *
   * @param text one character per byte
   * @return null if it says something else
   */
  static @Nullable ConflictFault parse(String text) {
    Matcher parts = TEXT.matcher(text);
    String table = parts.matches() ? tableName(parts.group(1)) : null;
    if (table == null) {
      return null;
    }
    String code = parts.group(3);
    return new ConflictFault(
        table,
        Integer.parseInt(parts.group(2)),
        code == null ? Code.OC000 : Code.valueOf(code.toUpperCase(Locale.ROOT)));
  }

  private static @Nullable String tableName(String text) {
    try {
      List<Stmt> trees = SqlParser.parse("TABLE " + text);
      return trees.size() == 1
              && trees.getFirst() instanceof SelectStmt select
              && select.fromClause().size() == 1
              && select.fromClause().getFirst() instanceof RangeVar table
              && table.span().end() == "TABLE ".length() + text.length()
          ? sqlName(table)
          : null;
    } catch (SqlParseException e) {
      return null;
    }
  }

  /** A relation's name as in SQL. */
  static String sqlName(RangeVar relation) {
    String schema = relation.schemaname();
    String name = Quoted.name(relation.relname());
    return schema == null ? name : Quoted.name(schema) + "." + name;
  }

  /** The table's name as in SQL, one character per byte. */
  String table() {
    return table;
  }

  /** A transaction that wrote to the table commits: why it must not, or null. */
  @Nullable Report atCommit() {
    return commits.incrementAndGet() % every == 0 ? code.report() : null;
  }
}
