package dev.borealis.lint;

import dev.borealis.sql.Keyword;
import dev.borealis.sql.SqlParser;
import dev.borealis.sql.TokenKind;
import dev.borealis.sql.Tokens;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.Stmt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement as text, tokens and tree. Places count from the beginning of its text. */
record StatementText(String text, Tokens tokens, Stmt tree) {

  /**
   * Reads a statement; null if the text holds none.
   *
   * @throws dev.borealis.sql.SqlParseException if it is not SQL
   */
  static @Nullable StatementText read(String text) {
    Tokens tokens = Tokens.of(text);
    List<Stmt> statements = SqlParser.parse(tokens);
    return statements.isEmpty() ? null : new StatementText(text, tokens, statements.getFirst());
  }

  /** The first token that begins at an offset or behind it. */
  int tokenAt(int offset) {
    int low = 0;
    int high = tokens.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (tokens.start(middle) < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The first token of a node. */
  int first(Span span) {
    return tokenAt(span.start());
  }

  /** The token after a node. */
  int end(Span span) {
    return tokenAt(span.end());
  }

  boolean is(int token, Keyword keyword) {
    return token >= 0 && token < tokens.size() && tokens.keyword(token) == keyword;
  }

  boolean is(int token, TokenKind kind) {
    return token >= 0 && token < tokens.size() && tokens.kind(token) == kind;
  }

  /** The parenthesis that closes the one at a token; the last token if none does. */
  int closing(int open) {
    int depth = 0;
    for (int i = open; i < tokens.size(); i++) {
      if (tokens.kind(i) == TokenKind.LEFT_PAREN) {
        depth++;
      } else if (tokens.kind(i) == TokenKind.RIGHT_PAREN && --depth == 0) {
        return i;
      }
    }
    return tokens.size() - 1;
  }

  /** The first of tokens [from, to), outside of parentheses, that is a key word; -1 if none is. */
  int find(int from, int to, Keyword keyword) {
    for (int i = from; i < to; i++) {
      if (tokens.kind(i) == TokenKind.LEFT_PAREN) {
        i = closing(i);
      } else if (tokens.keyword(i) == keyword) {
        return i;
      }
    }
    return -1;
  }

  /** The token after a name, which may be qualified. */
  int afterName(int first) {
    int end = first + 1;
    while (is(end, TokenKind.DOT)) {
      end += 2;
    }
    return end;
  }

  /** The text of tokens [from, to) as written. */
  String of(int from, int to) {
    return to <= from ? "" : text.substring(tokens.start(from), tokens.end(to - 1));
  }

  /** True if the statement's key words are in lower case. */
  boolean isLowerCase() {
    return Character.isLowerCase(text.codePointAt(tokens.start(0)));
  }
}
