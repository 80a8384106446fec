package dev.borealis.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.sql.tree.Node;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The data speaks of nodes that exist, and every cell has a meaning. */
class RuleDataTest {
  private static final Set<String> SOURCES =
      Set.of(
          "recorded", "documented", "measured", "field report", "linter", "PostgreSQL", "assumed");

  private static final Dialect NEWEST = Dialect.of(DsqlVersion.all().getLast());

  /** The records of the syntax tree, by their names. */
  private static Set<String> nodes() {
    Set<String> names = new HashSet<>();
    collect(Node.class, names);
    return names;
  }

  private static void collect(Class<?> type, Set<String> names) {
    Class<?>[] parts = type.getPermittedSubclasses();
    if (parts == null) {
      names.add(type.getSimpleName());
    } else {
      Arrays.stream(parts).forEach(part -> collect(part, names));
    }
  }

  @Test
  void namesOnlyNodesThatExist() {
    Set<String> known = nodes();
    known.addAll(Set.of("Stmt", "parse_error"));
    Set<String> named = new TreeSet<>(NEWEST.acceptedStatements());
    allRules()
        .map(rule -> rule.subject().substring(0, rule.subject().indexOf(':')))
        .forEach(subjects -> named.addAll(List.of(subjects.split(" ", -1))));
    assertThat(named).isSubsetOf(known);
  }

  @Test
  void namesASourceForEveryRule() {
    assertThat(allRules()).extracting(Rule::source).isSubsetOf(SOURCES);
    assertThat(NEWEST.contextRules()).extracting(ContextRule::source).isSubsetOf(SOURCES);
  }

  @Test
  void hasFiveCharactersForEverySqlState() {
    assertThat(
            Stream.of(
                    allRules().map(Rule::sqlState),
                    NEWEST.quotas().stream().map(Quota::sqlState),
                    NEWEST.contextRules().stream().map(ContextRule::sqlState))
                .flatMap(states -> states))
        .allMatch(state -> state.matches("[0-9A-Z]{5}"));
  }

  @Test
  void writesHintsAsSentences() {
    assertThat(allRules().map(Rule::hint).filter(Objects::nonNull))
        .allMatch(hint -> hint.endsWith(".") && Character.isUpperCase(hint.charAt(0)));
  }

  @Test
  void refusesEveryKindOfStatementThatItDoesNotName() {
    assertThat(nodes()).containsAll(NEWEST.acceptedStatements());
    assertThat(NEWEST.acceptedStatements()).doesNotContain("TruncateStmt", "CreateCastStmt");
  }

  @Test
  void findsQuotasAndRefusalsByName() {
    assertThat(NEWEST.quota("indexes_per_table").limit()).isEqualTo(24);
    assertThat(NEWEST.contextRule("mixed_ddl_dml_transaction").message())
        .isEqualTo("ddl and dml are not supported in the same transaction");
    assertThatThrownBy(() -> NEWEST.quota("moons")).hasMessage("2026-09 has no quota moons");
    assertThatThrownBy(() -> NEWEST.contextRule("moons")).hasMessageContaining("moons");
  }

  @Test
  void knowsTypesAndSettings() {
    assertThat(NEWEST.keyTypes()).isSubsetOf(NEWEST.columnTypes()).contains("numeric", "uuid");
    assertThat(NEWEST.isChangeableSetting("TimeZone")).isTrue();
    assertThat(NEWEST.isChangeableSetting("work_mem")).isFalse();
  }

  private static Stream<Rule> allRules() {
    return DsqlVersion.all().stream().flatMap(version -> Dialect.of(version).rules().stream());
  }
}
