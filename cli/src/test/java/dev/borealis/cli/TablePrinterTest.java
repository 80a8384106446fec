package dev.borealis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The expected texts are what psql 15 printed for the same rows, but where a test says otherwise.
 */
class TablePrinterTest {
  private static final Column NUMBER = new Column("n", 23);
  private static final Column TEXT = new Column("text", 25);

  private static String print(
      String nullText, String tag, List<Column> columns, List<@Nullable String[]> rows)
      throws IOException {
    StringWriter out = new StringWriter();
    TablePrinter printer = new TablePrinter(out, nullText);
    printer.begin(columns);
    printer.rows(rows);
    printer.end(tag);
    return out.toString();
  }

  private static @Nullable String[] row(@Nullable String... values) {
    return values;
  }

  @Test
  void alignsNumbersToTheRightAndTextsToTheLeft() throws IOException {
    assertThat(
            print(
                "",
                "SELECT 2",
                List.of(NUMBER, TEXT),
                List.of(row("1", "a"), row("-200", "longer"))))
        .isEqualTo(
            """
              n   |  text  \n\
            ------+--------
                1 | a
             -200 | longer
            (2 rows)

            """);
  }

  @Test
  void showsNullAsNothingUnlessToldOtherwise() throws IOException {
    List<Column> columns = List.of(TEXT, NUMBER);
    assertThat(print("", "SELECT 1", columns, List.<@Nullable String[]>of(row(null, null))))
        .isEqualTo(
            """
             text | n \n\
            ------+---
                  |  \n\
            (1 row)

            """);
    assertThat(print("NULL", "SELECT 1", columns, List.<@Nullable String[]>of(row(null, null))))
        .isEqualTo(
            """
             text |  n   \n\
            ------+------
             NULL | NULL
            (1 row)

            """);
  }

  @Test
  void showsTheLinesOfAValueBelowEachOther() throws IOException {
    assertThat(
            print(
                "",
                "SELECT 2",
                List.of(TEXT, NUMBER, TEXT),
                List.of(row("a\nbcd", "1", "x\ny\n"), row("e", "22", "z"))))
        .isEqualTo(
            """
             text | n  | text \n\
            ------+----+------
             a   +|  1 | x   +
             bcd  |    | y   +
                  |    | \n\
             e    | 22 | z
            (2 rows)

            """);
  }

  @Test
  void countsDisplayColumnsAndNotCharacters() throws IOException {
    assertThat(
            print(
                "",
                "SELECT 3",
                List.of(TEXT, NUMBER),
                List.of(row("日本", "1"), row("e\u0301", "2"), row("abc", "3"))))
        .isEqualTo(
            """
             text | n \n\
            ------+---
             日本 | 1
             e\u0301    | 2
             abc  | 3
            (3 rows)

            """);
  }

  @Test
  void printsResultsWithoutRowsOrColumns() throws IOException {
    assertThat(print("", "SELECT 0", List.of(NUMBER), List.of()))
        .isEqualTo(" n \n---\n(0 rows)\n\n");
    assertThat(print("", "SELECT 1", List.of(), List.<@Nullable String[]>of(row())))
        .isEqualTo("--\n(1 row)\n\n");
  }

  @Test
  void addsTheTagOfAChangeThatReturnsRows() throws IOException {
    assertThat(print("", "INSERT 0 1", List.of(NUMBER), List.<@Nullable String[]>of(row("1"))))
        .isEqualTo(" n \n---\n 1\n(1 row)\n\nINSERT 0 1\n");
  }

  /** Ours alone: psql keeps all rows in memory. */
  @Test
  void widensColumnsAfterThePartThatItMeasured() throws IOException {
    StringWriter out = new StringWriter();
    TablePrinter printer = new TablePrinter(out, "");
    printer.begin(List.of(NUMBER, TEXT));
    List<@Nullable String[]> first = new ArrayList<>();
    for (int i = 0; i < TablePrinter.MEASURED_ROWS; i++) {
      first.add(row("1", "a"));
    }
    printer.rows(first);
    assertThat(out.toString()).startsWith(" n | text \n---+------\n 1 | a\n");
    printer.rows(List.of(row("12345", "b"), row("2", "c")));
    printer.end("SELECT 10002");
    assertThat(out.toString()).endsWith(" 1 | a\n 12345 | b\n     2 | c\n(10002 rows)\n\n");
  }

  @Test
  void beginsAnewWithEachResult() throws IOException {
    StringWriter out = new StringWriter();
    TablePrinter printer = new TablePrinter(out, "");
    printer.begin(List.of(TEXT));
    printer.rows(List.<@Nullable String[]>of(row("a long value")));
    printer.end("SELECT 1");
    out.getBuffer().setLength(0);
    printer.begin(List.of(NUMBER));
    printer.rows(List.<@Nullable String[]>of(row("1")));
    printer.end("SELECT 1");
    assertThat(out.toString()).isEqualTo(" n \n---\n 1\n(1 row)\n\n");
  }
}
