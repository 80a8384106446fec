package dev.borealis.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceholdersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT %s                       | SELECT $1",
        "WHERE a=%s AND b = %s           | WHERE a=$1 AND b = $2",
        "WHERE a LIKE 'x%%' AND b=%s     | WHERE a LIKE 'x%' AND b=$1",
        "SELECT 5 %% 2, %s               | SELECT 5 % 2, $1",
        "SELECT 5 % 2, %s                | SELECT 5 % 2, $1",
        "SELECT x%s                      | SELECT x $1",
        "SELECT (%s)::int                | SELECT ($1)::int"
      })
  void numbersPercentSigns(String written, String numbered) {
    long count = numbered.chars().filter(c -> c == '$').count();
    List<@Nullable Object> values = new ArrayList<>(List.of("a", "b").subList(0, (int) count));
    assertThat(Placeholders.ofPercent(written, values).sql()).isEqualTo(numbered);
  }

  @Test
  void leavesPercentSignsAloneWithoutValues() {
    assertThat(Placeholders.ofPercent("SELECT '%s', 5 % 2", null).sql())
        .isEqualTo("SELECT '%s', 5 % 2");
  }

  @Test
  void refusesPlaceholdersInQuotes() {
    assertThatThrownBy(() -> Placeholders.ofPercent("SELECT '%s'", List.of("a")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("without quotes");
  }

  @Test
  void marksForJdbc() {
    var numbered =
        new Placeholders.Numbered("SELECT $2, a ? 'k', '?', $1, $2", List.of("one", "two"));
    Placeholders.Marked marked = Placeholders.marked(numbered);
    assertThat(marked.sql()).isEqualTo("SELECT ?, a ?? 'k', '?', ?, ?");
    assertThat(marked.values()).containsExactly("two", "one", "two");
  }

  @Test
  void wantsAsManyValuesAsParameters() {
    assertThatThrownBy(() -> Placeholders.ofDollar("SELECT $2", List.of("a")))
        .hasMessageContaining("2 placeholders but 1 parameters");
    assertThatThrownBy(() -> Placeholders.ofDollar("SELECT $99999", List.of("a")))
        .hasMessageContaining("There is no parameter $99999");
  }
}
