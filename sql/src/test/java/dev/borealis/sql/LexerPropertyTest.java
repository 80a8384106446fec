package dev.borealis.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class LexerPropertyTest {
  /** Looks at a character that no honest text needs more of; a quadratic lexer needs thousands. */
  private static final int READS_PER_CHARACTER = 30;

  private static final List<String> FRAGMENTS =
      List.of(
          "'",
          "''",
          "\"",
          "$",
          "$$",
          "$a$",
          "$a",
          "a",
          "e",
          "E'",
          "U&'",
          "U&\"",
          "u&",
          "x'",
          "b'",
          "N'",
          "\\",
          "\\\\",
          "\\u",
          "\\u0041",
          "\\ud83d",
          "\\ude00",
          "\\0041",
          "\\+000041",
          "\\x",
          "\\xc3",
          "\\xa9",
          "\\0",
          "0",
          "17",
          "0x",
          "0b",
          "_",
          "1_0",
          ".",
          "..",
          "e5",
          "e+",
          "+",
          "-",
          "--",
          "/*",
          "*/",
          "*",
          "/",
          "<",
          ">",
          "=",
          "!",
          "@",
          ":",
          "::",
          ";",
          ",",
          "(",
          ")",
          "[",
          "\n",
          "\r",
          "\t",
          " ",
          "\u000b",
          "\u0000",
          "é",
          "😀",
          "\ud83d",
          "uescape",
          "'!'",
          "\\;",
          "\\g",
          "\\r",
          "\\echo ",
          "\\copy t from stdin",
          "copy t from stdin;",
          "\\.",
          "\n\\.\n",
          "create function ",
          "begin ",
          "atomic ",
          "case ",
          "end ");

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.of(FRAGMENTS).list().ofMaxSize(40).map(parts -> String.join("", parts)),
        Arbitraries.strings().ofMaxLength(60));
  }

  @Property(tries = 5000)
  void tokensAndBlanksTileTheText(@ForAll("texts") String text) {
    Lexer lexer = new Lexer(text);
    int at = 0;
    while (lexer.next() != TokenKind.END) {
      assertThat(lexer.start()).isGreaterThanOrEqualTo(at);
      assertThat(lexer.end()).isGreaterThan(lexer.start());
      assertThat(text.substring(at, lexer.start())).matches("[ \t\n\r\f]*");
      at = lexer.end();
    }
    assertThat(text.substring(at)).matches("[ \t\n\r\f]*");
    assertThat(lexer.start()).isEqualTo(text.length());
  }

  @Property(tries = 5000)
  void everyTokenHasValueAndEveryErrorHasWords(@ForAll("texts") String text) {
    Tokens tokens = Tokens.of(text);
    for (int i = 0; i < tokens.size(); i++) {
      assertThat(tokens.value(i)).isNotNull();
      assertThat(tokens.kind(i)).isNotIn(TokenKind.ERROR, TokenKind.END);
    }
    boolean refused = tokens.kind(tokens.size()) == TokenKind.ERROR;
    SqlError error = tokens.error();
    assertThat(error != null).isEqualTo(refused);
    if (error != null) {
      assertThat(error.message()).isNotBlank();
      assertThat(error.position()).isBetween(0, text.length() + 1);
    }
  }

  @Property(tries = 5000)
  void statementsCoverTheTextButForBlanksCommentsAndSemicolons(@ForAll("texts") String text) {
    Tokens tokens = Tokens.of(text);
    int at = 0;
    for (Statement statement : Script.split(tokens)) {
      assertGap(text, at, statement.start());
      assertThat(statement.end()).isGreaterThan(statement.start());
      at = statement.end();
    }
    assertGap(text, at, text.length());
  }

  private static void assertGap(String text, int from, int to) {
    Lexer gap = new Lexer(text, from, to);
    while (gap.next() != TokenKind.END) {
      assertThat(gap.kind())
          .isIn(TokenKind.SEMICOLON, TokenKind.LINE_COMMENT, TokenKind.BLOCK_COMMENT);
    }
  }

  @Property(tries = 5000)
  void piecesCoverTheScriptButForBlanksCommentsAndTerminators(@ForAll("texts") String script) {
    int at = 0;
    for (ScriptPiece piece : Script.pieces(script)) {
      assertThat(piece.start()).isGreaterThanOrEqualTo(at);
      assertScriptGap(script, at, piece.start());
      at = piece.end();
    }
    assertScriptGap(script, at, script.length());
  }

  private static void assertScriptGap(String script, int from, int to) {
    Lexer gap = new Lexer(script, from, to);
    while (gap.next() != TokenKind.END) {
      if (gap.kind() == TokenKind.LINE_COMMENT || gap.kind() == TokenKind.BLOCK_COMMENT) {
        continue;
      }
      assertThat(script.charAt(gap.start())).isIn(';', '\\', '.', ':');
    }
  }

  @Property(tries = 500)
  void readsEachCharacterBoundedlyOften(
      @ForAll("texts") String unit, @ForAll @IntRange(min = 1, max = 3) int size) {
    String text = unit.repeat(size * 1000 / Math.max(1, unit.length()) + 1);
    assertThat(readsOfLexer(text)).isLessThanOrEqualTo(bound(text));
    assertThat(readsOfScript(text)).isLessThanOrEqualTo(bound(text));
  }

  @Property(tries = 1)
  void readsEachCharacterBoundedlyOftenInHostileTexts() {
    for (String unit : FRAGMENTS) {
      for (String tail : List.of("", " ", "\n", "'", "+", "U&'\\00' ", " -- \n", "\\")) {
        String text = (unit + tail).repeat(5000);
        assertThat(readsOfLexer(text)).as(unit + tail).isLessThanOrEqualTo(bound(text));
        assertThat(readsOfScript(text)).as(unit + tail).isLessThanOrEqualTo(bound(text));
      }
    }
  }

  private static long bound(String text) {
    return (long) READS_PER_CHARACTER * (text.length() + 1);
  }

  private static long readsOfLexer(String text) {
    CountedText counted = new CountedText(text);
    Lexer lexer = new Lexer(counted);
    while (lexer.next() != TokenKind.END) {
      assertThat(counted.reads()).isLessThanOrEqualTo(bound(text));
    }
    return counted.reads();
  }

  private static long readsOfScript(String text) {
    CountedText counted = new CountedText(text);
    ScriptReader reader = new ScriptReader(counted);
    while (reader.next() != null) {
      assertThat(counted.reads()).isLessThanOrEqualTo(bound(text));
    }
    return counted.reads();
  }
}
