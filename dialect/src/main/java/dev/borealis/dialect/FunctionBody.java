package dev.borealis.dialect;

import dev.borealis.sql.SqlError;
import dev.borealis.sql.SqlParseException;
import dev.borealis.sql.SqlParser;
import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TypeStmt.CreateFunctionStmt;
import dev.borealis.sql.tree.Value.NameListValue;
import dev.borealis.sql.tree.Value.StringValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a function, given as a string constant.
 *
 * @param text the body itself
 * @param constant where the constant stands in the text around
 * @param offset where the body's first character stands in the text around, -1 if the constant does
 *     not hold the body as it is, because of escapes
 */
record FunctionBody(String text, Span constant, int offset) {
  /** What became of reading a body. */
  sealed interface Read {
    /** Its statements. */
    record Statements(List<Stmt> statements) implements Read {}

    /** It is no SQL. */
    record Failed(SqlError error) implements Read {}
  }

  /** The body of a SQL function, or null if it has none in a string. */
  static @Nullable FunctionBody of(CreateFunctionStmt create, String around) {
    FunctionBody body = null;
    boolean sql = false;
    for (DefElem option : create.options()) {
      if (option.defname().equals("language")) {
        sql = option.arg() instanceof StringValue(String language, _) && language.equals("sql");
      } else if (option.defname().equals("as")
          && option.arg() instanceof NameListValue(List<String> names, Span constant)
          && names.size() == 1) {
        body = of(names.getFirst(), constant, around);
      }
    }
    return sql ? body : null;
  }

  private static FunctionBody of(String body, Span constant, String around) {
    String written = constant.of(around);
    int prefix = written.startsWith("$") ? written.indexOf('$', 1) + 1 : 1;
    boolean verbatim = written.startsWith(body, prefix);
    return new FunctionBody(body, constant, verbatim ? constant.start() + prefix : -1);
  }

  boolean isVerbatim() {
    return offset >= 0;
  }

  /** A place in the body as a place in the text around: the whole constant if it has escapes. */
  Span place(Span span) {
    return isVerbatim() ? new Span(offset + span.start(), offset + span.end()) : constant;
  }

  /** The place of what is wrong with the body. */
  Span place(SqlError error) {
    int start = error.offset();
    return start < 0 ? constant : place(new Span(start, Math.min(start + 1, text.length())));
  }

  Read read() {
    try {
      return new Read.Statements(SqlParser.parse(text));
    } catch (SqlParseException e) {
      return new Read.Failed(e.error());
    }
  }

  /** Another body as a string constant. */
  static String quoted(String body) {
    return "'" + body.replace("'", "''") + "'";
  }
}
