package dev.borealis.diagnose;

import dev.borealis.client.ClusterClient;
import dev.borealis.plan.Operation;
import dev.borealis.plan.PlanNode;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds out why a query is slow or costs much: captures its plan, gathers evidence, experiments,
 * and reports. Everything happens in READ ONLY transactions that are rolled back.
 */
public final class Diagnosis {
  private final ClusterReader reader;
  private final Consumer<Phase> beginning;

  /**
   * @param running is told of each statement before it runs on the cluster, so that it can be
   *     cancelled
   */
  public Diagnosis(ClusterClient client, Consumer<Statement> running) {
    this(client, running, phase -> {});
  }

  /**
   * @param running is told of each statement before it runs on the cluster, so that it can be
   *     cancelled
   * @param beginning is told of each phase of a diagnosis before it begins
   */
  public Diagnosis(ClusterClient client, Consumer<Statement> running, Consumer<Phase> beginning) {
    reader = new ClusterReader(client, running);
    this.beginning = beginning;
  }

  /** The phases of a diagnosis, in order. */
  public enum Phase {
    CAPTURE("running the statement for its plan"),
    EVIDENCE("looking up its tables"),
    EXPERIMENTS("running it in other ways"),
    REPORT("comparing values and writing the report");

    private final String words;

    Phase(String words) {
      this.words = words;
    }

    /** What is done in it. */
    public String words() {
      return words;
    }
  }

  /**
   * What a diagnosis has found.
   *
   * @param statement as it was given
   * @param note how what was explained differs from it; empty if it does not
   * @param capture the plan
   * @param findings the gravest node first
   * @param report all of it in Markdown
   */
  public record Diagnosed(
      String statement, String note, CapturedPlan capture, List<Finding> findings, String report) {}

  /**
   * The plan of a statement, without a diagnosis. UPDATE and DELETE are explained as the SELECT
   * with the same joins and WHERE if the plan is to be run, as they are otherwise.
   *
   * @param analyze whether to run it, for actual rows and times
   * @throws DiagnosisException if it is not explained, with the cluster's words if it refuses
   */
  public CapturedPlan plan(String sql, boolean analyze) {
    return analyze
        ? capture(ExplainedStatement.of(sql))
        : explain(ExplainedStatement.unrun(sql), false);
  }

  /**
   * Diagnoses a statement.
   *
   * @param redundantPredicates conditions that are true for every row of the result by the rules of
   *     the business, to be tried; may be empty
   * @throws DiagnosisException if it is not diagnosed, with the cluster's words if it refuses
   */
  public Diagnosed diagnose(String sql, List<String> redundantPredicates) {
    ExplainedStatement statement = ExplainedStatement.of(sql);
    if (!redundantPredicates.isEmpty()) {
      // What is no condition is said before the statement is run.
      String _ = statement.with(redundantPredicates);
    }
    beginning.accept(Phase.CAPTURE);
    CapturedPlan capture = capture(statement);
    beginning.accept(Phase.EVIDENCE);
    Catalog catalog = new Catalog(reader);
    Evidence evidence = Evidence.gather(statement, capture, catalog);
    beginning.accept(Phase.EXPERIMENTS);
    Experiments experiments = Experiments.run(reader, statement, capture, redundantPredicates);
    beginning.accept(Phase.REPORT);
    List<Finding> findings = findings(evidence, catalog, experiments);
    String report = new ReportWriter(evidence, experiments, findings).write();
    String note = statement.note() == null ? "" : statement.note();
    return new Diagnosed(sql, note, capture, findings, report);
  }

  /**
   * Diagnoses the statement of an earlier report again.
   *
   * @param earlierReport as {@link #diagnose} wrote it, perhaps with addenda
   * @return the addendum, to be appended to the report
   * @throws DiagnosisException if the text is no such report, or the statement is not diagnosed
   */
  public String reassess(String earlierReport) {
    EarlierReport earlier = EarlierReport.read(earlierReport);
    Diagnosed now = diagnose(earlier.statement(), List.of());
    return new AddendumWriter(earlier, now).write();
  }

  private CapturedPlan capture(ExplainedStatement statement) {
    return explain(statement.explained(), true);
  }

  private CapturedPlan explain(String query, boolean analyze) {
    try {
      return reader.explain(query, analyze);
    } catch (SQLException e) {
      throw new DiagnosisException("EXPLAIN failed: " + ClusterReader.words(e), e);
    }
  }

  private static List<Finding> findings(
      Evidence evidence, Catalog catalog, Experiments experiments) {
    List<Finding> findings = new ArrayList<>();
    findings.addAll(new AccessRules(evidence).findings());
    findings.addAll(new JoinRules(evidence).findings());
    findings.addAll(OffsetRule.findings(evidence));
    findings.addAll(Rewrites.findings(evidence));
    findings.addAll(new EstimateRules(evidence, catalog).findings());
    findings.addAll(experiments.findings());
    findings.sort(
        Comparator.comparing((Finding finding) -> finding.severity() == Severity.BUG_REPORT)
            .thenComparing(Comparator.comparingDouble(Finding::millis).reversed())
            .thenComparing(Finding::cause));
    return List.copyOf(findings);
  }

  /** The node that reads tables and took longest; the root if none reads a table. */
  static PlanNode mainScan(CapturedPlan capture) {
    return capture.plan().nodes().stream()
        .filter(node -> node.operation() instanceof Operation.Scan)
        .max(Comparator.comparingDouble(Diagnosis::millis))
        .orElse(capture.plan().root());
  }

  private static double millis(PlanNode node) {
    return node.actual() == null ? 0 : node.actual().allMillis();
  }
}
