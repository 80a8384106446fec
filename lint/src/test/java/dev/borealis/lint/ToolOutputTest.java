package dev.borealis.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.dialect.DsqlVersion;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What tools write: pg_dump 15, Django 5.2, SQLAlchemy 2.1, Drizzle, Knex, Sequelize and TypeORM
 * wrote their files themselves; those of Prisma, Rails, Flyway and Liquibase are written in their
 * manner.
 */
class ToolOutputTest {
  private static String script(String tool) {
    return Cases.text("tools/" + tool + ".sql");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "django",
        "drizzle",
        "flyway",
        "knex",
        "liquibase",
        "pg_dump",
        "prisma",
        "rails",
        "sequelize",
        "sqlalchemy",
        "typeorm"
      })
  void mendsOnceAndForAll(String tool) {
    for (DsqlVersion version : DsqlVersion.all()) {
      FixedScript fixed = Lint.fix(script(tool), version);
      Set<String> left = new HashSet<>(Cases.unfixable(fixed.report()));
      FixedScript again = Lint.fix(fixed.sql(), version);
      assertThat(again.sql()).isEqualTo(fixed.sql());
      assertThat(again.report().diagnostics()).extracting(Diagnostic::rule).isSubsetOf(left);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "drizzle, ''",
    "flyway, ''",
    "knex, ''",
    "liquibase, ''",
    "prisma, ''",
    "rails, ''",
    "sequelize, ''",
    "sqlalchemy, ''",
    "typeorm, ''",
    "pg_dump, array_type",
    "django, at_unsupported_alter_column_set_type"
  })
  void leavesLittleToDoByHand(String tool, String left) {
    LintReport report = Lint.fix(script(tool), Cases.SEPTEMBER).report();
    assertThat(Set.copyOf(Cases.unfixable(report)))
        .isEqualTo(left.isEmpty() ? Set.of() : Set.of(left));
  }

  @Test
  void keepsCommentsDataAndLayoutOfADump() {
    String fixed = Lint.fix(script("pg_dump"), Cases.SEPTEMBER).sql();
    assertThat(fixed)
        .contains("-- Name: customers; Type: TABLE; Schema: public; Owner: -\n")
        .contains("1\ta@example.com\tA;B\t")
        .contains("    CONSTRAINT email_has_at CHECK")
        .contains("    CONSTRAINT customers_pkey PRIMARY KEY (id)")
        .doesNotContain("SET DEFAULT nextval");
  }
}
