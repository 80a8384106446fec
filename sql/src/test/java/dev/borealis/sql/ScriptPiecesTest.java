package dev.borealis.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScriptPiecesTest {

  @ParameterizedTest
  @MethodSource("scripts")
  void splitsAsPsqlDoes(String script, List<String> pieces) {
    assertThat(Script.pieces(script)).extracting(p -> describe(p, script)).isEqualTo(pieces);
  }

  static List<Arguments> scripts() {
    return List.of(
        row("-- nothing\n;"),
        row("select 1;\nselect 2", "SEMICOLON select 1", "END_OF_SCRIPT select 2"),
        row("\\connect a\nselect 1;\n", "META \\connect a", "SEMICOLON select 1"),
        row("\\restrict Ab1\n\n\\unrestrict Ab1", "META \\restrict Ab1", "META \\unrestrict Ab1"),
        row(
            "select 1 \\gset x_\nselect 2;",
            "META_COMMAND select 1",
            "META \\gset x_",
            "SEMICOLON select 2"),
        row("select 1 \\; select 2;", "BACKSLASH_SEMICOLON select 1", "SEMICOLON select 2"),
        row("select 1 \\r\nselect 2;", "RESET select 1", "META \\r", "SEMICOLON select 2"),
        row("\\echo a \\\\ select 1;", "META \\echo a", "SEMICOLON select 1"),
        row("\\echo 'a\\'\\\\b' \\echo c", "META \\echo 'a\\'\\\\b'", "META \\echo c"),
        row("\\! ls \\x; y\n\\o | cat \\a", "META \\! ls \\x; y", "META \\o | cat \\a"),
        row(
            "select '\\x', \"\\y\", $$\\z$$ /* \\w */;",
            "SEMICOLON select '\\x', \"\\y\", $$\\z$$"),
        row("select 1\n\\echo hi\n+ 2;", "SEMICOLON select 1\n\n+ 2"),
        row("select 1\n\\echo hi\n;", "SEMICOLON select 1", "META \\echo hi"),
        row(
            "select 1a; select \"\"; select E'\\u1;';",
            "SEMICOLON select 1a",
            "SEMICOLON select \"\"",
            "SEMICOLON select E'\\u1;'"),
        row("select 'x; \\q", "END_OF_SCRIPT select 'x; \\q"));
  }

  @ParameterizedTest
  @MethodSource("copies")
  void separatesCopyData(String script, List<String> pieces) {
    assertThat(Script.pieces(script)).extracting(p -> describe(p, script)).isEqualTo(pieces);
  }

  static List<Arguments> copies() {
    return List.of(
        row(
            "COPY t (a) FROM stdin;\n1;'\n\\N\n\\.\nselect 1;",
            "SEMICOLON COPY t (a) FROM stdin",
            "DATA 1;'\n\\N\n",
            "SEMICOLON select 1"),
        row(
            "copy t from stdin with (format csv);\r\n1\r\n\\.\r\n\\echo x",
            "SEMICOLON copy t from stdin with (format csv)",
            "DATA 1\r\n",
            "META \\echo x"),
        row("copy t from stdin;\n\\.\n", "SEMICOLON copy t from stdin", "DATA "),
        row("copy t from stdin;\n1\n", "SEMICOLON copy t from stdin", "OPEN_DATA 1\n"),
        row("copy t from stdin;", "SEMICOLON copy t from stdin", "OPEN_DATA "),
        row(
            "copy a from stdin; copy b from stdin; select 1;\n1\n\\.\n2\n\\.\nselect 2;",
            "SEMICOLON copy a from stdin",
            "SEMICOLON copy b from stdin",
            "SEMICOLON select 1",
            "DATA 1\n",
            "DATA 2\n",
            "SEMICOLON select 2"),
        row(
            "copy a from stdin \\; copy b from stdin;\n1\n\\.\n2\n\\.\n",
            "BACKSLASH_SEMICOLON copy a from stdin",
            "SEMICOLON copy b from stdin",
            "DATA 1\n",
            "DATA 2\n"),
        row(
            "copy t from stdin \\g\n1\n\\.\n",
            "META_COMMAND copy t from stdin",
            "META \\g",
            "DATA 1\n"),
        row(
            "\\copy t(a) from stdin csv\n1\n\\.\nx;",
            "META \\copy t(a) from stdin csv",
            "DATA 1\n",
            "SEMICOLON x"),
        row("\\copy t from 'stdin'\nx;", "META \\copy t from 'stdin'", "SEMICOLON x"),
        row("copy t from 'f';\nx;", "SEMICOLON copy t from 'f'", "SEMICOLON x"),
        row("copy t to stdout;\nx;", "SEMICOLON copy t to stdout", "SEMICOLON x"),
        row(
            "copy (select a from stdin) to stdout;\nx;",
            "SEMICOLON copy (select a from stdin) to stdout",
            "SEMICOLON x"),
        row("select a from stdin;\nx;", "SEMICOLON select a from stdin", "SEMICOLON x"));
  }

  @Test
  void namesMetaCommands() {
    assertThat(Script.pieces("\\dt+ public.*\n\\q"))
        .containsExactly(
            new ScriptPiece.MetaCommand(0, 13, "dt+"), new ScriptPiece.MetaCommand(14, 16, "q"));
  }

  private static String describe(ScriptPiece piece, String script) {
    String text = script.substring(piece.start(), piece.end());
    return switch (piece) {
      case ScriptPiece.Sql sql -> sql.terminator() + " " + sql.text(script);
      case ScriptPiece.MetaCommand command -> "META " + text;
      case ScriptPiece.CopyData data -> (data.terminated() ? "DATA " : "OPEN_DATA ") + text;
    };
  }

  private static Arguments row(String script, String... pieces) {
    return Arguments.of(script, List.of(pieces));
  }
}
