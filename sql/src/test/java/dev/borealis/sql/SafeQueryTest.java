package dev.borealis.sql;

import static dev.borealis.sql.SafeQuery.allow;
import static dev.borealis.sql.SafeQuery.build;
import static dev.borealis.sql.SafeQuery.ident;
import static dev.borealis.sql.SafeQuery.in;
import static dev.borealis.sql.SafeQuery.integer;
import static dev.borealis.sql.SafeQuery.keyword;
import static dev.borealis.sql.SafeQuery.literal;
import static dev.borealis.sql.SafeQuery.regex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeQueryTest {
  private static final Set<String> DIRECTIONS = Set.of("ASC", "DESC");
  private static final Pattern ANYTHING = Pattern.compile("(?s).+");

  @Test
  void emitsWhatItAccepts() {
    assertThat(allow("tenant-1", Set.of("tenant-1")).sql()).isEqualTo("'tenant-1'");
    assertThat(allow("o'c", Set.of("o'c")).sql()).isEqualTo("'o''c'");
    assertThat(keyword("ASC", DIRECTIONS).sql()).isEqualTo("ASC");
    assertThat(regex("a-1", SafeQuery.TENANT_SLUG).sql()).isEqualTo("'a-1'");
    assertThat(ident("entities").sql()).isEqualTo("\"entities\"");
    assertThat(ident("shop", "Order\"s").sql()).isEqualTo("\"shop\".\"Order\"\"s\"");
    assertThat(SafeQuery.foldedIdent("Users").sql()).isEqualTo("\"users\"");
    assertThat(integer(42).sql()).isEqualTo("42");
    assertThat(integer("-7").sql()).isEqualTo("-7");
    assertThat(literal("o'reilly").sql()).startsWith("$dq_").contains("$o'reilly$");
    assertThat(SafeQuery.nullValue().sql()).isEqualTo("NULL");
    assertThat(SafeQuery.bool(true).sql()).isEqualTo("TRUE");
    assertThat(SafeQuery.decimal(new BigDecimal("1E+3")).sql()).isEqualTo("1000");
    assertThat(SafeQuery.uuid(new UUID(0, 1)).sql())
        .isEqualTo("UUID '00000000-0000-0000-0000-000000000001'");
    assertThat(SafeQuery.date(LocalDate.of(2026, 1, 2)).sql()).isEqualTo("DATE '2026-01-02'");
    assertThat(SafeQuery.timestamp(LocalDateTime.of(2026, 1, 2, 3, 4)).sql())
        .isEqualTo("TIMESTAMP '2026-01-02 03:04:00.000000'");
    assertThat(SafeQuery.timestamp(OffsetDateTime.parse("2026-01-02T03:04:05+01:00")).sql())
        .isEqualTo("TIMESTAMPTZ '2026-01-02 02:04:05.000000+00'");
    assertThat(SafeQuery.bytes(new byte[] {0, -1}).sql()).isEqualTo("BYTEA '\\x00ff'");
    assertThat(SafeQuery.json("{\"a\": \"o'c\\n\"}").sql()).isEqualTo("E'{\"a\": \"o''c\\\\n\"}'");
  }

  @Test
  void fillsTemplates() {
    SafeQuery query =
        build(
            "SELECT * FROM {t} WHERE tenant_id = {tid}",
            Map.of("t", ident("entities"), "tid", regex("acme", SafeQuery.TENANT_SLUG)));
    assertThat(query.sql()).isEqualTo("SELECT * FROM \"entities\" WHERE tenant_id = 'acme'");
    assertThat(query.bound().sql()).isEqualTo("SELECT * FROM \"entities\" WHERE tenant_id = ?");
    assertThat(query.bound().values()).containsExactly("acme");
  }

  @Test
  void bindsValuesInOrderAndDoublesQuestionMarks() {
    SafeQuery query =
        build(
            "SELECT '?' FROM t WHERE doc ? {k} AND {f} ORDER BY a {d} LIMIT {n} -- ?",
            Map.of(
                "k", literal("x"),
                "f", in(ident("s"), List.of(integer(1), SafeQuery.nullValue())),
                "d", keyword("DESC", DIRECTIONS),
                "n", integer(5)));
    assertThat(query.bound().sql())
        .isEqualTo(
            "SELECT '?' FROM t WHERE doc ?? ? AND \"s\" IN (?, ?) ORDER BY a DESC LIMIT ? -- ?");
    assertThat(query.bound().values()).containsExactly("x", 1L, null, 5L);
  }

  @Test
  void takesAnEmptyListForFalse() {
    assertThat(build("SELECT 1 WHERE {f}", Map.of("f", in(ident("s"), List.of()))).sql())
        .isEqualTo("SELECT 1 WHERE false");
  }

  @Test
  void escapesWhatLikeTakesForPatterns() {
    assertThat(SafeQuery.contains("50%_\\").sql()).isEqualTo("E'%50\\\\%\\\\_\\\\\\\\%'");
    assertThat(SafeQuery.startsWith("a").sql()).isEqualTo("'a%'");
    assertThat(SafeQuery.endsWith("a").sql()).isEqualTo("'%a'");
  }

  @Test
  void keepsMinusSignsApart() {
    assertThat(build("SELECT 1 -{n}", Map.of("n", integer(-5))).sql()).isEqualTo("SELECT 1 - -5");
  }

  @Test
  void refusesValues() {
    refuses(() -> allow("x", Set.of("y"), "tenant"), "tenant not in allowlist: 'x'");
    refuses(() -> keyword("DROP", DIRECTIONS), "keyword not in allowlist");
    refuses(() -> keyword("a;b", Set.of("a;b")), "keyword is not made of words");
    refuses(() -> regex("'; DROP TABLE t; --", SafeQuery.TENANT_SLUG), "value failed pattern");
    refuses(() -> regex("a\n", SafeQuery.TENANT_SLUG), "value failed pattern");
    refuses(() -> ident(""), "invalid identifier");
    refuses(() -> ident("é".repeat(32)), "invalid identifier");
    refuses(() -> ident("a\0"), "invalid identifier");
    refuses(() -> integer("1; DROP"), "invalid integer");
    refuses(() -> integer("9999999999999999999"), "beyond bigint");
    refuses(() -> literal("a\0b"), "NUL");
    refuses(() -> literal("\ud800"), "surrogate");
    refuses(() -> SafeQuery.date(LocalDate.of(-1, 1, 1)), "not in 1 to 9999");
    refuses(() -> in(keyword("ASC", DIRECTIONS), List.of()), "in() needs a column");
    refuses(() -> in(ident("a"), List.of(ident("b"))), "in() takes values");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x' OR 1=1 --", "it's", "'", "abc\\"})
  void refusesQuotesWhateverThePatternSays(String value) {
    refuses(() -> regex(value, ANYTHING), "use literal()");
  }

  @Test
  void quotesANameWithAnythingInIt() {
    assertThat(ident("x\" OR 1=1 --").sql()).isEqualTo("\"x\"\" OR 1=1 --\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT {x!r}",
        "SELECT {x:>30}",
        "SELECT {x:{y}}",
        "SELECT {}",
        "SELECT {0}",
        "SELECT {",
        "SELECT }",
        "SELECT {x y}",
        "SELECT '{x}'",
        "SELECT \"{x}\"",
        "SELECT $${x}$$",
        "SELECT 1 -- {x}",
        "SELECT /* {x} */ 1",
        "SELECT a{x}",
        "SELECT E{x}",
        "SELECT U&{x}",
        "SELECT {x}b",
        "SELECT 'a'{x}",
        "SELECT {x}'a'",
        "SELECT {x}{x}",
        "SELECT 1{x}",
        "SELECT ${x}",
        "SELECT 'a {x}",
        "SELECT $1, {x}",
        "SELECT {x}$a$b$a$"
      })
  void refusesTemplates(String template) {
    refuses(() -> build(template, Map.of("x", integer(1))), "");
  }

  @Test
  void refusesPartsThatDoNotFit() {
    refuses(() -> build("SELECT {x}", Map.of()), "template/parts mismatch: missing [x], extra []");
    refuses(
        () -> build("SELECT 1", Map.of("tenant", integer(1))),
        "template/parts mismatch: missing [], extra [tenant]");
    refuses(() -> build("SELECT {x}", Collections.singletonMap("x", null)), "must be a part");
  }

  @Test
  void keepsLiteralBraces() {
    assertThat(build("SELECT '{{}}', {x}", Map.of("x", integer(1))).sql())
        .isEqualTo("SELECT '{}', 1");
  }

  private static void refuses(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(UnsafeSqlException.class).hasMessageContaining(message);
  }
}
