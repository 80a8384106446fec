package dev.borealis.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnInferenceTest {
  private static ColumnInference of(List<? extends @Nullable String> values) {
    ColumnInference column = new ColumnInference();
    for (String value : values) {
      Fields fields = new Fields();
      fields.begin(1);
      if (value == null) {
        fields.addNull();
      } else {
        fields.add(value);
      }
      column.add(fields, 0);
    }
    return column;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 2 -3               | integer",
        "0 1                  | integer",
        "007                  | text",
        "+1                   | text",
        "2147483648 1         | bigint",
        "9223372036854775807  | bigint",
        "9223372036854775808  | numeric(19,0)",
        "1.5 22.25            | numeric(4,2)",
        "9223372036854775807 0.1 | numeric(20,1)",
        "1e3 2                | double precision",
        "nan 1.5              | double precision",
        "1e400                | text",
        "1.2345678901234567e5 | text",
        "true f               | boolean",
        "true 1               | text",
        "2026-01-02           | date",
        "2026-02-30           | text",
        "01/02/2026           | text",
        "2026-01-02 2026-01-02T03:04:05.678 | timestamp",
        "2026-01-02T03:04:05Z 2026-01-02T03:04:05+02:00 | timestamptz",
        "2026-01-02T03:04:05Z 2026-01-02T03:04:05 | text",
        "2026-01-02T25:04:05  | text",
        "550e8400-e29b-41d4-a716-446655440000 | uuid",
        "12345678901234567890123456789012345678 | numeric(38,0)",
        "123456789012345678901234567890123456789 | text",
        "1 x                  | text"
      })
  void findsTheNarrowestTypeThatHoldsAll(String values, String type) {
    assertThat(of(List.of(values.strip().split(" ", -1))).type().sql()).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({"'', text", "' ', text", "'1 ', text"})
  void keepsBlanks(String value, String type) {
    assertThat(of(List.of(value)).type().sql()).isEqualTo(type);
  }

  @Property
  void numbersKeepAllTheirDigits(@ForAll("numbers") List<String> values) {
    String type = of(values).type().sql();
    for (String value : values) {
      BigDecimal number = new BigDecimal(value);
      boolean held =
          switch (type.replaceFirst("\\(.*", "")) {
            case "integer" -> number.compareTo(BigDecimal.valueOf(number.intValueExact())) == 0;
            case "bigint" -> number.compareTo(BigDecimal.valueOf(number.longValueExact())) == 0;
            case "numeric" -> holds(type, number);
            case "double precision" ->
                new BigDecimal(Double.toString(number.doubleValue())).compareTo(number) == 0;
            case "text" -> true;
            default -> false;
          };
      assertThat(held).as("%s in %s", value, type).isTrue();
    }
  }

  private static boolean holds(String type, BigDecimal number) {
    String[] numbers = type.substring("numeric(".length(), type.length() - 1).split(",", -1);
    int precision = Integer.parseInt(numbers[0]);
    int scale = Integer.parseInt(numbers[1]);
    return number.scale() <= scale && number.setScale(scale).precision() <= precision;
  }

  @Property
  void orderDoesNotMatter(@ForAll("mixtures") List<String> values) {
    assertThat(of(values).type()).isEqualTo(of(values.reversed()).type());
  }

  @Provide
  Arbitrary<List<String>> numbers() {
    Arbitrary<String> whole = Arbitraries.bigIntegers().map(number -> number.toString());
    Arbitrary<String> decimal = Arbitraries.bigDecimals().ofScale(6).map(BigDecimal::toPlainString);
    Arbitrary<String> small = Arbitraries.integers().between(-1000, 1000).map(String::valueOf);
    Arbitrary<String> scientific = Arbitraries.doubles().map(String::valueOf);
    return Arbitraries.oneOf(whole, decimal, small, scientific).list().ofMinSize(1).ofMaxSize(6);
  }

  @Provide
  Arbitrary<List<String>> mixtures() {
    return Arbitraries.of(
            "1", "true", "x", "2026-01-02", "2026-01-02 01:02", "1.5", "3e5", "007", "4000000000")
        .list()
        .ofMinSize(1)
        .ofMaxSize(5);
  }
}
