package dev.borealis.dialect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What the files of a version and of those before it add up to.
 *
 * @param accepted the statements that are taken, by the names of their nodes
 * @param refusals what is refused, in the order in which it is checked
 * @param replacements what PostgreSQL gets in another text
 * @param names the sets that conditions speak of
 * @param ended the rules of older versions that have ended
 */
record RuleBook(
    TreeSet<String> accepted,
    List<Refusal> refusals,
    List<RuleFile.Line.Replace> replacements,
    Map<String, NameSet> names,
    List<Quota> quotas,
    List<ContextRule> contextRules,
    List<Rule> ended) {

  /** A rule, and what of it is read by {@link Condition}. */
  record Refusal(Rule rule, String node, String when) {}

  /** Reads the files up to a version's. */
  static RuleBook of(DsqlVersion version) {
    RuleBook book =
        new RuleBook(
            new TreeSet<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new HashMap<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    Map<String, TreeSet<String>> names = new LinkedHashMap<>();
    for (DsqlVersion step : DsqlVersion.all()) {
      if (step.compareTo(version) <= 0) {
        for (RuleFile.Line line : RuleFile.of(step)) {
          book.take(line, step, names);
        }
      }
    }
    names.forEach((set, members) -> book.names.put(set, NameSet.of(members)));
    return book;
  }

  private void take(RuleFile.Line line, DsqlVersion step, Map<String, TreeSet<String>> sets) {
    switch (line) {
      case RuleFile.Line.Accept accept -> accepted.addAll(accept.nodes());
      case RuleFile.Line.Refuse refuse -> refusals.add(refusal(refuse, step));
      case RuleFile.Line.Replace replace -> replacements.add(replace);
      case RuleFile.Line.Names set ->
          sets.computeIfAbsent(set.set(), name -> new TreeSet<>()).addAll(set.members());
      case RuleFile.Line.Withdraw withdraw -> withdraw(withdraw, step);
      case RuleFile.Line.Limit limit -> quotas.add(limit.quota());
      case RuleFile.Line.Context context -> contextRules.add(context.rule());
    }
  }

  private static Refusal refusal(RuleFile.Line.Refuse line, DsqlVersion step) {
    Rule rule =
        new Rule(
            line.id(),
            line.lintId(),
            line.node() + ": " + line.when(),
            line.sqlState(),
            line.message(),
            line.detail(),
            line.hint(),
            line.fix(),
            line.source(),
            step,
            line.date(),
            null,
            null);
    return new Refusal(rule, line.node(), line.when());
  }

  private void withdraw(RuleFile.Line.Withdraw line, DsqlVersion step) {
    for (int i = 0; i < refusals.size(); i++) {
      Rule rule = refusals.get(i).rule;
      if (rule.id().equals(line.id())) {
        refusals.remove(i);
        ended.add(rule.endingAt(step, line.date()));
        return;
      }
    }
    throw new IllegalStateException("there is no rule " + line.id() + " to withdraw");
  }
}
