package dev.borealis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvPrinterTest {

  private static String print(String nullText, @Nullable String value) throws IOException {
    StringWriter out = new StringWriter();
    CsvPrinter printer = new CsvPrinter(out, nullText);
    printer.begin(List.of(new Column("a", 25), new Column("b", 23)));
    printer.rows(List.<@Nullable String[]>of(new @Nullable String[] {value, "1"}));
    printer.end("SELECT 1");
    printer.done("CREATE TABLE");
    return out.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "plain      | plain",
        "~ blanks ~ | ~ blanks ~",
        "a,b        | \"a,b\"",
        "say \"hi\" | \"say \"\"hi\"\"\"",
        "~a\nb~     | ~\"a\nb\"~",
        "~a\rb~     | ~\"a\rb\"~",
        "über       | über"
      })
  void quotesWhatRfc4180AsksFor(String value, String field) throws IOException {
    assertThat(print("", value)).isEqualTo("a,b\n" + field + ",1\n");
  }

  @Test
  void tellsNullFromTheEmptyString() throws IOException {
    assertThat(print("", null)).isEqualTo("a,b\n,1\n");
    assertThat(print("", "")).isEqualTo("a,b\n\"\",1\n");
  }

  @Test
  void tellsNullFromATextThatLooksLikeIt() throws IOException {
    assertThat(print("NULL", null)).isEqualTo("a,b\nNULL,1\n");
    assertThat(print("NULL", "NULL")).isEqualTo("a,b\n\"NULL\",1\n");
  }
}
