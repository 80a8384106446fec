package dev.borealis.lint;

import dev.borealis.sql.Keyword;
import dev.borealis.sql.KeywordCategory;
import dev.borealis.sql.Lexer;
import dev.borealis.sql.TokenKind;
import java.util.Locale;

/**
 * {@code INSERT INTO t [(columns)] VALUES} with nothing but constants, of which dumps are full. No
 * rule finds anything in it, so it needs no tree.
 */
final class PlainInsert {
  private static final String VERB = "INSERT";

  private final String text;
  private final Lexer lexer;
  private TokenKind kind = TokenKind.OTHER;

  private PlainInsert(String text) {
    this.text = text;
    this.lexer = new Lexer(text);
  }

  /** True if the text is such a statement; false if it is another, or may be. */
  static boolean is(String text) {
    return text.regionMatches(true, 0, VERB, 0, VERB.length()) && new PlainInsert(text).read();
  }

  private void next() {
    do {
      kind = lexer.next();
    } while (kind == TokenKind.LINE_COMMENT || kind == TokenKind.BLOCK_COMMENT);
  }

  private boolean accept(TokenKind wanted) {
    if (kind != wanted) {
      return false;
    }
    next();
    return true;
  }

  private boolean accept(Keyword keyword) {
    if (lexer.keyword() != keyword) {
      return false;
    }
    next();
    return true;
  }

  private boolean read() {
    next();
    if (!accept(Keyword.INSERT) || !accept(Keyword.INTO) || !relation()) {
      return false;
    }
    if (kind == TokenKind.LEFT_PAREN && !columns()) {
      return false;
    }
    if (!accept(Keyword.VALUES)) {
      return false;
    }
    do {
      if (!row()) {
        return false;
      }
    } while (accept(TokenKind.COMMA));
    return kind == TokenKind.END;
  }

  private boolean relation() {
    do {
      if (isOfTheSystem() || !name()) {
        return false;
      }
    } while (accept(TokenKind.DOT));
    return true;
  }

  /** The system's tables are not to be written. */
  private boolean isOfTheSystem() {
    String name = text.substring(lexer.start(), lexer.end()).toLowerCase(Locale.ROOT);
    return name.contains("pg_") || name.contains("sys") || name.contains("information_schema");
  }

  private boolean name() {
    Keyword keyword = lexer.keyword();
    boolean named =
        kind == TokenKind.IDENT
            || (keyword != null && keyword.category() == KeywordCategory.UNRESERVED);
    next();
    return named;
  }

  private boolean columns() {
    next();
    do {
      if (!name()) {
        return false;
      }
    } while (accept(TokenKind.COMMA));
    return accept(TokenKind.RIGHT_PAREN);
  }

  private boolean row() {
    if (!accept(TokenKind.LEFT_PAREN)) {
      return false;
    }
    do {
      if (!value()) {
        return false;
      }
    } while (accept(TokenKind.COMMA));
    return accept(TokenKind.RIGHT_PAREN);
  }

  private boolean value() {
    if (accept(TokenKind.MINUS)) {
      return accept(TokenKind.ICONST) || accept(TokenKind.FCONST);
    }
    return accept(TokenKind.SCONST)
        || accept(TokenKind.ICONST)
        || accept(TokenKind.FCONST)
        || accept(Keyword.NULL)
        || accept(Keyword.TRUE)
        || accept(Keyword.FALSE)
        || accept(Keyword.DEFAULT);
  }
}
