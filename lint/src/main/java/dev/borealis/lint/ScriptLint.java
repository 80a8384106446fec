package dev.borealis.lint;

import dev.borealis.dialect.DsqlVersion;
import dev.borealis.dialect.Fix;
import dev.borealis.sql.tree.RelationStmt.IndexStmt;
import dev.borealis.sql.tree.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The first walk through a script: what is wrong with it, and which statements change because of
 * others. It keeps diagnostics and definitions of tables, not the script.
 */
final class ScriptLint implements ScriptWalk.Visitor {
  /** More of them do not help anybody; the walk then ends. */
  private static final int MAX_DIAGNOSTICS = 100_000;

  private final StatementLint lint;
  private final boolean fixing;
  private final Collapses collapses;
  private final TransactionBlocks blocks;
  private final Map<Integer, List<Diagnostic>> found = new HashMap<>();

  /** What is to be left as it is, by statement. */
  private final Map<Integer, Map<String, String>> ignored = new HashMap<>();

  /** How many statements come in the place of one, if not one. */
  private final Map<Integer, Integer> statements = new HashMap<>();

  private final BitSet changed = new BitSet();
  private int count;
  private @Nullable String unreadable;

  ScriptLint(DsqlVersion version, boolean fixing) {
    this.lint = new StatementLint(version);
    this.fixing = fixing;
    this.collapses = new Collapses(lint);
    this.blocks = new TransactionBlocks(lint.dialect());
  }

  @Override
  public void statement(int ordinal, ScriptUnit unit, List<Directive> directives) {
    Map<String, String> reasons = reasons(ordinal, unit, directives);
    StatementLint.Outcome outcome = lint.look(unit.read(), reasons.keySet());
    boolean asWritten = unit.text().equals(unit.read());
    for (Problem problem : outcome.problems()) {
      add(ordinal, (asWritten ? problem : problem.unfixable()).in(unit));
    }
    if (outcome.tree() instanceof IndexStmt index) {
      for (Problem problem : IndexedColumns.problems(index, collapses, lint.dialect())) {
        add(ordinal, problem.in(unit));
      }
    }
    List<String> mended =
        outcome.statements() == null || !asWritten ? List.of(unit.text()) : outcome.statements();
    if (!mended.equals(List.of(unit.text()))) {
      changed.set(ordinal);
      statements.put(ordinal, mended.size());
    }
    collapses.see(ordinal, unit, outcome, reasons.keySet());
    blocks.see(ordinal, unit, outcome, mended.isEmpty() ? "" : mended.getFirst());
  }

  private Map<String, String> reasons(int ordinal, ScriptUnit unit, List<Directive> directives) {
    if (directives.isEmpty()) {
      return Map.of();
    }
    Map<String, String> reasons = new HashMap<>();
    for (Directive directive : directives) {
      String reason = directive.reason();
      if (reason == null) {
        add(ordinal, directive.withoutReason().in(unit));
      } else {
        directive.rules().forEach(rule -> reasons.put(rule, reason));
      }
    }
    ignored.put(ordinal, reasons);
    return reasons;
  }

  private void add(int ordinal, Diagnostic diagnostic) {
    count++;
    found.computeIfAbsent(ordinal, _ -> new ArrayList<>()).add(diagnostic);
  }

  @Override
  public void between(ScriptUnit unit) {}

  @Override
  public void unreadable(ScriptUnit unit) {
    unreadable = unit.text();
    Problem problem =
        Problem.unfixable(
            StatementLint.PARSE_ERROR,
            new Span(0, 0),
            unit.text(),
            "The rest of the script was not read.");
    add(
        Integer.MAX_VALUE,
        problem.in(new ScriptUnit(unit.kind(), "", "", unit.line(), unit.column())));
  }

  @Override
  public boolean goesOn() {
    if (count >= MAX_DIAGNOSTICS && unreadable == null) {
      unreadable = "more than %,d diagnostics".formatted(MAX_DIAGNOSTICS);
    }
    return unreadable == null;
  }

  /**
   * What has been found, and what the second walk is to do.
   *
   * @param changed the statements that change by themselves
   * @param removed those that go because others do their work
   * @param tables those that do the work of others
   */
  record Findings(
      LintReport report,
      BitSet changed,
      Set<Integer> removed,
      Map<Integer, CollapsedTable> tables,
      TransactionBlocks.Division division,
      Map<Integer, Map<String, String>> ignored) {}

  /** Walks through a script. */
  static Findings of(SqlSource source, DsqlVersion version, boolean fixing) throws IOException {
    ScriptLint walk = new ScriptLint(version, fixing);
    ScriptWalk.walk(source, walk);
    return walk.findings();
  }

  private Findings findings() {
    Map<Integer, CollapsedTable> tables = collapses.changed();
    Set<Integer> removed = new HashSet<>(fixing ? collapses.removed() : Set.of());
    tables.forEach(this::lookAgain);
    TransactionBlocks.Division division =
        blocks.divide(
            fixing,
            ordinal ->
                removed.contains(ordinal) ? 0 : fixing ? statements.getOrDefault(ordinal, 1) : 1);
    removed.forEach(found::remove);
    collapses.diagnostics().forEach(this::addAll);
    division.problems().forEach(this::addAll);
    List<Diagnostic> reported = new ArrayList<>();
    List<Diagnostic> suppressed = new ArrayList<>();
    found.forEach((ordinal, diagnostics) -> {
      Map<String, String> reasons = ignored.getOrDefault(ordinal, Map.of());
      for (Diagnostic diagnostic : diagnostics) {
        String reason = reasons.get(diagnostic.rule());
        if (reason == null) {
          reported.add(diagnostic);
        } else {
          suppressed.add(diagnostic.suppressed(reason));
        }
      }
    });
    reported.sort(ScriptLint::byPlace);
    suppressed.sort(ScriptLint::byPlace);
    boolean changes =
        !changed.isEmpty() || !collapses.removed().isEmpty() || !division.ends().isEmpty();
    LintReport report =
        new LintReport(List.copyOf(reported), List.copyOf(suppressed), unreadable, changes);
    return new Findings(report, changed, removed, tables, division, ignored);
  }

  private void addAll(int ordinal, List<Diagnostic> diagnostics) {
    diagnostics.forEach(diagnostic -> add(ordinal, diagnostic));
  }

  /** What comes to light when a table does the work of later statements. */
  private void lookAgain(int ordinal, CollapsedTable table) {
    if (!fixing) {
      return;
    }
    Set<String> rules = ignored.getOrDefault(ordinal, Map.of()).keySet();
    List<Diagnostic> known = found.getOrDefault(ordinal, List.of());
    String sql = table.sql();
    ScriptUnit unit = new ScriptUnit(ScriptUnit.Kind.STATEMENT, sql, sql, table.line(), 1);
    List<Diagnostic> more = new ArrayList<>();
    for (Problem problem : lint.look(sql, rules).problems()) {
      boolean said =
          known.stream()
              .anyMatch(other ->
                  other.rule().equals(problem.rule())
                      && (other.fix() == problem.fix() || problem.fix() != Fix.UNFIXABLE));
      if (!said) {
        more.add(problem.at(new Span(0, 0)).in(unit));
      }
    }
    addAll(ordinal, more);
  }

  // Comparator.comparingInt makes lambdas that no class cache keeps, which is felt in a small file.
  private static int byPlace(Diagnostic one, Diagnostic other) {
    int lines = Integer.compare(one.place().line(), other.place().line());
    return lines != 0 ? lines : Integer.compare(one.place().column(), other.place().column());
  }
}
