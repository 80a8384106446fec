package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.dialect.Dialect;
import dev.borealis.dialect.DsqlVersion;
import dev.borealis.wire.Report;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementReaderTest {
  private static final Dialect DIALECT = Dialect.of(DsqlVersion.defaultVersion());

  private static Report refusal(String sql) {
    StatementText text = StatementReader.read(sql.getBytes(StandardCharsets.UTF_8), DIALECT);
    return Objects.requireNonNull(text.statements().getLast().refusal());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'selec 1'                 | 50
          SELECT 'ö'; CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $b$ selec $b$ | 65
          """)
  void showsWhereTheBodyOfAFunctionIsNoSql(String sql, String position) {
    assertThat(refusal(sql).sqlState()).isEqualTo("42601");
    assertThat(refusal(sql).field('P')).isEqualTo(position);
  }

  @Test
  void showsNoPlaceOfWhatTheServiceRefuses() {
    assertThat(refusal("SELECT 1; TRUNCATE t").field('P')).isEmpty();
  }
}
