package dev.borealis.lint;

import dev.borealis.dialect.Dialect;
import dev.borealis.dialect.DsqlVersion;
import dev.borealis.dialect.Finding;
import dev.borealis.dialect.Fix;
import dev.borealis.dialect.Rule;
import dev.borealis.dialect.StatementClass;
import dev.borealis.sql.SqlError;
import dev.borealis.sql.SqlParseException;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.Stmt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks at one statement at a time, and mends it. Safe for many threads. */
final class StatementLint {
  static final String PARSE_ERROR = "parse_error";

  /** Mending may lay open what was hidden; more rounds than this were never needed. */
  private static final int MAX_ROUNDS = 6;

  private static final String NO_SUGGESTION =
      "Leave it out, or have the application do it; docs/dialect.md lists what works.";

  private final Dialect dialect;
  private final List<Dialect> later;

  StatementLint(DsqlVersion version) {
    dialect = Dialect.of(version);
    later =
        DsqlVersion.all().stream()
            .filter(other -> other.compareTo(version) > 0)
            .map(Dialect::of)
            .toList();
  }

  Dialect dialect() {
    return dialect;
  }

  /**
   * What became of a statement.
   *
   * @param tree null if it could not be read, or need not be
   * @param kind what it counts as in a transaction; null if it could not be read
   * @param statements what comes in its place, null if it stays as it is
   */
  record Outcome(
      @Nullable Stmt tree,
      @Nullable StatementClass kind,
      List<Problem> problems,
      @Nullable List<String> statements) {}

  private static final Outcome PLAIN_INSERT =
      new Outcome(null, StatementClass.DML, List.of(), null);

  /**
   * Looks at a statement and mends it.
   *
   * @param ignored rules whose findings are left as they are
   */
  Outcome look(String text, Set<String> ignored) {
    if (PlainInsert.is(text)) {
      return PLAIN_INSERT;
    }
    StatementText statement;
    try {
      statement = StatementText.read(text);
    } catch (SqlParseException e) {
      return new Outcome(null, null, List.of(parseError(e.error(), text)), null);
    }
    if (statement == null) {
      return new Outcome(null, null, List.of(), null);
    }
    List<Finding> findings = findings(statement);
    return findings.isEmpty()
        ? outcome(statement, List.of(), null)
        : mend(statement, findings, ignored);
  }

  private static Problem parseError(SqlError error, String text) {
    int offset = Math.max(0, Math.min(error.offset(), text.length()));
    int end = offset;
    while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    String hint = error.hint();
    return Problem.unfixable(
        PARSE_ERROR,
        new Span(offset, end),
        error.message(),
        hint == null
            ? "Nothing after this place was looked at, up to the next statement. SQL of MySQL is read"
                + " with --dialect mysql."
            : hint);
  }

  /** One finding for each rule's name and place. */
  private List<Finding> findings(StatementText statement) {
    List<Finding> all = dialect.findings(statement.tree(), statement.text());
    List<Finding> distinct = new ArrayList<>();
    for (Finding finding : all) {
      if (distinct.stream().noneMatch(other -> says(other, finding))) {
        distinct.add(finding);
      }
    }
    return distinct;
  }

  /** True if a finding of a whole says what is found in its part too. */
  private static boolean says(Finding whole, Finding part) {
    Span outer = whole.span();
    Span inner = part.span();
    return whole.rule().lintId().equals(part.rule().lintId())
        && !whole.rule().equals(part.rule())
        && outer != null
        && inner != null
        && Fixes.covers(outer, inner);
  }

  private Outcome mend(StatementText statement, List<Finding> findings, Set<String> ignored) {
    List<Problem> problems = new ArrayList<>();
    Draft draft = new Draft(statement);
    for (Finding finding : findings) {
      Problem problem = problem(finding, statement);
      Mending mending =
          ignored.contains(problem.rule()) ? null : Fixes.mend(finding, draft, dialect);
      problems.add(mending == null ? problem.unfixable() : problem.with(mending));
    }
    if (draft.isUnchanged()) {
      return outcome(statement, problems, null);
    }
    Rounds rounds = new Rounds(ignored);
    if (!rounds.run(draft.result())) {
      return outcome(statement, problems.stream().map(Problem::unfixable).toList(), null);
    }
    return outcome(statement, rounds.settle(problems, statement), rounds.statements);
  }

  private Outcome outcome(
      StatementText statement, List<Problem> problems, @Nullable List<String> statements) {
    Stmt tree = statement.tree();
    return new Outcome(tree, dialect.classOf(tree), problems, statements);
  }

  private Problem problem(Finding finding, StatementText statement) {
    Span whole = statement.tree().span();
    Span span = finding.span() == null ? whole : finding.span();
    String hint = finding.rule().hint();
    Rule ended = accepted(finding, statement);
    DsqlVersion by = ended == null ? null : ended.until();
    return new Problem(
        finding.rule().lintId(),
        span,
        finding.message(),
        hint == null ? NO_SUGGESTION : hint,
        Fix.UNFIXABLE,
        null,
        by == null || ended == null
            ? null
            : ended.untilDate() == null ? by.name() : ended.untilDate(),
        by == null ? null : by.name());
  }

  /** The rule as it has ended in a later version that finds nothing in its place. */
  private @Nullable Rule accepted(Finding finding, StatementText statement) {
    for (Dialect newer : later) {
      for (Rule ended : newer.endedRules()) {
        if (ended.id().equals(finding.rule().id())) {
          boolean still =
              newer.findings(statement.tree(), statement.text()).stream()
                  .anyMatch(other -> isSame(finding, other));
          return still ? null : ended;
        }
      }
    }
    return null;
  }

  private static boolean isSame(Finding finding, Finding other) {
    Span span = finding.span();
    Span place = other.span();
    return finding.rule().lintId().equals(other.rule().lintId())
        || (span != null
            && place != null
            && span.start() == place.start()
            && span.end() == place.end());
  }

  /** What is done until nothing changes any more. */
  private final class Rounds {
    private final Set<String> ignored;
    private final List<Problem> mended = new ArrayList<>();
    private List<Problem> left = new ArrayList<>();
    private List<String> statements = List.of();

    Rounds(Set<String> ignored) {
      this.ignored = ignored;
    }

    /** Returns false if what comes out is no SQL. */
    boolean run(List<String> first) {
      statements = first;
      for (int round = 0; round < MAX_ROUNDS; round++) {
        left = new ArrayList<>();
        List<String> next = new ArrayList<>();
        for (String text : statements) {
          StatementText statement;
          try {
            statement = StatementText.read(text);
          } catch (SqlParseException e) {
            return false;
          }
          if (statement != null) {
            next.addAll(again(statement));
          }
        }
        if (next.equals(statements)) {
          return true;
        }
        statements = next;
      }
      return true;
    }

    private List<String> again(StatementText statement) {
      Draft draft = new Draft(statement);
      for (Finding finding : findings(statement)) {
        Problem problem = problem(finding, statement);
        Mending mending =
            ignored.contains(problem.rule()) ? null : Fixes.mend(finding, draft, dialect);
        if (mending == null) {
          left.add(problem);
        } else {
          mended.add(problem.with(mending));
        }
      }
      return draft.isUnchanged() ? List.of(statement.text()) : draft.result();
    }

    /** What is reported: what was found at first, and what came to light while mending it. */
    List<Problem> settle(List<Problem> first, StatementText statement) {
      Set<String> stay = rules(left);
      List<Problem> problems = new ArrayList<>();
      for (Problem problem : first) {
        boolean gone =
            problem.fix() == Fix.UNFIXABLE
                && !ignored.contains(problem.rule())
                && !stay.contains(problem.rule());
        problems.add(gone ? problem.with(goneWithOthers()) : problem);
      }
      Set<String> said = new HashSet<>(rules(first));
      Span whole = statement.tree().span();
      for (Problem problem : mended) {
        if (said.add(problem.rule())) {
          problems.add(problem.at(whole));
        }
      }
      Set<String> saidUnfixable =
          problems.stream()
              .filter(problem -> problem.fix() == Fix.UNFIXABLE)
              .map(Problem::rule)
              .collect(Collectors.toSet());
      for (Problem problem : left) {
        if (saidUnfixable.add(problem.rule())) {
          problems.add(problem.unfixable().at(whole));
        }
      }
      return problems;
    }

    private static Mending goneWithOthers() {
      return Mending.warning("Mended together with what else is reported of this statement.");
    }

    private static Set<String> rules(List<Problem> problems) {
      return problems.stream().map(Problem::rule).collect(Collectors.toSet());
    }
  }
}
