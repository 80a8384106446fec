package dev.borealis.mcp;

import static dev.borealis.mcp.Schemas.described;
import static dev.borealis.mcp.Schemas.member;
import static dev.borealis.mcp.Schemas.object;
import static dev.borealis.mcp.Schemas.result;
import static dev.borealis.mcp.Schemas.text;

import dev.borealis.mcp.ServedTool.Effect;
import dev.borealis.mcp.SqlGuard.Access;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The database tools of the official server, under their names and with their messages. */
final class DatabaseTools {
  private static final String READONLY_QUERY = "readonly_query";
  private static final String TRANSACT = "transact";
  private static final String GET_SCHEMA = "get_schema";

  private static final String COLUMNS =
      """
      SELECT column_name, data_type, is_nullable, column_default
      FROM information_schema.columns
      WHERE lower(table_name) = lower($1) AND ($2 = '' OR lower(table_schema) = lower($2))
      ORDER BY table_schema, table_name, ordinal_position
      """;

  private final StatementRun run;
  private final McpOptions options;

  DatabaseTools(StatementRun run, McpOptions options) {
    this.run = run;
    this.options = options;
  }

  List<ServedTool> tools() {
    return List.of(readonlyQuery(), transact(), getSchema());
  }

  private ServedTool readonlyQuery() {
    return new ServedTool(
        READONLY_QUERY,
        "Read from the database",
        """
        Run one read-only SQL statement on Aurora DSQL: SELECT, VALUES, TABLE, SHOW, or EXPLAIN of these. \
        Joins, WITH (also RECURSIVE), UNION, window functions and information_schema work. Placeholders are %s, with the \
        values in params; never paste values into the SQL. Refused: anything that writes, locks rows (FOR UPDATE), sets \
        something, waits, or calls functions with effects. At most %,d rows come back; a text block says if there are more.\
        """
            .formatted("%s", options.maxRows()),
        object(
            List.of(
                member("sql", text("One SQL statement.")),
                member(
                    "params",
                    described(Schemas.VALUES, "The values of the placeholders %s, in order."))),
            "sql"),
        result(Schemas.OBJECT),
        Effect.READS_CLUSTER,
        (arguments, call) -> {
          String sql =
              arguments.text(
                  "sql", "Incorrect invocation: readonly_query invoked without a SQL statement");
          var query = Placeholders.ofPercent(sql, arguments.list("params"));
          return elements(
              run.read(READONLY_QUERY, StatementRun.pass(query, Access.READ), call).rows());
        });
  }

  private ServedTool transact() {
    return new ServedTool(
        TRANSACT,
        "Run statements in one transaction",
        """
        Run SQL statements in one transaction and return the rows of the last one. BEGIN and COMMIT are added; leave them \
        out. %s Rules of Aurora DSQL: one DDL statement alone in a call (CREATE INDEX ASYNC and GRANT too), never with \
        INSERT, UPDATE or DELETE; at most 3,000 changed rows and 10 MiB; conflicts (40001) are retried. CREATE INDEX ASYNC \
        returns a job_id: see sys.jobs, or CALL sys.wait_for_job(...) in a call of its own. Use UUID keys \
        (gen_random_uuid()). Lint SQL from elsewhere with dsql_lint first. Several SELECTs in one call see one snapshot.\
        """
            .formatted(
                options.allowWrites()
                    ? "Writes are allowed: ask the user before changing or deleting anything."
                    : "This server does not allow writes: every statement must be read-only."),
        object(
            List.of(
                member(
                    "sql_list",
                    described(Schemas.arrayOf(Schemas.STRING), "SQL statements, in order.")),
                member(
                    "params_list",
                    described(
                        Schemas.VALUES,
                        "For each statement the list of values of its placeholders %s, or null."))),
            "sql_list"),
        result(Schemas.OBJECT),
        options.allowWrites() ? Effect.CHANGES_CLUSTER : Effect.READS_CLUSTER,
        (arguments, call) -> elements(transact(arguments, call)));
  }

  private Rows transact(Arguments arguments, Call call) {
    List<@Nullable Object> statements = arguments.list("sql_list");
    if (statements == null || statements.isEmpty()) {
      throw new RefusedException("Incorrect invocation: transact invoked with no sql statements");
    }
    List<@Nullable Object> parameters = arguments.list("params_list");
    if (parameters != null && parameters.size() != statements.size()) {
      throw new RefusedException(
          "params_list length (%d) must equal sql_list length (%d)"
              .formatted(parameters.size(), statements.size()));
    }
    Access access = options.allowWrites() ? Access.WRITE : Access.READ;
    List<StatementRun.Passed> passed = new ArrayList<>();
    for (int i = 0; i < statements.size(); i++) {
      if (!(statements.get(i) instanceof String sql)) {
        throw new RefusedException("sql_list must be a list of strings.");
      }
      var query = Placeholders.ofPercent(sql, values(parameters, i));
      passed.add(StatementRun.pass(query, access));
    }
    return run.write(TRANSACT, passed, call).rows();
  }

  private static @Nullable List<@Nullable Object> values(
      @Nullable List<@Nullable Object> parameters, int index) {
    return switch (parameters == null ? null : parameters.get(index)) {
      case null -> null;
      case List<?> list -> new ArrayList<>(list);
      case Object other ->
          throw new RefusedException("params_list must hold lists or null, not " + other + ".");
    };
  }

  private ServedTool getSchema() {
    return new ServedTool(
        GET_SCHEMA,
        "Show a table's columns",
        "The columns of a table: name, type, whether it may be null, default. Letter case does not matter. An empty list"
            + " means that there is no such table.",
        object(List.of(member("table_name", text("A table, or schema.table."))), "table_name"),
        result(Schemas.OBJECT),
        Effect.READS_CLUSTER,
        (arguments, call) -> {
          String name =
              arguments.text(
                  "table_name", "Incorrect invocation: Schema invoked without a table name");
          int dot = name.indexOf('.');
          List<@Nullable Object> values =
              List.of(name.substring(dot + 1), dot < 0 ? "" : name.substring(0, dot));
          return elements(own(GET_SCHEMA, COLUMNS, values, call));
        });
  }

  /** A query of this program's own. */
  private Rows own(String tool, String sql, List<@Nullable Object> values, Call call) {
    return run.read(
            tool, StatementRun.pass(new Placeholders.Numbered(sql, values), Access.READ), call)
        .rows();
  }

  private static Answer elements(Rows rows) {
    return new Answer.Elements(rows.rows(), rows.note());
  }
}
