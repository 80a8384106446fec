package dev.borealis.mcp;

import static dev.borealis.mcp.Schemas.described;
import static dev.borealis.mcp.Schemas.member;
import static dev.borealis.mcp.Schemas.object;
import static dev.borealis.mcp.Schemas.text;

import dev.borealis.mcp.ServedTool.Effect;
import dev.borealis.mcp.SqlGuard.Access;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The tools of the 2025 agent power, whose placeholders are {@code $1}. */
final class EarlierTools {
  private static final String TABLES =
      """
      SELECT table_name FROM information_schema.tables
      WHERE table_schema = $1 AND table_type IN ('BASE TABLE', 'VIEW') ORDER BY table_name
      """;
  private static final String COLUMNS =
      """
      SELECT column_name, data_type, is_nullable, column_default, character_maximum_length
      FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2 ORDER BY ordinal_position
      """;
  private static final String CONSTRAINTS =
      """
      SELECT c.conname AS name, pg_get_constraintdef(c.oid) AS definition, c.convalidated AS validated
      FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
      WHERE n.nspname = $1 AND t.relname = $2 ORDER BY c.contype DESC, c.conname
      """;
  private static final String INDEXES =
      """
      SELECT i.relname AS name, pg_get_indexdef(x.indexrelid) AS definition, x.indisvalid AS valid
      FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
      JOIN pg_namespace n ON n.oid = t.relnamespace
      WHERE n.nspname = $1 AND t.relname = $2 ORDER BY i.relname
      """;

  private final StatementRun run;
  private final McpOptions options;

  EarlierTools(StatementRun run, McpOptions options) {
    this.run = run;
    this.options = options;
  }

  List<ServedTool> tools() {
    return List.of(query(), execute(), listTables(), describeTable());
  }

  private static Map<String, Object> statementInput() {
    return object(
        List.of(
            member("sql", text("One SQL statement.")),
            member("parameters", described(Schemas.VALUES, "The values of $1, $2 and so on."))),
        "sql");
  }

  private ServedTool query() {
    return new ServedTool(
        "query",
        "Read from the database ($1)",
        "As readonly_query, with placeholders $1, $2; answers {rows, rowCount}.",
        statementInput(),
        object(
            List.of(member("rows", Schemas.OBJECTS), member("rowCount", Schemas.INTEGER)),
            "rows",
            "rowCount"),
        Effect.READS_CLUSTER,
        (arguments, call) -> {
          Rows rows = run.read("query", statement("query", arguments, Access.READ), call).rows();
          Map<String, Object> members = new LinkedHashMap<>();
          members.put("rows", rows.rows());
          members.put("rowCount", rows.rows().size());
          return new Answer.Members(noted(members, rows));
        });
  }

  private static Map<String, Object> noted(Map<String, Object> members, Rows rows) {
    if (rows.note() != null) {
      members.put("truncated", Objects.requireNonNull(rows.note()));
    }
    return members;
  }

  private ServedTool execute() {
    return new ServedTool(
        "execute",
        "Run one statement ($1)",
        "Run one statement in a transaction of its own, DDL too; placeholders $1, $2. Answers the"
            + " number of affected rows. "
            + (options.allowWrites()
                ? "Ask the user before changing or deleting anything."
                : "This server does not allow writes."),
        statementInput(),
        object(
            List.of(member("rowCount", Schemas.INTEGER), member("rows", Schemas.OBJECTS)),
            "rowCount"),
        options.allowWrites() ? Effect.CHANGES_CLUSTER : Effect.READS_CLUSTER,
        (arguments, call) -> {
          Access access = options.allowWrites() ? Access.WRITE : Access.READ;
          StatementRun.Result result =
              run.write("execute", List.of(statement("execute", arguments, access)), call);
          Map<String, Object> members = new LinkedHashMap<>();
          members.put("rowCount", result.changed());
          members.put("rows", result.rows().rows());
          return new Answer.Members(noted(members, result.rows()));
        });
  }

  private static StatementRun.Passed statement(String tool, Arguments arguments, Access access) {
    String sql =
        arguments.text("sql", "Incorrect invocation: " + tool + " invoked without a SQL statement");
    return StatementRun.pass(Placeholders.ofDollar(sql, arguments.list("parameters")), access);
  }

  private ServedTool listTables() {
    return new ServedTool(
        "list_tables",
        "List tables",
        "The names of the tables and views of a schema.",
        object(
            List.of(member("schema", Schemas.described(Schemas.STRING, "The schema.", "public")))),
        Schemas.result(Schemas.STRING),
        Effect.READS_CLUSTER,
        (arguments, call) -> {
          String schema = Objects.requireNonNullElse(arguments.optionalText("schema"), "public");
          Rows rows = own("list_tables", TABLES, List.of(schema), call);
          List<Object> names =
              rows.rows().stream()
                  .map(row -> Objects.requireNonNull(row.get("table_name")))
                  .toList();
          return new Answer.Elements(names, rows.note());
        });
  }

  private ServedTool describeTable() {
    return new ServedTool(
        "describe_table",
        "Describe a table",
        "The columns, constraints and indexes of a table, with their definitions, and whether they"
            + " are valid.",
        object(
            List.of(
                member("table_name", text("The table, in its own letter case.")),
                member("schema", Schemas.described(Schemas.STRING, "The schema.", "public"))),
            "table_name"),
        object(
            List.of(
                member("columns", Schemas.OBJECTS),
                member("constraints", Schemas.OBJECTS),
                member("indexes", Schemas.OBJECTS)),
            "columns",
            "constraints",
            "indexes"),
        Effect.READS_CLUSTER,
        (arguments, call) -> {
          String table =
              arguments.text(
                  "table_name",
                  "Incorrect invocation: describe_table invoked without a table name");
          String schema = Objects.requireNonNullElse(arguments.optionalText("schema"), "public");
          List<@Nullable Object> values = List.of(schema, table);
          Rows columns = own("describe_table", COLUMNS, values, call);
          if (columns.rows().isEmpty()) {
            throw new RefusedException(
                "There is no table %s.%s. list_tables shows which there are."
                    .formatted(schema, table));
          }
          Map<String, Object> members = new LinkedHashMap<>();
          members.put("table_name", table);
          members.put("schema", schema);
          members.put("columns", columns.rows());
          members.put("constraints", own("describe_table", CONSTRAINTS, values, call).rows());
          members.put("indexes", own("describe_table", INDEXES, values, call).rows());
          return new Answer.Members(members);
        });
  }

  private Rows own(String tool, String sql, List<@Nullable Object> values, Call call) {
    return run.read(
            tool, StatementRun.pass(new Placeholders.Numbered(sql, values), Access.READ), call)
        .rows();
  }
}
