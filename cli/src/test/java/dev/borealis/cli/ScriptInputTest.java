package dev.borealis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.cli.ScriptInput.Step;
import dev.borealis.sql.ScriptPiece;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptInputTest {
  private static final String SCRIPT =
      """
      -- a comment; not a statement
      create table t (a int, b text);
      insert into t values (1, 'x;y'), (2, $$a
      ; b$$);
      copy t from stdin;
      1\tselect 1;
      2\t\\\\.
      \\.
      \\echo done
      select *
      from t;
      ; ;
      /* the end; */ select 2\
      """;

  private static final List<String> STEPS =
      List.of(
          "2 create table t (a int, b text)",
          "3 insert into t values (1, 'x;y'), (2, $$a\n; b$$)",
          "5 copy t from stdin",
          "6 1\tselect 1;\n2\t\\\\.\n",
          "9 \\echo done",
          "10 select *\nfrom t",
          "13 select 2");

  /** Gives few characters at a time and never says that there are more. */
  private static final class Dribble extends FilterReader {
    private final int chars;

    Dribble(Reader in, int chars) {
      super(in);
      this.chars = chars;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      return super.read(buffer, offset, Math.min(length, chars));
    }

    @Override
    public boolean ready() {
      return false;
    }
  }

  private static List<String> steps(Reader script) throws IOException {
    ScriptInput input = new ScriptInput(script);
    List<String> steps = new ArrayList<>();
    for (Step step = input.next(); step != null; step = input.next()) {
      steps.add(step.line() + " " + step.text());
    }
    return steps;
  }

  @Test
  void findsStatementsCommandsAndDataWithTheirLines() throws IOException {
    assertThat(steps(new StringReader(SCRIPT))).isEqualTo(STEPS);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 11, 30, 100})
  void doesNotDependOnHowTheScriptComesIn(int chars) throws IOException {
    assertThat(steps(new Dribble(new StringReader(SCRIPT), chars))).isEqualTo(STEPS);
  }

  @Test
  void readsNoFurtherThanToAStatementThatIsComplete() throws IOException {
    ScriptInput input = new ScriptInput(new Dribble(new StringReader("select 1;\nselect 2;"), 10));
    Step first = Objects.requireNonNull(input.next());
    assertThat(first.text()).isEqualTo("select 1");
  }

  @Test
  void givesACopyItsOwnData() throws IOException {
    ScriptInput input =
        new ScriptInput(
            new StringReader("copy a from stdin; copy b from stdin;\n1\n\\.\n2\n\\.\nselect 1;"));
    assertThat(input.next()).extracting(Step::text).isEqualTo("copy a from stdin");
    assertThat(input.takeCopyData()).isEqualTo("1\n");
    assertThat(input.next()).extracting(Step::text).isEqualTo("copy b from stdin");
    assertThat(input.takeCopyData()).isEqualTo("2\n");
    assertThat(input.next()).extracting(Step::text).isEqualTo("select 1");
    assertThat(input.takeCopyData()).isNull();
  }

  @Test
  void readsAScriptThatIsLongerThanItsWindow() throws IOException {
    String statement = "insert into t values ('" + "x".repeat(1000) + "');\n";
    List<String> steps = steps(new StringReader(statement.repeat(500) + "select 1"));
    assertThat(steps).hasSize(501);
    assertThat(steps.getLast()).isEqualTo("501 select 1");
  }

  @Test
  void readsAStatementThatIsLongerThanItsWindow() throws IOException {
    String literal = "x;\n".repeat(200_000);
    List<String> steps = steps(new StringReader("select '" + literal + "';select 2;"));
    assertThat(steps).containsExactly("1 select '" + literal + "'", "200001 select 2");
  }

  @Test
  void hasNoStepsInAScriptWithoutStatements() throws IOException {
    assertThat(steps(new StringReader(" \n-- nothing\n;;\n"))).isEmpty();
  }

  @Test
  void leavesAStatementThatEndsWithTheScriptAsItIs() throws IOException {
    ScriptInput input = new ScriptInput(new StringReader("select 1"));
    Step step = Objects.requireNonNull(input.next());
    assertThat(step.piece())
        .isInstanceOfSatisfying(
            ScriptPiece.Sql.class,
            sql -> assertThat(sql.terminator()).isEqualTo(ScriptPiece.Terminator.END_OF_SCRIPT));
  }
}
