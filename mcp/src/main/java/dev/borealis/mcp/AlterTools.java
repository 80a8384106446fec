package dev.borealis.mcp;

import static dev.borealis.mcp.Schemas.described;
import static dev.borealis.mcp.Schemas.member;
import static dev.borealis.mcp.Schemas.object;
import static dev.borealis.mcp.Schemas.text;

import dev.borealis.alter.AlterException;
import dev.borealis.alter.AlterPlan;
import dev.borealis.alter.AlterPlanner;
import dev.borealis.alter.AlterRequest;
import dev.borealis.alter.PlanJson;
import dev.borealis.alter.PlanText;
import dev.borealis.mcp.ServedTool.Effect;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tool that plans changes of tables. It reads, and leaves running to a person. */
final class AlterTools {
  private final ClusterSource cluster;
  private final McpOptions options;

  AlterTools(ClusterSource cluster, McpOptions options) {
    this.cluster = cluster;
    this.options = options;
  }

  List<ServedTool> tools() {
    return List.of(planAlter());
  }

  private ServedTool planAlter() {
    return new ServedTool(
        "plan_alter",
        "Plan a change of a table",
        "Plan ALTER TABLE on Aurora DSQL: in place where the service can, else by making the table anew, with the SQL of"
            + " every step, the rows that are in the way (counts and examples), what goes lost and what is not guaranteed."
            + " Changes nothing. Put all clauses for one table into one call. Show the plan to the user; run it with"
            + " 'dsql alter \"...\" --run', which asks at each gate, can be resumed and undone.",
        object(
            List.of(
                member("sql", text("ALTER TABLE statements of one table.")),
                member(
                    "set",
                    described(
                        Schemas.arrayOf(Schemas.STRING),
                        "What columns of the new table get, each 'column = expression' over the present columns; to split or"
                            + " merge columns.")),
                member("dsql_version", LocalTools.version())),
            "sql"),
        object(
            List.of(
                member("id", Schemas.STRING),
                member("method", Schemas.STRING),
                member("runnable", Schemas.BOOLEAN),
                member("steps", Schemas.OBJECTS),
                member("validations", Schemas.OBJECTS),
                member("blockers", Schemas.arrayOf(Schemas.STRING)),
                member("notes", Schemas.arrayOf(Schemas.STRING))),
            "id",
            "method",
            "runnable",
            "steps",
            "validations",
            "blockers",
            "notes"),
        Effect.READS_CLUSTER,
        (arguments, call) -> {
          String sql =
              arguments.text("sql", "Incorrect invocation: plan_alter invoked without sql");
          List<String> assignments = texts(arguments.list("set"));
          AlterRequest request =
              new AlterRequest(sql, assignments, LocalTools.version(arguments, options));
          return plan(request, call);
        });
  }

  private Answer plan(AlterRequest request, Call call) {
    try {
      AlterPlan plan = new AlterPlanner(call.client(cluster), Clock.systemUTC()).plan(request);
      return new Answer.Told(PlanText.of(plan), PlanJson.members(plan));
    } catch (AlterException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    } catch (SQLException e) {
      throw new RefusedException("Error executing plan_alter: " + StatementRun.text(e));
    }
  }

  private static List<String> texts(@Nullable List<@Nullable Object> values) {
    List<String> texts = new ArrayList<>();
    for (Object value : values == null ? List.<@Nullable Object>of() : values) {
      if (!(value instanceof String text)) {
        throw new RefusedException("set must be a list of strings: 'column = expression'.");
      }
      texts.add(text);
    }
    return texts;
  }
}
