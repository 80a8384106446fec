package dev.borealis.sql;

import java.util.ArrayList;
import java.util.List;

/** Splits texts of many statements. */
public final class Script {
  private Script() {}

  /** Splits the text of a simple query; see {@link #split(Tokens)}. */
  public static List<Statement> split(String text) {
    return split(Tokens.of(text));
  }

  /**
   * The statements that PostgreSQL's server sees in the text of a simple query, in order; empty
   * ones are left out, as the server leaves them out.
   *
   * <p>The server reads the whole text before it runs anything. If {@link Tokens#error()} is set,
   * it runs none of these statements; the last one then reaches to the end of the text.
   */
  public static List<Statement> split(Tokens tokens) {
    List<Statement> statements = new ArrayList<>();
    StatementNesting nesting = new StatementNesting();
    int first = 0;
    for (int i = 0; i < tokens.size(); i++) {
      if (nesting.endsWith(tokens.kind(i), tokens.keyword(i))) {
        if (i > first) {
          statements.add(new Statement(tokens.start(first), tokens.end(i - 1), first, i));
        }
        first = i + 1;
      }
    }
    int last = tokens.size();
    if (tokens.kind(last) == TokenKind.ERROR) {
      statements.add(new Statement(tokens.start(first), tokens.text().length(), first, last));
    } else if (last > first) {
      statements.add(new Statement(tokens.start(first), tokens.end(last - 1), first, last));
    }
    return List.copyOf(statements);
  }

  /**
   * The pieces of a script file as psql reads it, in the script's order. Blanks, comments,
   * terminators and {@code \.} lines lie between them. psql does not judge statements, neither does
   * this.
   *
   * <p>A backslash outside quotes begins a meta-command wherever it stands. After {@code COPY ...
   * FROM STDIN} and {@code \copy ... from stdin} the data begins on the next line; a statement that
   * begins on the rest of that line must end on it. Variables ({@code :name}) are not replaced and
   * {@code \if} is not evaluated.
   */
  public static List<ScriptPiece> pieces(String script) {
    List<ScriptPiece> pieces = new ArrayList<>();
    ScriptReader reader = new ScriptReader(script);
    for (ScriptPiece piece = reader.next(); piece != null; piece = reader.next()) {
      pieces.add(piece);
    }
    return List.copyOf(pieces);
  }

  /**
   * Whether a line of data is the {@code \.} that ends them.
   *
   * @param line where the line begins in the text
   * @param lineEnd where its line feed stands, or the text ends; a carriage return before that is
   *     part of the line's end
   */
  public static boolean isDataEnd(CharSequence text, int line, int lineEnd) {
    int length = lineEnd - line;
    return length >= 2
        && text.charAt(line) == '\\'
        && text.charAt(line + 1) == '.'
        && (length == 2 || (length == 3 && text.charAt(line + 2) == '\r'));
  }
}
