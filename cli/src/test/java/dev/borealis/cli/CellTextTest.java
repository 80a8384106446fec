package dev.borealis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "plain|plain",
        "a\tb|a       b",
        "12345678\tb|12345678        b",
        "~a\rb~|a\\rb",
        "a\u001b[31mb|a\\x1B[31mb",
        "a\u0007|a\\x07",
        "a\u007f|a\\x7F",
        "a\u009bb|a\\u009Bb"
      })
  void letsNoValueDriveTheTerminal(String value, String shown) {
    assertThat(CellText.visible(value)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"abc, 3", "日本, 4", "é, 1", "e\u0301, 1", "😀, 2", "'', 0"})
  void knowsHowWideATextIs(String text, int width) {
    assertThat(CellText.displayWidth(text)).isEqualTo(width);
  }

  @Test
  void hasTheLinesOfItsValue() {
    CellText text = CellText.of("a\n\nbcd");
    assertThat(text.height()).isEqualTo(3);
    assertThat(text.width()).isEqualTo(3);
    assertThat(text.line(0)).isEqualTo("a");
    assertThat(text.line(1)).isEmpty();
    assertThat(text.line(2)).isEqualTo("bcd");
    assertThat(text.line(3)).isEmpty();
    assertThat(text.continuesAfter(1)).isTrue();
    assertThat(text.continuesAfter(2)).isFalse();
  }
}
