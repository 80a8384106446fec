package dev.borealis.mcp;

import dev.borealis.knowledge.Knowledge;
import dev.borealis.knowledge.Outline;
import dev.borealis.knowledge.Skill;
import io.modelcontextprotocol.server.McpServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceSpecification;
import io.modelcontextprotocol.spec.McpSchema.GetPromptResult;
import io.modelcontextprotocol.spec.McpSchema.Prompt;
import io.modelcontextprotocol.spec.McpSchema.PromptArgument;
import io.modelcontextprotocol.spec.McpSchema.PromptMessage;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.Resource;
import io.modelcontextprotocol.spec.McpSchema.ResourceContents;
import io.modelcontextprotocol.spec.McpSchema.Role;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What clients can read without calling a tool: the pages, the schema, and the skill's workflows.
 */
final class Guides {
  private static final String MARKDOWN = "text/markdown";
  private static final String SCHEMA = "dsql://schema";

  private static final String COLUMNS =
      """
      SELECT table_schema, table_name, column_name, data_type, is_nullable, column_default
      FROM information_schema.columns
      WHERE table_schema NOT IN ('pg_catalog', 'information_schema', 'sys')
      ORDER BY table_schema, table_name, ordinal_position
      """;

  private final Knowledge knowledge;
  private final StatementRun run;

  Guides(Knowledge knowledge, StatementRun run) {
    this.knowledge = knowledge;
    this.run = run;
  }

  List<SyncResourceSpecification> resources() {
    List<SyncResourceSpecification> resources = new ArrayList<>();
    for (Outline page : knowledge.outlines()) {
      resources.add(
          new SyncResourceSpecification(
              Resource.builder(page.url(), page.id())
                  .title(page.title())
                  .description(page.summary())
                  .mimeType(MARKDOWN)
                  .build(),
              (exchange, request) -> contents(request.uri(), MARKDOWN, text(page))));
    }
    resources.add(
        new SyncResourceSpecification(
            Resource.builder(SCHEMA, "schema")
                .title("Tables and columns of the cluster")
                .description("Every column of every table that the user may see.")
                .mimeType("application/json")
                .build(),
            (exchange, request) -> schema(request.uri())));
    return resources;
  }

  private String text(Outline page) {
    return knowledge.page(page.id()).orElseThrow().markdown();
  }

  private ReadResourceResult schema(String uri) {
    var statement =
        StatementRun.pass(new Placeholders.Numbered(COLUMNS, List.of()), SqlGuard.Access.READ);
    Rows rows = run.read("schema", statement, Call.current()).rows();
    String json = JsonMapper.shared().writeValueAsString(rows.rows());
    List<ResourceContents> contents = new ArrayList<>();
    contents.add(TextResourceContents.builder(uri, json).mimeType("application/json").build());
    if (rows.note() != null) {
      String note = rows.note() + " get_schema and describe_table show single tables.";
      contents.add(TextResourceContents.builder(uri, note).mimeType("text/plain").build());
    }
    return ReadResourceResult.builder(contents).build();
  }

  private static ReadResourceResult contents(String uri, String type, String text) {
    return ReadResourceResult.builder(
            List.of(TextResourceContents.builder(uri, text).mimeType(type).build()))
        .build();
  }

  List<SyncPromptSpecification> prompts() {
    return Skill.workflows().stream().map(Guides::prompt).toList();
  }

  private static SyncPromptSpecification prompt(Skill.Workflow workflow) {
    PromptArgument goal =
        PromptArgument.builder("goal")
            .description("What you want to achieve, with names of tables.")
            .required(false)
            .build();
    return new SyncPromptSpecification(
        Prompt.builder(workflow.name())
            .title(workflow.title())
            .description(workflow.summary())
            .arguments(List.of(goal))
            .build(),
        (exchange, request) -> {
          Map<String, Object> arguments = request.arguments();
          Object wish = arguments == null ? null : arguments.get("goal");
          String text =
              wish == null ? workflow.text() : workflow.text() + "\nThe goal: " + wish + "\n";
          return GetPromptResult.builder(
                  List.of(new PromptMessage(Role.USER, TextContent.builder(text).build())))
              .description(workflow.summary())
              .build();
        });
  }
}
