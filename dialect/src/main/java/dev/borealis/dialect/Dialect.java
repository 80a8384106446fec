package dev.borealis.dialect;

import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.Stmt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a version of Aurora DSQL accepts, rewrites and refuses. Immutable and safe for many threads;
 * its answers depend on the statement alone.
 */
public final class Dialect {
  private static final Map<DsqlVersion, Dialect> DIALECTS = new ConcurrentHashMap<>();

  /** The name under which the data has the rule for statements that nothing else names. */
  private static final String ANY_STATEMENT = "Stmt";

  private static final String PARSE_ERROR = "parse_error";

  private static final Verdict ACCEPT = new Verdict.Accept();

  private final DsqlVersion version;
  private final RuleBook book;
  private final Map<String, List<RuleBook.Refusal>> refusals = new HashMap<>();
  private final Map<String, List<RuleFile.Line.Replace>> replacements = new HashMap<>();
  private final Rule unlisted;
  private final Rule parseError;

  /** What was put together for a class of nodes, when one was first met. */
  private final Map<Class<?>, Checks> checks = new ConcurrentHashMap<>();

  /** A rule with its condition. */
  record Check(Rule rule, Condition condition) {}

  /** A replacement with its condition. */
  record Change(String replacement, Condition condition) {}

  /** All that is asked of nodes of one class. */
  record Checks(boolean accepted, List<Check> refusals, List<Change> replacements) {}

  private Dialect(DsqlVersion version) {
    this.version = version;
    this.book = RuleBook.of(version);
    for (RuleBook.Refusal refusal : book.refusals()) {
      for (String node : refusal.node().split(" ", -1)) {
        refusals.computeIfAbsent(node, _ -> new ArrayList<>()).add(refusal);
      }
    }
    for (RuleFile.Line.Replace replace : book.replacements()) {
      replacements.computeIfAbsent(replace.node(), _ -> new ArrayList<>()).add(replace);
    }
    this.unlisted = only(ANY_STATEMENT);
    this.parseError = only(PARSE_ERROR);
  }

  private Rule only(String node) {
    return refusals.getOrDefault(node, List.of()).getFirst().rule();
  }

  /** The dialect of a version; the same object each time. */
  public static Dialect of(DsqlVersion version) {
    return DIALECTS.computeIfAbsent(version, Dialect::new);
  }

  /** Its version. */
  public DsqlVersion version() {
    return version;
  }

  /**
   * What becomes of a statement. A failed transaction block comes before it (25P02), and syntax
   * errors do; what needs the catalog comes after it.
   *
   * @param source the text that the statement was parsed from; it may hold others beside it
   */
  public Verdict verdict(Stmt statement, String source) {
    Walk walk = new Walk(this, statement, source, true);
    if (!walk.findings().isEmpty()) {
      Finding first = walk.findings().getFirst();
      return new Verdict.Refuse(
          first.rule(),
          first.sqlState(),
          first.message(),
          first.detail(),
          first.rule().hint(),
          first.span());
    }
    String rewritten = walk.rewritten();
    return rewritten == null ? ACCEPT : new Verdict.Rewrite(rewritten);
  }

  /**
   * All that is refused in a statement, in the service's order of checks; empty if it is accepted.
   *
   * @param source as in {@link #verdict}
   */
  public List<Finding> findings(Stmt statement, String source) {
    return List.copyOf(new Walk(this, statement, source, false).findings());
  }

  /** The rules that hold, in the order of the data. */
  public List<Rule> rules() {
    return book.refusals().stream().map(RuleBook.Refusal::rule).toList();
  }

  /** The rules that older versions have and this one has not. */
  public List<Rule> endedRules() {
    return List.copyOf(book.ended());
  }

  /** The statements that are not refused as a kind, by the names of PostgreSQL's nodes. */
  public Set<String> acceptedStatements() {
    return Set.copyOf(book.accepted());
  }

  /** The limits that a text does not show. */
  public List<Quota> quotas() {
    return List.copyOf(book.quotas());
  }

  /**
   * A limit by its name.
   *
   * @throws IllegalArgumentException if this version has none of that name
   */
  public Quota quota(String id) {
    return book.quotas().stream()
        .filter(quota -> quota.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(version + " has no quota " + id));
  }

  /** The refusals that a text does not show. */
  public List<ContextRule> contextRules() {
    return List.copyOf(book.contextRules());
  }

  /**
   * A refusal by its name.
   *
   * @throws IllegalArgumentException if this version has none of that name
   */
  public ContextRule contextRule(String id) {
    return book.contextRules().stream()
        .filter(rule -> rule.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(version + " has no refusal " + id));
  }

  /** Whether a session may change a setting; letter case does not matter. */
  public boolean isChangeableSetting(String name) {
    return set("settings").contains(name.toLowerCase(Locale.ROOT));
  }

  /** The settings that a session may change, in lower case. */
  public Set<String> changeableSettings() {
    return set("settings").names();
  }

  /** The built-in types that a column may have, by their names in the catalog. */
  public Set<String> columnTypes() {
    return set("column_types").names();
  }

  /** The built-in types that a key's column may have, by their names in the catalog. */
  public Set<String> keyTypes() {
    return set("key_types").names();
  }

  /** The functions that are refused by name; {@code pg_ls_*} stands for all that begin with it. */
  public Set<String> unsupportedFunctions() {
    NameSet functions = set("unsupported_functions");
    Set<String> names = new TreeSet<>(functions.names());
    functions.prefixes().forEach(prefix -> names.add(prefix + "*"));
    return names;
  }

  /** What a statement counts as in a transaction. */
  public StatementClass classOf(Stmt statement) {
    return StatementClass.of(statement);
  }

  private NameSet set(String name) {
    NameSet set = book.names().get(name);
    if (set == null) {
      throw new IllegalStateException("the data has no set " + name);
    }
    return set;
  }

  Rule unlisted() {
    return unlisted;
  }

  Rule parseError() {
    return parseError;
  }

  Checks checksOf(Node node) {
    Checks known = checks.get(node.getClass());
    return known == null ? checks.computeIfAbsent(node.getClass(), _ -> makeChecks(node)) : known;
  }

  private Checks makeChecks(Node node) {
    String name = NodeNames.of(node);
    List<Check> checksOfNode = new ArrayList<>();
    for (RuleBook.Refusal refusal : refusals.getOrDefault(name, List.of())) {
      Condition condition = Condition.parse(name, refusal.when(), book.names());
      checksOfNode.add(new Check(refusal.rule(), condition));
    }
    List<Change> changes = new ArrayList<>();
    for (RuleFile.Line.Replace replace : replacements.getOrDefault(name, List.of())) {
      Condition condition = Condition.parse(name, replace.when(), book.names());
      changes.add(new Change(replace.replacement(), condition));
    }
    boolean accepted = !(node instanceof Stmt) || book.accepted().contains(name);
    return new Checks(accepted, List.copyOf(checksOfNode), List.copyOf(changes));
  }
}
