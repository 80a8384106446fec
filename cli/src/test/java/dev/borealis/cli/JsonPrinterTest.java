package dev.borealis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPrinterTest {

  private static String print(List<Column> columns, List<@Nullable String[]> rows)
      throws IOException {
    StringWriter out = new StringWriter();
    JsonPrinter printer = new JsonPrinter(out);
    printer.begin(columns);
    printer.rows(rows);
    printer.end("SELECT " + rows.size());
    printer.done("CREATE TABLE");
    return out.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "23   | -7                    | -7",
        "20   | 9223372036854775807   | 9223372036854775807",
        "1700 | 12345678901234567.890 | 12345678901234567.890",
        "701  | 1e+100                | 1e+100",
        "701  | NaN                   | \"NaN\"",
        "701  | -Infinity             | \"-Infinity\"",
        "16   | t                     | true",
        "16   | f                     | false",
        "3802 | {\"a\": [1, null]}    | {\"a\": [1, null]}",
        "114  | \"x\"                 | \"x\"",
        "25   | 7                     | \"7\"",
        "25   | say \"hi\"\\          | \"say \\\"hi\\\"\\\\\"",
        "790  | $1.00                 | \"$1.00\"",
        "1007 | {1,2}                 | \"{1,2}\"",
        "25   | über                  | \"über\""
      })
  void keepsNumbersBooleansAndJsonWhatTheyAre(int typeOid, String value, String json)
      throws IOException {
    assertThat(
            print(
                List.of(new Column("c", typeOid)),
                List.<@Nullable String[]>of(new @Nullable String[] {value})))
        .isEqualTo("[\n  {\"c\": " + json + "}\n]\n");
  }

  @Test
  void printsOneRowOnALine() throws IOException {
    assertThat(
            print(
                List.of(new Column("a", 23), new Column("b", 25)),
                List.of(new @Nullable String[] {"1", null}, new @Nullable String[] {"2", "x\ny"})))
        .isEqualTo("[\n  {\"a\": 1, \"b\": null},\n  {\"a\": 2, \"b\": \"x\\ny\"}\n]\n");
  }

  @Test
  void printsAnEmptyArrayForNoRows() throws IOException {
    assertThat(print(List.of(new Column("a", 23)), List.of())).isEqualTo("[]\n");
  }

  @Test
  void givesEveryColumnAKeyOfItsOwn() throws IOException {
    assertThat(
            print(
                List.of(
                    new Column("a", 23),
                    new Column("a", 23),
                    new Column("a_2", 23),
                    new Column("a", 23)),
                List.<@Nullable String[]>of(new @Nullable String[] {"1", "2", "3", "4"})))
        .isEqualTo("[\n  {\"a\": 1, \"a_3\": 2, \"a_2\": 3, \"a_4\": 4}\n]\n");
  }
}
