package dev.borealis.mcp;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.mcp.SqlGuard.Access;
import dev.borealis.sql.SafeQuery;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The tables of {@link SqlGuardTest}, dressed up in all the ways that SQL has. */
class SqlGuardProperties {
  private static final List<String> WRITES =
      List.of(
          "DELETE FROM t",
          "UPDATE t SET a = 1",
          "INSERT INTO t VALUES (1)",
          "DROP TABLE t",
          "SET search_path = x",
          "SELECT 1 INTO t2",
          "SELECT * FROM t FOR UPDATE",
          "SELECT pg_sleep(1)",
          "SELECT nextval('s')",
          "SELECT set_config('a.b', 'c', false)",
          "WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d",
          "COMMIT",
          "CALL p()");

  @Provide
  Arbitrary<String> blanks() {
    return Arbitraries.of(
        " ", "\n", "\t\r\n", "/**/", " /* x */ ", "/* /* n */ */", " -- c\n", "/* ' */", "/*;*/");
  }

  @Provide
  Arbitrary<String> disguised() {
    Arbitrary<String> statement = Arbitraries.of(WRITES);
    return Combinators.combine(
            statement, blanks(), blanks(), Arbitraries.of(true, false), Arbitraries.integers())
        .as((sql, before, between, upper, seed) -> {
          String cased = upper ? swapped(sql, seed) : sql;
          return before + cased.replace(" ", between) + before;
        });
  }

  /** Another letter case outside of literals, where it means nothing. */
  private static String swapped(String sql, int seed) {
    StringBuilder out = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < sql.length(); i++) {
      char c = sql.charAt(i);
      quoted ^= c == '\'';
      boolean swap = !quoted && Character.isLetter(c) && (seed >> (i % 31) & 1) == 1;
      out.append(swap ? (char) (c ^ 0x20) : c);
    }
    return out.toString();
  }

  @Property(tries = 600)
  void refusesWritesInAnyDress(@ForAll("disguised") String sql) {
    assertThatThrownBy(() -> SqlGuard.require(sql, Access.READ))
        .isInstanceOf(RefusedException.class);
  }

  @Property(tries = 400)
  void refusesASecondStatementBehindAnything(
      @ForAll("disguised") String second, @ForAll("blanks") String between) {
    String sql = "SELECT 'a;b' AS \"c;d\"" + between + ";" + between + second;
    assertThatThrownBy(() -> SqlGuard.require(sql, Access.READ))
        .isInstanceOf(RefusedException.class);
    assertThatThrownBy(() -> SqlGuard.require(sql, Access.WRITE))
        .isInstanceOf(RefusedException.class);
  }

  /** Whatever a value holds, a statement of SafeQuery stays what its template is. */
  @Property(tries = 600)
  void letsAnyTextBeAValue(@ForAll("texts") String text) {
    SafeQuery query =
        SafeQuery.build(
            "SELECT {a} AS x, {b} AS y FROM {t} WHERE n LIKE {l}",
            Map.of(
                "a", SafeQuery.literal(text),
                "b", SafeQuery.json(text),
                "t", SafeQuery.ident("entities"),
                "l", SafeQuery.contains(text)));
    SqlGuard.require(query.sql(), Access.READ);
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> hostile =
        Arbitraries.of(
                "'",
                "\"",
                "\\",
                "$",
                "$$",
                "--",
                "/*",
                "*/",
                ";",
                " or 1=1",
                "DROP TABLE t",
                "pg_sleep(1)",
                "$dq_",
                "E'",
                "U&",
                "\n",
                "{",
                "}",
                "?",
                "%",
                "_",
                "é",
                "x")
            .list()
            .ofMaxSize(12)
            .map(pieces -> String.join("", pieces));
    return Arbitraries.oneOf(hostile, Arbitraries.strings().alpha().numeric().ofMaxLength(20));
  }

  @Property(tries = 500)
  void neverFailsInAnotherWay(@ForAll("texts") String text) {
    try {
      SqlGuard.require("SELECT " + text, Access.READ);
    } catch (RefusedException expected) {
      // Either answer will do; anything else ends the test.
    }
  }
}
