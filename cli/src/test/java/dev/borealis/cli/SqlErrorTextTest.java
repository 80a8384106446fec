package dev.borealis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.cli.SqlErrorText.Origin;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

class SqlErrorTextTest {

  /** An error as the server sends it: fields named by a letter, each ended by a zero byte. */
  private static PSQLException error(String... fields) {
    return new PSQLException(new ServerErrorMessage(String.join("\0", fields) + "\0"));
  }

  @Test
  void marksTheCharacterOnItsLine() {
    String statement = "select a,\n  b\nfrom nowhere\nwhere true";
    int position = statement.indexOf("nowhere") + 1;
    assertThat(
            SqlErrorText.of(
                error(
                    "SERROR",
                    "C42P01",
                    "Mrelation \"nowhere\" does not exist",
                    "Ddetail",
                    "Hhint",
                    "P" + position),
                statement,
                Origin.COMMAND))
        .isEqualTo(
            """
            ERROR: relation "nowhere" does not exist (SQLSTATE 42P01)
            LINE 3: from nowhere
                         ^
            DETAIL: detail
            HINT: hint\
            """);
  }

  @Test
  void namesTheLineOfTheScript() {
    assertThat(
            SqlErrorText.of(
                error("SERROR", "C42601", "Msyntax error", "P10"),
                "select 1\nx",
                new Origin("schema.sql", 40)))
        .isEqualTo(
            """
            schema.sql:41: ERROR: syntax error (SQLSTATE 42601)
            LINE 41: x
                     ^\
            """);
  }

  @Test
  void countsCharactersAsTheServerDoesAndColumnsAsTheTerminalDoes() {
    assertThat(
            SqlErrorText.of(
                error("SERROR", "C42601", "Msyntax error", "P12"),
                "select '😀日'x y",
                Origin.COMMAND))
        .endsWith("LINE 1: select '😀日'x y\n" + " ".repeat("LINE 1: select '".length() + 5) + "^");
  }

  @Test
  void marksTheEndOfTheStatement() {
    assertThat(
            SqlErrorText.of(
                error("SERROR", "C42601", "Msyntax error at end of input", "P7"),
                "select",
                Origin.COMMAND))
        .endsWith("LINE 1: select\n              ^");
  }

  @Test
  void cutsALongLineAroundTheMark() {
    String statement = "select " + "a, ".repeat(100) + "! " + ", b".repeat(100);
    String text =
        SqlErrorText.of(
            error("SERROR", "C42601", "Msyntax error", "P" + (statement.indexOf('!') + 1)),
            statement,
            Origin.COMMAND);
    String[] lines = text.split("\n", -1);
    assertThat(lines[1].length()).isLessThan(130);
    assertThat(lines[1].charAt(lines[2].indexOf('^'))).isEqualTo('!');
    assertThat(lines[1]).contains("LINE 1: ...", "a, a, ! , b, b").endsWith("...");
  }

  @Test
  void showsNoLineWithoutAPosition() {
    assertThat(
            SqlErrorText.of(
                error("SERROR", "C40001", "Mchange conflicts with another transaction (OC000)"),
                "commit",
                Origin.COMMAND))
        .isEqualTo("ERROR: change conflicts with another transaction (OC000) (SQLSTATE 40001)");
  }

  @Test
  void believesNoPositionOutsideTheStatement() {
    assertThat(
            SqlErrorText.of(
                error("SERROR", "C42601", "Msyntax error", "P4000"), "select", Origin.COMMAND))
        .isEqualTo("ERROR: syntax error (SQLSTATE 42601)");
  }

  @Test
  void letsNoMessageDriveTheTerminal() {
    assertThat(
            SqlErrorText.of(
                error("SERROR", "C22P02", "Minvalid: \"\u001b[2J\"", "Da\nb\u0007"),
                "select",
                Origin.COMMAND))
        .isEqualTo("ERROR: invalid: \"\\x1B[2J\" (SQLSTATE 22P02)\nDETAIL: a\nb\\x07");
  }

  @Test
  void tellsWhatTheDriverSaysIfTheServerSaidNothing() {
    assertThat(
            SqlErrorText.of(
                new SQLException("The connection attempt failed.", "08001"),
                "select",
                Origin.COMMAND))
        .isEqualTo("ERROR: The connection attempt failed. (SQLSTATE 08001)");
  }
}
