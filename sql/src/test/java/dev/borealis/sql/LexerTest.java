package dev.borealis.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LexerTest {

  @ParameterizedTest
  @MethodSource("texts")
  void readsTokensAsPostgresDoes(String text, String tokens) {
    assertThat(describe(Tokens.of(text))).isEqualTo(tokens);
  }

  static List<Arguments> texts() {
    return List.of(
        // Identifiers and key words.
        row("Select FOO_1$ été ÀB", "KEYWORD(select) IDENT(foo_1$) IDENT(été) IDENT(Àb)"),
        row("select\u00a01", "IDENT(select\u00a01)"),
        row("\"A \"\"b\"\"\"", "IDENT(A \"b\")"),
        row("u&1 U & \"x\"", "IDENT(u) OP(&) ICONST(1) IDENT(u) OP(&) IDENT(x)"),
        row("U&\"d\\0061t\\+000061\"", "IDENT(data)"),
        row("U&\"d!0061\" /* c */ uescape -- d\n '!' x", "IDENT(da) IDENT(x)"),
        row("a".repeat(70), "IDENT(" + "a".repeat(63) + ")"),
        row("\"" + "a".repeat(61) + "éé\"", "IDENT(" + "a".repeat(61) + "é)"),
        row("\"" + "a".repeat(60) + "😀b\"", "IDENT(" + "a".repeat(60) + ")"),
        row("\"" + "a".repeat(59) + "😀b\"", "IDENT(" + "a".repeat(59) + "😀)"),
        // Strings.
        row("'a''b\\' 'c'", "SCONST(a'b\\) SCONST(c)"),
        row("'a'\n'b' 'c'", "SCONST(ab) SCONST(c)"),
        row("'a' -- x\r -- y\n\t'b'", "SCONST(ab)"),
        row("'a'\n/* x */'b'", "SCONST(a) SCONST(b)"),
        row("'a' - 1", "SCONST(a) MINUS(-) ICONST(1)"),
        row("E'\\b\\f\\n\\r\\t\\v\\\\\\''", "SCONST(\b\f\n\r\tv\\')"),
        row("e'\\1\\18\\1234\\x\\xg\\x41'", "SCONST(\u0001\u00018S4xxgA)"),
        row("E'\\xc3\\xa9\\303\\251é'", "SCONST(ééé)"),
        row("E'\\u00e9\\U0001F600\\ud83d\\ude00'", "SCONST(é😀😀)"),
        row("E'a\\n''b'\n'\\n'", "SCONST(a\n'b\n)"),
        row("E'\\😀'", "SCONST(😀)"),
        row("U&'\\0041\\\\''\\d83d\\de00'", "SCONST(A\\'😀)"),
        row("U&'\\0041'\n'\\0042'", "SCONST(AB)"),
        row("u&'!0041!!' UESCAPE '!'", "SCONST(A!)"),
        row("U&'!0041' uescape $$!$$", "SCONST(A)"),
        row("U&'!0041' uescapex", "SCONST(!0041) IDENT(uescapex)"),
        row("N'a'", "KEYWORD(nchar) SCONST(a)"),
        row("B'01' x'1F'\n'0'", "BCONST(01) XCONST(1F0)"),
        row("b'0''1'", "BCONST(0) SCONST(1)"),
        row("$$a'$b$$", "SCONST(a'$b)"),
        row("$a$ $b$ $a $a$", "SCONST( $b$ $a )"),
        row("$é1$x$é1$", "SCONST(x)"),
        row("$a b", "OTHER($) IDENT(a) IDENT(b)"),
        row("a$b$c", "IDENT(a$b$c)"),
        // Numbers and parameters.
        row("0 2147483647 2147483648", "ICONST(0) ICONST(2147483647) FCONST(2147483648)"),
        row("1_000 0x_1F 0o17 0b1_1", "ICONST(1_000) ICONST(0x_1F) ICONST(0o17) ICONST(0b1_1)"),
        row("0xFFFFFFFF", "FCONST(0xFFFFFFFF)"),
        row(
            "1. .5 1.5e3 1e-1_0 1.e5",
            "FCONST(1.) FCONST(.5) FCONST(1.5e3) FCONST(1e-1_0) FCONST(1.e5)"),
        row("1..2 1.5.3", "ICONST(1) DOT_DOT(..) ICONST(2) FCONST(1.5) FCONST(.3)"),
        row("1$1 $2", "ICONST(1) PARAM($1) PARAM($2)"),
        row("0x1.5", "ICONST(0x1) FCONST(.5)"),
        // Operators.
        row(
            ":: .. := => <= >= <> !=",
            "TYPECAST(::) DOT_DOT(..) COLON_EQUALS(:=) EQUALS_GREATER(=>) LESS_EQUALS(<=)"
                + " GREATER_EQUALS(>=) NOT_EQUALS(<>) NOT_EQUALS(<>)"),
        row("a:b", "IDENT(a) COLON(:) IDENT(b)"),
        row("+++1", "PLUS(+) PLUS(+) PLUS(+) ICONST(1)"),
        row(
            "=-1 <<-+ @-+ <@-",
            "EQUALS(=) MINUS(-) ICONST(1) OP(<<) MINUS(-) PLUS(+) OP(@-+) OP(<@-)"),
        row("*/*c*/ -> ->> /-- x", "STAR(*) OP(->) OP(->>) SLASH(/)"),
        row(
            "=>-1 <=-1",
            "EQUALS_GREATER(=>) MINUS(-) ICONST(1) LESS_EQUALS(<=) MINUS(-) ICONST(1)"),
        row("@@-/*+*/1", "OP(@@-) ICONST(1)"),
        row(
            ",()[].;:+-*/%^<>=",
            "COMMA(,) LEFT_PAREN(() RIGHT_PAREN()) LEFT_BRACKET([) RIGHT_BRACKET(]) DOT(.)"
                + " SEMICOLON(;) COLON(:) OP(+-*/%^<>=)"),
        row("~ ! @ # & | ` ?", "OP(~) OP(!) OP(@) OP(#) OP(&) OP(|) OP(`) OP(?)"),
        row("\\ { }\u000b", "OTHER(\\) OTHER({) OTHER(}) OTHER(\u000b)"),
        // Comments and blanks.
        row("a--b\nc--d", "IDENT(a) IDENT(c)"),
        row("/* a /* b */ **/ 1 /**/", "ICONST(1)"),
        row(" \t\f\r\n", ""),
        row("", ""));
  }

  @Test
  void tellsWhereTokensStandInUtf16Units() {
    Tokens tokens = Tokens.of("'😀' /* é */ x");
    assertThat(tokens.size()).isEqualTo(2);
    assertThat(tokens.start(0)).isZero();
    assertThat(tokens.end(0)).isEqualTo(4);
    assertThat(tokens.text(1)).isEqualTo("x");
    assertThat(tokens.start(1)).isEqualTo(13);
    assertThat(tokens.kind(2)).isEqualTo(TokenKind.END);
    assertThat(tokens.start(2)).isEqualTo(14);
  }

  @Test
  void spansUnicodeStringUpToItsEscapeCharacter() {
    Tokens tokens = Tokens.of("U&'!0041' UESCAPE '!' x");
    assertThat(tokens.text(0)).isEqualTo("U&'!0041' UESCAPE '!'");
  }

  @Test
  void givesNumbersOfIntegersAndParameters() {
    Tokens tokens =
        Tokens.of("1_0 0x7fffffff 0o17 0b101 0010 $7 $4294967297 $99999999999999999999 x");
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      numbers.add(tokens.number(i));
    }
    assertThat(numbers).containsExactly(10, 2147483647, 15, 5, 10, 7, 1, -1);
    assertThatThrownBy(() -> tokens.number(8)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void yieldsCommentsWhenPulled() {
    Lexer lexer = new Lexer("a -- b\n/* c */");
    assertThat(lexer.next()).isEqualTo(TokenKind.IDENT);
    assertThat(lexer.next()).isEqualTo(TokenKind.LINE_COMMENT);
    assertThat(lexer.start()).isEqualTo(2);
    assertThat(lexer.end()).isEqualTo(6);
    assertThat(lexer.next()).isEqualTo(TokenKind.BLOCK_COMMENT);
    assertThat(lexer.next()).isEqualTo(TokenKind.END);
    assertThat(lexer.next()).isEqualTo(TokenKind.END);
  }

  @Test
  void goesOnAfterRefusedToken() {
    Lexer lexer = new Lexer("1a E'\\u1' b");
    assertThat(lexer.next()).isEqualTo(TokenKind.ERROR);
    assertThat(lexer.error()).isNotNull();
    assertThat(lexer.next()).isEqualTo(TokenKind.ERROR);
    assertThat(lexer.next()).isEqualTo(TokenKind.IDENT);
    assertThat(lexer.error()).isNull();
  }

  @Test
  void readsOnlyItsRange() {
    Lexer lexer = new Lexer("abc 'd' --", 1, 6);
    assertThat(lexer.next()).isEqualTo(TokenKind.IDENT);
    assertThat(lexer.start()).isEqualTo(1);
    assertThat(lexer.next()).isEqualTo(TokenKind.ERROR);
    assertThat(lexer.end()).isEqualTo(6);
    assertThatThrownBy(() -> new Lexer("abc", 2, 4)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static Arguments row(String text, String tokens) {
    return Arguments.of(text, tokens);
  }

  private static String describe(Tokens tokens) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      words.add(tokens.kind(i) + "(" + tokens.value(i) + ")");
    }
    return String.join(" ", words);
  }
}
