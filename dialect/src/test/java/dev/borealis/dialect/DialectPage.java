package dev.borealis.dialect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the tables of docs/dialect.md from the data. */
final class DialectPage {
  private static final List<DsqlVersion> VERSIONS = DsqlVersion.all();
  private static final Dialect NEWEST = Dialect.of(VERSIONS.getLast());

  private final StringBuilder page = new StringBuilder();

  static String tables() {
    DialectPage page = new DialectPage();
    page.refusals();
    page.statements();
    page.sets();
    page.quotas();
    page.contextRules();
    return page.page.toString();
  }

  private void refusals() {
    Map<String, String> examples = new LinkedHashMap<>();
    Fixtures.refusals().forEach(fixture -> examples.putIfAbsent(fixture.rule(), fixture.refused()));
    heading("Refusals");
    row(
        "rule",
        "example",
        String.join(" | ", names(VERSIONS)),
        "SQLSTATE and message",
        "source",
        "linter");
    row("---", "---", "---|".repeat(VERSIONS.size() - 1) + "---", "---", "---", "---");
    for (Rule rule : allRules()) {
      row(
          rule.id(),
          code(shortened(examples.getOrDefault(rule.id(), ""))),
          VERSIONS.stream().map(version -> verdict(rule, version)).collect(joined(" | ")),
          rule.sqlState() + " " + code(rule.message()),
          rule.source(),
          (rule.lintId().equals(rule.id()) ? "" : rule.lintId() + ", ") + rule.fix().status());
    }
  }

  /** The rules of all versions, each where the data has it first. */
  private static List<Rule> allRules() {
    Map<String, Rule> rules = new LinkedHashMap<>();
    for (DsqlVersion version : VERSIONS) {
      Dialect.of(version).rules().forEach(rule -> rules.put(rule.id(), rule));
      Dialect.of(version).endedRules().forEach(rule -> rules.put(rule.id(), rule));
    }
    return List.copyOf(rules.values());
  }

  private static String verdict(Rule rule, DsqlVersion version) {
    if (version.compareTo(rule.since()) < 0) {
      return "–";
    }
    DsqlVersion until = rule.until();
    if (until == null || version.compareTo(until) < 0) {
      return version.equals(rule.since()) && rule.sinceDate() != null
          ? "refused since " + rule.sinceDate()
          : "refused";
    }
    return version.equals(until) ? "ended " + rule.untilDate() : "–";
  }

  private void statements() {
    heading("Statements that are not refused as a kind");
    row("since", "statements, by PostgreSQL's nodes");
    row("---", "---");
    Set<String> before = Set.of();
    for (DsqlVersion version : VERSIONS) {
      Set<String> accepted = Dialect.of(version).acceptedStatements();
      row(version.name(), added(accepted, before));
      before = accepted;
    }
  }

  private void sets() {
    set("Settings that a session may change", Dialect::changeableSettings);
    set("Built-in types that a column may have", Dialect::columnTypes);
    set("Built-in types that a key may have", Dialect::keyTypes);
    set("Functions that are refused", Dialect::unsupportedFunctions);
  }

  private void set(String title, Function<Dialect, Set<String>> members) {
    heading(title);
    row("since", "names");
    row("---", "---");
    Set<String> before = Set.of();
    for (DsqlVersion version : VERSIONS) {
      Set<String> now = members.apply(Dialect.of(version));
      if (!now.equals(before)) {
        row(version.name(), added(now, before));
      }
      before = now;
    }
  }

  private static String added(Set<String> now, Set<String> before) {
    Set<String> added = new TreeSet<>(now);
    added.removeAll(before);
    return added.stream().map(DialectPage::code).collect(joined(", "));
  }

  private void quotas() {
    heading("Limits");
    row("limit", "value", "SQLSTATE and message", "what is counted, and when", "source");
    row("---", "---", "---", "---", "---");
    for (Quota quota : NEWEST.quotas()) {
      row(
          quota.id(),
          "%,d %s".formatted(quota.limit(), quota.unit()),
          quota.sqlState() + " " + code(quota.message()),
          quota.description(),
          quota.source());
    }
  }

  private void contextRules() {
    heading("Refusals that depend on the catalog or the transaction");
    row("rule", "SQLSTATE and message", "when", "source");
    row("---", "---", "---", "---");
    for (ContextRule rule : NEWEST.contextRules()) {
      row(
          rule.id(),
          rule.sqlState() + " " + code(rule.message()),
          rule.description(),
          rule.source());
    }
  }

  private void heading(String text) {
    page.append("\n## ").append(text).append("\n\n");
  }

  private void row(String... cells) {
    page.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static List<String> names(List<DsqlVersion> versions) {
    return new ArrayList<>(new LinkedHashSet<>(versions.stream().map(DsqlVersion::name).toList()));
  }

  private static java.util.stream.Collector<CharSequence, ?, String> joined(String between) {
    return Collectors.joining(between);
  }

  private static String code(@Nullable String text) {
    return text == null || text.isEmpty() ? "" : "`" + text.replace("|", "\\|") + "`";
  }

  private static String shortened(String sql) {
    int most = 100;
    return sql.length() <= most ? sql : sql.substring(0, most) + " ...";
  }
}
