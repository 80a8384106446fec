package dev.borealis.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the service takes is taken, as it is, from the version on that takes it, and no sooner. */
class AcceptedStatementTest {
  @TestFactory
  Stream<DynamicTest> takesWhatTheServiceTakesFromItsVersionOn() {
    return RuleFile.lines("accepted.tsv").stream()
        .map(line -> line.split("\t", -1))
        .map(cells ->
            DynamicTest.dynamicTest(
                cells[0] + " " + cells[1], () -> check(DsqlVersion.parse(cells[0]), cells[1])));
  }

  private static void check(DsqlVersion since, String sql) {
    for (DsqlVersion version : DsqlVersion.all()) {
      Dialect dialect = Dialect.of(version);
      if (version.compareTo(since) >= 0) {
        assertThat(Fixtures.answer(dialect, sql)).as("in %s", version).isEqualTo("accepted");
        assertThat(dialect.findings(Fixtures.parse(sql), sql)).isEmpty();
      } else {
        assertThat(Fixtures.answer(dialect, sql)).as("in %s", version).isNotEqualTo("accepted");
      }
    }
  }
}
