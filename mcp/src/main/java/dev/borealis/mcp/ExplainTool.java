package dev.borealis.mcp;

import static dev.borealis.mcp.Schemas.described;
import static dev.borealis.mcp.Schemas.member;
import static dev.borealis.mcp.Schemas.object;
import static dev.borealis.mcp.Schemas.text;

import dev.borealis.diagnose.Diagnosis;
import dev.borealis.diagnose.Diagnosis.Phase;
import dev.borealis.diagnose.DiagnosisException;
import dev.borealis.diagnose.Finding;
import dev.borealis.mcp.ServedTool.Effect;
import dev.borealis.mcp.SqlGuard.Access;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tool that says why a query is slow. */
final class ExplainTool {
  private static final String NAME = "explain_query";
  private static final List<Phase> PHASES = List.of(Phase.values());

  private final ClusterSource cluster;

  ExplainTool(ClusterSource cluster) {
    this.cluster = cluster;
  }

  ServedTool tool() {
    return new ServedTool(
        NAME,
        "Explain a query",
        """
        Why a query is slow or costs many DPUs: its plan by EXPLAIN ANALYZE VERBOSE, which runs it, evidence from the catalog, \
        experiments, and a diagnostic report in Markdown with findings and exact SQL. All in READ ONLY transactions. Takes \
        SELECT; UPDATE and DELETE as the SELECT with the same joins and WHERE; no INSERT, DO, CALL, own functions. \
        analyze=false only plans, and gives the plan alone. Apply nothing unasked. Clusters in AWS tell DPUs; for a local one \
        the report estimates them.\
        """,
        object(
            List.of(
                member("sql", text("The statement, without EXPLAIN.")),
                member(
                    "analyze",
                    Schemas.flag(
                        "Whether to run it, for actual rows, times and the report.", true)),
                member(
                    "redundant_predicates",
                    described(
                        Schemas.arrayOf(Schemas.STRING),
                        "Conditions that business rules make true for every row of the result, to"
                            + " be tried."))),
            "sql"),
        object(
            List.of(
                member("plan", Schemas.STRING),
                member("note", Schemas.STRING),
                member("findings", Schemas.OBJECTS),
                member("report", Schemas.STRING)),
            "plan"),
        Effect.READS_CLUSTER,
        this::answer);
  }

  private Answer answer(Arguments arguments, Call call) {
    String sql =
        arguments.text("sql", "Incorrect invocation: explain_query invoked without a statement");
    boolean analyze = arguments.flag("analyze", true);
    List<String> predicates = predicates(arguments);
    // Judged by itself first, so that nothing can hide behind EXPLAIN's options. What would write
    // is let pass here, because it is turned into what reads, or only planned.
    SqlGuard.require(sql, Access.WRITE);
    Diagnosis diagnosis =
        new Diagnosis(
            call.client(cluster), statement -> call.requireWanted(), phase -> tell(call, phase));
    try {
      if (!analyze) {
        return new Answer.Members(Map.of("plan", diagnosis.plan(sql, false).text()));
      }
      Map<String, Object> members = members(diagnosis.diagnose(sql, predicates));
      tell(call, null);
      return new Answer.Members(members);
    } catch (DiagnosisException e) {
      throw new RefusedException(
          call.isCancelled() ? "The call was cancelled." : String.valueOf(e.getMessage()));
    }
  }

  private static void tell(Call call, @Nullable Phase next) {
    if (next == null) {
      call.done(PHASES.size(), PHASES.size(), null);
    } else {
      call.done(PHASES.indexOf(next), PHASES.size(), next.words());
    }
  }

  private static List<String> predicates(Arguments arguments) {
    List<@Nullable Object> given = arguments.list("redundant_predicates");
    List<String> predicates = new ArrayList<>();
    for (Object predicate : given == null ? List.<@Nullable Object>of() : given) {
      if (!(predicate instanceof String condition)) {
        throw new RefusedException("redundant_predicates must be a list of strings.");
      }
      predicates.add(condition);
    }
    return predicates;
  }

  private static Map<String, Object> members(Diagnosis.Diagnosed diagnosed) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("plan", diagnosed.capture().text());
    if (!diagnosed.note().isEmpty()) {
      members.put("note", diagnosed.note());
    }
    members.put("findings", diagnosed.findings().stream().map(ExplainTool::members).toList());
    members.put("report", diagnosed.report());
    return members;
  }

  private static Map<String, Object> members(Finding finding) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("title", finding.title());
    members.put("severity", finding.severity().words());
    members.put("applies_to", finding.appliesTo().words());
    members.put("duration_ms", finding.millis());
    members.put("recommendation", finding.recommendation());
    if (finding.sql() != null) {
      members.put("sql", finding.sql());
    }
    members.put("expected_impact", finding.expectedImpact());
    return members;
  }
}
