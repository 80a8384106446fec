package dev.borealis.dialect;

import dev.borealis.sql.SqlError;
import dev.borealis.sql.SqlParseException;
import dev.borealis.sql.SqlParser;
import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TypeStmt.CreateFunctionStmt;
import dev.borealis.sql.tree.Value.NameListValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a function, given as a string constant.
 *
 * @param text the body itself
 * @param literal where the constant stands in the source
 * @param offset where the body's first character stands in the source, -1 if the constant does not
 *     hold the body as it is, because of escapes
 * @param depth how many bodies it stands in, itself included
 */
record FunctionBody(String text, Span literal, int offset, int depth) {
  /** A body within a body is legal, but every level costs another reading of what is left. */
  private static final int MAX_DEPTH = 8;

  /** What became of reading a body. */
  sealed interface Read {
    /** Its statements. */
    record Statements(List<Stmt> statements) implements Read {}

    /** It is no SQL. */
    record Failed(SqlError error) implements Read {}
  }

  /** The body of a function, or null if it has none in a string. */
  static @Nullable FunctionBody of(
      CreateFunctionStmt create, String source, @Nullable FunctionBody outer) {
    for (DefElem option : create.options()) {
      if (option.defname().equals("as")
          && option.arg() instanceof NameListValue(List<String> names, Span span)
          && names.size() == 1) {
        return of(names.getFirst(), span, source, outer);
      }
    }
    return null;
  }

  private static FunctionBody of(
      String body, Span span, String source, @Nullable FunctionBody outer) {
    String written = span.of(source);
    int prefix = written.startsWith("$") ? written.indexOf('$', 1) + 1 : 1;
    boolean verbatim = written.startsWith(body, prefix);
    if (outer == null) {
      return new FunctionBody(body, span, verbatim ? span.start() + prefix : -1, 1);
    }
    boolean inner = verbatim && outer.isVerbatim();
    return new FunctionBody(
        body,
        outer.place(span),
        inner ? outer.offset + span.start() + prefix : -1,
        outer.depth + 1);
  }

  boolean isVerbatim() {
    return offset >= 0;
  }

  boolean isTooDeep() {
    return depth > MAX_DEPTH;
  }

  /** A place in the body as a place in the source: the whole constant if it holds escapes. */
  Span place(Span span) {
    return isVerbatim() ? new Span(offset + span.start(), offset + span.end()) : literal;
  }

  Read read() {
    try {
      return new Read.Statements(SqlParser.parse(text));
    } catch (SqlParseException e) {
      return new Read.Failed(e.error());
    }
  }
}
