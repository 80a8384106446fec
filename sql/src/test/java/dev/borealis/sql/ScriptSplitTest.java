package dev.borealis.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScriptSplitTest {

  @ParameterizedTest
  @MethodSource("texts")
  void splitsAsTheServerDoes(String text, List<String> statements) {
    assertThat(Script.split(text)).extracting(s -> s.text(text)).isEqualTo(statements);
  }

  static List<Arguments> texts() {
    return List.of(
        row(""),
        row(" ;; /* x */ ; -- y"),
        row("select 1", "select 1"),
        row(" select 1 ;/* a */select 2 -- b\n;", "select 1", "select 2"),
        row("select ';', \";\", $$;$$, E'\\';' /*;*/; b", "select ';', \";\", $$;$$, E'\\';'", "b"),
        row(
            "create rule r as on insert to t do also (delete from a; ; delete from b); x",
            "create rule r as on insert to t do also (delete from a; ; delete from b)",
            "x"),
        row("select (1; select 2", "select (1; select 2"),
        row("select 1); select 2", "select 1)", "select 2"),
        row("begin; select 1; end; x", "begin", "select 1", "end", "x"),
        row("begin atomic; end; x", "begin atomic", "end", "x"));
  }

  @ParameterizedTest
  @MethodSource("routines")
  void keepsBodyOfRoutineTogether(String routine) {
    String text = routine + "; select 2; end";
    assertThat(Script.split(text))
        .extracting(s -> s.text(text))
        .containsExactly(routine, "select 2", "end");
  }

  static List<String> routines() {
    return List.of(
        "create function f() returns int begin atomic select 1; end",
        "create or replace procedure f() begin atomic end",
        "create function f() returns int begin atomic ; ; select 1;;end",
        "create function f() returns int begin atomic select 1 end; select case when a then 1 end; end",
        "create function f() returns int begin atomic select t.end, (select case x when 1 then 2 end); end",
        "create function f() returns int begin atomic select begin atomic from (select 1) t(begin); end",
        "create function f(begin atomic) returns int return 1",
        "create function f() returns int begin atomic"
            + " create function g() returns int begin atomic select 1; end; select 1; end",
        "create function f() returns int language sql as 'begin atomic; end'");
  }

  @Test
  void tellsTokensOfEachStatement() {
    Tokens tokens = Tokens.of("/* a */ commit; /* b */ select 1;");
    assertThat(Script.split(tokens))
        .containsExactly(new Statement(8, 14, 0, 1), new Statement(24, 32, 2, 4));
    assertThat(tokens.keyword(2)).isEqualTo(Keyword.SELECT);
  }

  @Test
  void lastStatementReachesToTheEndAfterLexicalError() {
    String text = "select 1; select 'x; select 2";
    Tokens tokens = Tokens.of(text);
    assertThat(tokens.error()).isNotNull();
    assertThat(Script.split(tokens))
        .extracting(s -> s.text(text))
        .containsExactly("select 1", "select 'x; select 2");
  }

  private static Arguments row(String text, String... statements) {
    return Arguments.of(text, List.of(statements));
  }
}
