package dev.borealis.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotedTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "a", "it's", "\\", "\\' OR '", "E'", "ä\"b\"", "$$x$$"})
  void isReadBackAsWritten(String value) {
    Tokens literal = Tokens.of(Quoted.literal(value));
    assertThat(literal.size()).isEqualTo(1);
    assertThat(literal.value(0)).isEqualTo(value);
    Tokens name = Tokens.of(Quoted.name("x" + value));
    assertThat(name.size()).isEqualTo(1);
    assertThat(name.value(0)).isEqualTo("x" + value);
  }
}
