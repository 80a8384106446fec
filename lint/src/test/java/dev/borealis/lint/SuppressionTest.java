package dev.borealis.lint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A comment keeps a rule from being reported, if it says why. */
class SuppressionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-- dsql-lint: ignore truncate because tests only\nTRUNCATE t;",
        "/* dsql-lint: ignore truncate because tests only */ TRUNCATE t;",
        "TRUNCATE /* dsql-lint: ignore truncate because tests only */ t;",
        "TRUNCATE t; -- dsql-lint: ignore truncate because tests only",
        "-- dsql-lint: ignore foreign_key , truncate because tests only\n\n-- more\nTRUNCATE t;"
      })
  void keepsARuleFromBeingReported(String sql) {
    LintReport report = Lint.fix(sql, Cases.JUNE).report();
    assertThat(report.diagnostics()).isEmpty();
    assertThat(report.suppressed())
        .extracting(Diagnostic::suppressed)
        .containsExactly("tests only");
  }

  @Test
  void leavesTheTextAsItIs() {
    String sql =
        "-- dsql-lint: ignore index_async because psql runs it\nCREATE INDEX i ON t USING btree (a);";
    assertThat(Lint.fix(sql, Cases.JUNE).sql())
        .isEqualTo(
            "-- dsql-lint: ignore index_async because psql runs it\nCREATE INDEX i ON t (a);");
  }

  @Test
  void holdsForOneStatementAndTheRulesItNames() {
    String sql =
        """
        TRUNCATE a; -- dsql-lint: ignore truncate because x
        TRUNCATE b;
        -- dsql-lint: ignore foreign_key because x
        TRUNCATE c;
        """;
    assertThat(Lint.check(sql, Cases.JUNE))
        .extracting(found -> found.place().line())
        .containsExactly(2, 4);
  }

  @Test
  void needsAReason() {
    assertThat(Cases.check("-- dsql-lint: ignore truncate\nTRUNCATE t", Cases.JUNE))
        .containsExactlyInAnyOrder("truncate unfixable", "suppression_without_reason unfixable");
  }

  @Test
  void isNoCommentWithinAString() {
    assertThat(
            Cases.check("SELECT '-- dsql-lint: ignore truncate because x'; TRUNCATE t", Cases.JUNE))
        .containsExactly("truncate unfixable");
  }
}
