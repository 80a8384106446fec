package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.dialect.Dialect;
import dev.borealis.dialect.DsqlVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** A text that is read like another one of its shape is read as it would be for itself. */
class StatementShapesTest {
  private static final Dialect DIALECT = Dialect.of(DsqlVersion.parse("2026-06"));

  /** A place for a number. */
  private static final String NUMBER = "#";

  private static final List<String> QUERIES =
      List.of(
          "SELECT abalance FROM accounts WHERE aid = #",
          "UPDATE accounts SET abalance = abalance + -# WHERE aid = #;",
          "INSERT INTO history (tid, at) VALUES (#, CURRENT_TIMESTAMP), (#, now())",
          "INSERT INTO t SELECT g FROM generate_series(#, #) AS g",
          "DELETE FROM t WHERE a IN (#,#) RETURNING a",
          "SELECT random() + # FROM t LIMIT #",
          "SELECT * FROM t WHERE id = # FOR UPDATE",
          "SELECT CAST(a AS numeric(#, #)) FROM t",
          "CREATE TABLE t (a varchar(#) PRIMARY KEY)",
          "CREATE SEQUENCE s CACHE #",
          "SELECT my_function(#)",
          "WITH w AS (DELETE FROM t WHERE a = # RETURNING a) SELECT a FROM w",
          "SELECT #; SELECT #",
          "SET search_path = #");

  private static final List<String> PIECES =
      List.of(
          "SELECT ",
          "UPDATE t SET a = ",
          "INSERT INTO t VALUES (",
          "DELETE FROM t WHERE a = ",
          NUMBER,
          NUMBER,
          NUMBER,
          " ",
          ",",
          "(",
          ")",
          ".",
          "-",
          "--",
          "/*",
          "*/",
          "'",
          "\"",
          "$",
          "$$",
          "::int",
          " AS varchar(",
          "e",
          "x",
          "_",
          "a",
          "t1",
          " FROM t",
          " WHERE a = ",
          " AND ",
          ";",
          "\\",
          "E'",
          "CAST(",
          " AS int)",
          "\n",
          "+",
          "é",
          " FOR UPDATE",
          " LIMIT ",
          "random()",
          "[",
          "]");

  private static StatementText read(StatementTexts texts, String sql) {
    return texts.read(sql.getBytes(StandardCharsets.UTF_8));
  }

  private static String filled(String template, IntSupplier numbers) {
    StringBuilder sql = new StringBuilder();
    for (int i = 0; i < template.length(); i++) {
      String character = template.substring(i, i + 1);
      sql.append(character.equals(NUMBER) ? Integer.toString(numbers.getAsInt()) : character);
    }
    return sql.toString();
  }

  /** All that the gateway knows of a text, except for its tree. */
  private static String known(StatementText text) {
    StringBuilder all = new StringBuilder().append(text.unreadable() == null);
    for (SqlStatement it : text.statements()) {
      all.append(
          List.of(
              new String(it.sql(), StandardCharsets.UTF_8),
              it.position(),
              String.valueOf(it.refusal()),
              it.role(),
              it.rows(),
              it.keys(),
              it.locks().size(),
              it.repeatable(),
              it.changesSettings(),
              it.deallocatesAll()));
      all.append(it.tree() == null ? "" : it.tree().getClass());
    }
    return all.toString();
  }

  private static void assertReadAlike(String template, long seed) {
    RandomGenerator random = new Random(seed);
    IntSupplier numbers = () -> random.nextInt(1 << random.nextInt(31));
    StatementTexts texts = new StatementTexts(DIALECT);
    read(texts, filled(template, numbers));
    String other = filled(template, numbers);
    assertThat(known(read(texts, other)))
        .isEqualTo(known(read(new StatementTexts(DIALECT), other)));
  }

  @Provide
  Arbitrary<String> soups() {
    return Arbitraries.of(PIECES).list().ofMaxSize(14).map(pieces -> String.join("", pieces));
  }

  @Property(tries = 200)
  void readsAQueryAsForItself(@ForAll("queries") String template, @ForAll long seed) {
    assertReadAlike(template, seed);
  }

  @Provide
  Arbitrary<String> queries() {
    return Arbitraries.of(QUERIES);
  }

  @Property(tries = 2_000)
  void readsWhateverTextAsForItself(@ForAll("soups") String template, @ForAll long seed) {
    assertReadAlike(template, seed);
  }

  @Example
  void theShapeIsTheTextWithoutItsNumbers() {
    assertThat(shape("SELECT a1 FROM t WHERE a=12 AND b>-345;"))
        .isEqualTo("SELECT a1 FROM t WHERE a=0 AND b>-0;");
  }

  @Example
  void whatCouldHideANumberHasNoShape() {
    for (String sql :
        List.of(
            "SELECT 'a' || 1",
            "SELECT \"a\" + 1",
            "SELECT $1 + 1",
            "SELECT 1 -- 2",
            "SELECT 1 /* 2 */",
            "SELECT 1::int",
            "SELECT 1.5",
            "SELECT .5 + 1",
            "SELECT 1e5",
            "SELECT 0x1F",
            "SELECT 1_000",
            "SELECT 1234567890",
            "SELECT é + 1",
            "SELECT a")) {
      assertThat(shape(sql)).as(sql).isNull();
    }
  }

  private static @Nullable String shape(String sql) {
    return StatementShapes.shape(sql.getBytes(StandardCharsets.UTF_8));
  }

  @Example
  void aTextOfAKnownShapeIsNotReadAgain() {
    StatementTexts texts = new StatementTexts(DIALECT);
    StatementText first = read(texts, "SELECT a FROM t WHERE a = 1");
    StatementText second = read(texts, "SELECT a FROM t WHERE a = 2");
    assertThat(second.statements().getFirst().tree())
        .isSameAs(first.statements().getFirst().tree());
  }
}
