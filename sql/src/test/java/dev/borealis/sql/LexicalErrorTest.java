package dev.borealis.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row is an answer of PostgreSQL 16.15. */
class LexicalErrorTest {
  private static final String NUMBER_JUNK = "trailing junk after numeric literal at or near ";
  private static final String ESCAPE_HINT = "Unicode escapes must be \\uXXXX or \\UXXXXXXXX.";
  private static final String UNICODE_HINT = "Unicode escapes must be \\XXXX or \\+XXXXXX.";
  private static final String PAIR = "invalid Unicode surrogate pair";
  private static final String NO_STRING = "UESCAPE must be followed by a simple string literal";
  private static final String NOT_ESCAPE = "invalid Unicode escape character at or near ";

  @ParameterizedTest
  @MethodSource({"unterminated", "numbers", "escapes", "unicodeEscapes"})
  void isWordedAsPostgresWordsIt(
      String text, String sqlState, String message, String hint, int position) {
    SqlError error = error(text);
    assertThat(error.sqlState()).isEqualTo(sqlState);
    assertThat(error.message()).isEqualTo(message);
    assertThat(error.hint()).isEqualTo(hint.isEmpty() ? null : hint);
    assertThat(error.position()).isEqualTo(position);
  }

  static List<Arguments> unterminated() {
    return List.of(
        row("select 'abc", "unterminated quoted string at or near \"'abc\"", 8),
        row("select 'a'\n'b", "unterminated quoted string at or near \"'a'\n'b\"", 8),
        row("select E'a\\", "unterminated quoted string at or near \"E'a\\\"", 8),
        row("select U&\"abc", "unterminated quoted identifier at or near \"U&\"abc\"", 8),
        row("select \"abc", "unterminated quoted identifier at or near \"\"abc\"", 8),
        row("select b'01", "unterminated bit string literal at or near \"b'01\"", 8),
        row("select x'1f", "unterminated hexadecimal string literal at or near \"x'1f\"", 8),
        row("select $a$ foo", "unterminated dollar-quoted string at or near \"$a$ foo\"", 8),
        row("select 1 /* abc", "unterminated /* comment at or near \"/* abc\"", 10),
        row("select 1 /* /* */", "unterminated /* comment at or near \"/* /* */\"", 10),
        row("select 'é😀' /* x", "unterminated /* comment at or near \"/* x\"", 13),
        row("select \"\"", "zero-length delimited identifier at or near \"\"\"\"", 8),
        row("select U&\"\"", "zero-length delimited identifier at or near \"U&\"\"\"", 8));
  }

  static List<Arguments> numbers() {
    String tooLong = "~".repeat(64);
    return List.of(
        row("select " + tooLong + " 1", "operator too long at or near \"" + tooLong + "\"", 8),
        row("select $1a", "trailing junk after parameter at or near \"$1a\"", 8),
        row("select $1_0", "trailing junk after parameter at or near \"$1_0\"", 8),
        row("select 123abc", NUMBER_JUNK + "\"123abc\"", 8),
        row("select 123é", NUMBER_JUNK + "\"123é\"", 8),
        row("select 1__0", NUMBER_JUNK + "\"1__0\"", 8),
        row("select 1_.5", NUMBER_JUNK + "\"1_\"", 8),
        row("select 1._5", NUMBER_JUNK + "\"1._5\"", 8),
        row("select 1_0$a$", NUMBER_JUNK + "\"1_0$a$\"", 8),
        row("select 1e", NUMBER_JUNK + "\"1e\"", 8),
        row("select 1e+x", NUMBER_JUNK + "\"1e+\"", 8),
        row("select 1e5x", NUMBER_JUNK + "\"1e5x\"", 8),
        row("select 1e5$", NUMBER_JUNK + "\"1e5$\"", 8),
        row("select 1.e", NUMBER_JUNK + "\"1.e\"", 8),
        row("select .5a", NUMBER_JUNK + "\".5a\"", 8),
        row("select 0x", "invalid hexadecimal integer at or near \"0x\"", 8),
        row("select 0x_", "invalid hexadecimal integer at or near \"0x_\"", 8),
        row("select 0o", "invalid octal integer at or near \"0o\"", 8),
        row("select 0b_", "invalid binary integer at or near \"0b_\"", 8),
        row("select 0xg", NUMBER_JUNK + "\"0xg\"", 8),
        row("select 0xff_", NUMBER_JUNK + "\"0xff_\"", 8),
        row("select 0b12", NUMBER_JUNK + "\"0b12\"", 8),
        row("select 0x__1", NUMBER_JUNK + "\"0x__1\"", 8));
  }

  static List<Arguments> escapes() {
    return List.of(
        row("select E'\\ud83d'", PAIR + " at or near \"'\"", 16),
        row("select E'\\ud83d", PAIR + " at end of input", 16),
        row("select E'\\ud83d\\u0041'", PAIR + " at or near \"\\u0041\"", 16),
        row("select E'\\ud83d\n'", PAIR + " at or near \"\n\"", 16),
        row("select E'é\\udc00'", PAIR + " at or near \"\\udc00\"", 11),
        row("select E'\\u0000'", "invalid Unicode escape value at or near \"\\u0000\"", 10),
        row("select E'\\U00110000'", "invalid Unicode escape value at or near \"\\U00110000\"", 10),
        Arguments.of("select E'\\u00'", "22025", "invalid Unicode escape", ESCAPE_HINT, 10),
        Arguments.of("select E'\\U0011000'", "22025", "invalid Unicode escape", ESCAPE_HINT, 10),
        bytes("select E'\\000'", "0x00"),
        bytes("select E'é\\xff'", "0xff"),
        bytes("select E'\\xe2\\x82'", "0xe2 0x82"),
        bytes("select E'\\xc3é'", "0xc3 0xc3"),
        bytes("select E'\\xed\\xa0\\x80'", "0xed 0xa0 0x80"));
  }

  static List<Arguments> unicodeEscapes() {
    return List.of(
        Arguments.of("select U&'\\00'", "42601", "invalid Unicode escape", UNICODE_HINT, 11),
        Arguments.of("select U&'é''\\00'", "42601", "invalid Unicode escape", UNICODE_HINT, 13),
        Arguments.of(
            "select U&'\\0041\n\\00'", "42601", "invalid Unicode escape", UNICODE_HINT, 17),
        bytes("select U&'''é\\00'", "0xc3"),
        row("select U&'\\0000'", "invalid Unicode escape value", 11),
        row("select U&'\\+110000'", "invalid Unicode escape value", 11),
        row("select U&'\\d83d'", PAIR, 16),
        row("select U&'\\de00'", PAIR, 11),
        row("select U&'!0041' uescape '+'", NOT_ESCAPE + "\"'+'\"", 26),
        row("select U&'!0041' uescape '!!'", NOT_ESCAPE + "\"'!!'\"", 26),
        row("select U&'!0041' uescape ''", NOT_ESCAPE + "\"''\"", 26),
        row("select U&'!0041' uescape x", NO_STRING + " at or near \"x\"", 26),
        row("select U&'!0041' uescape U&'!'", NO_STRING + " at or near \"U&'!'\"", 26),
        row("select U&'!0041' uescape", NO_STRING + " at end of input", 25),
        row("select U&'\\00' 'abc", "unterminated quoted string at or near \"'abc\"", 16));
  }

  @Test
  void keepsTokensBeforeTheError() {
    Tokens tokens = Tokens.of("select 1, 'x");
    assertThat(tokens.size()).isEqualTo(3);
    assertThat(tokens.kind(3)).isEqualTo(TokenKind.ERROR);
    assertThat(tokens.error()).extracting(SqlError::offset).isEqualTo(10);
  }

  @Test
  void countsPositionsInCharactersAndOffsetsInUtf16Units() {
    SqlError error = error("'😀' 'x");
    assertThat(error.offset()).isEqualTo(5);
    assertThat(error.position()).isEqualTo(5);
  }

  private static SqlError error(String text) {
    return Objects.requireNonNull(Tokens.of(text).error());
  }

  private static Arguments row(String text, String message, int position) {
    return Arguments.of(text, "42601", message, "", position);
  }

  private static Arguments bytes(String text, String bytes) {
    return Arguments.of(
        text, "22021", "invalid byte sequence for encoding \"UTF8\": " + bytes, "", 0);
  }
}
