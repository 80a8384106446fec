package dev.borealis.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each rule refuses what it should, with the service's words, and leaves its neighbour alone. */
class RuleTest {
  private static final List<Dialect> DIALECTS =
      DsqlVersion.all().stream().map(Dialect::of).toList();

  @TestFactory
  Stream<DynamicTest> refusesWhatItShouldAndNoMore() {
    return Fixtures.refusals().stream()
        .map(fixture ->
            DynamicTest.dynamicTest(
                fixture.rule() + ": " + fixture.refused(),
                () -> DIALECTS.forEach(dialect -> check(fixture, dialect))));
  }

  private static void check(Fixtures.Refusal fixture, Dialect dialect) {
    if (dialect.rules().stream().noneMatch(rule -> rule.id().equals(fixture.rule()))) {
      return;
    }
    assertThat(Fixtures.answer(dialect, fixture.refused()))
        .as("%s of %s", fixture.refused(), dialect.version())
        .isEqualTo(fixture.answer());
    assertThat(found(dialect, fixture.refused())).contains(fixture.rule());
    assertThat(found(dialect, fixture.near()))
        .as("%s of %s", fixture.near(), dialect.version())
        .doesNotContain(fixture.rule());
    tellsServerAndLinterTheSame(dialect, fixture.refused());
    tellsServerAndLinterTheSame(dialect, fixture.near());
  }

  private static void tellsServerAndLinterTheSame(Dialect dialect, String sql) {
    List<Finding> findings = dialect.findings(Fixtures.parse(sql), sql);
    String answer = Fixtures.answer(dialect, sql);
    assertThat(answer.startsWith("rewritten: ") ? "accepted" : answer)
        .as("%s of %s", sql, dialect.version())
        .isEqualTo(
            findings.isEmpty()
                ? "accepted"
                : findings.getFirst().sqlState() + " " + findings.getFirst().message());
  }

  @Test
  void hasFixturesForEveryRule() {
    Set<String> tried =
        Fixtures.refusals().stream().map(Fixtures.Refusal::rule).collect(Collectors.toSet());
    assertThat(allRules()).isEqualTo(new TreeSet<>(tried));
  }

  @Test
  void namesEachRuleOnce() {
    for (Dialect dialect : DIALECTS) {
      assertThat(dialect.rules()).extracting(Rule::id).doesNotHaveDuplicates();
    }
  }

  private static Set<String> allRules() {
    return DIALECTS.stream()
        .flatMap(dialect -> dialect.rules().stream())
        .map(Rule::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> found(Dialect dialect, String sql) {
    return dialect.findings(Fixtures.parse(sql), sql).stream()
        .map(finding -> finding.rule().id())
        .collect(Collectors.toSet());
  }
}
