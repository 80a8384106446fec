package dev.borealis.gateway;

import dev.borealis.sql.Keyword;
import dev.borealis.sql.TokenKind;
import dev.borealis.sql.Tokens;
import org.jspecify.annotations.Nullable;

/** Finds what a SET, RESET or SHOW speaks of. */
final class SettingStatement {
  private SettingStatement() {}

  /**
   * The token that is the setting's name or its first part; -1 if the statement uses one of the
   * forms with words of their own, such as SET TIME ZONE.
   */
  static int nameToken(Tokens tokens, int first, int end) {
    int name = first + 1;
    if (tokens.keyword(first) == Keyword.SET && name < end && isScope(tokens.keyword(name))) {
      name++;
    }
    if (name >= end || hasWordsOfItsOwn(tokens, first, name, end)) {
      return -1;
    }
    TokenKind kind = tokens.kind(name);
    return kind == TokenKind.IDENT || kind == TokenKind.KEYWORD ? name : -1;
  }

  /** The whole name, with the second part if there is one. */
  static String name(Tokens tokens, int nameToken, int end) {
    String name = tokens.value(nameToken);
    return nameToken + 2 < end && tokens.kind(nameToken + 1) == TokenKind.DOT
        ? name + "." + tokens.value(nameToken + 2)
        : name;
  }

  private static boolean isScope(@Nullable Keyword keyword) {
    return keyword == Keyword.SESSION || keyword == Keyword.LOCAL;
  }

  private static boolean hasWordsOfItsOwn(Tokens tokens, int first, int name, int end) {
    Keyword word = tokens.keyword(name);
    if (word == null || name + 1 >= end) {
      return false;
    }
    boolean assigned =
        tokens.kind(name + 1) == TokenKind.EQUALS
            || tokens.keyword(name + 1) == Keyword.TO
            || tokens.kind(name + 1) == TokenKind.DOT;
    if (assigned) {
      return false;
    }
    return switch (word) {
      case TIME,
          TRANSACTION,
          CHARACTERISTICS,
          AUTHORIZATION,
          CONSTRAINTS,
          NAMES,
          SCHEMA,
          ROLE,
          CATALOG,
          XML ->
          true;
      default -> tokens.keyword(first) == Keyword.SET && word == Keyword.SESSION;
    };
  }
}
