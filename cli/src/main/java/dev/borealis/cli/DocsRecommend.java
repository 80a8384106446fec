package dev.borealis.cli;

import dev.borealis.dialect.DsqlVersion;
import dev.borealis.knowledge.Knowledge;
import dev.borealis.knowledge.Recommendation;
import java.io.IOException;
import java.util.List;

final class DocsRecommend extends Subcommand {
  private final Setting<List<String>> words =
      arguments("NEED", "What you want to do, SQL, or a page.");
  private final Setting<DsqlVersion> version =
      option(
          "--dsql-version",
          "YYYY-MM",
          DsqlVersion.defaultVersion(),
          "The state of Aurora DSQL that SQL is held against");
  private final Setting<Output> output = outputOption();

  DocsRecommend() {
    super("recommend", "Tells what to read about SQL, about what you want to do, or after a page.");
    examples(
        "  dsql docs recommend 'CREATE TABLE t (id serial PRIMARY KEY)'",
        "  dsql docs recommend several customers in one table");
  }

  @Override
  public Integer call() throws IOException {
    String need = String.join(" ", words.value());
    if (need.isBlank()) {
      throw wrongUsage("What do you want to do?");
    }
    List<Recommendation> found = new Knowledge().recommend(need, version.value());
    switch (output.value()) {
      case TEXT -> {
        for (Recommendation recommendation : found) {
          out()
              .println(
                  recommendation.title() + "  [" + DocsRead.reference(recommendation.url()) + "]");
          out().println(recommendation.reason().indent(4));
        }
        if (found.isEmpty()) {
          out().println("There is nothing to recommend. 'dsql docs read' lists all pages.");
        }
      }
      case JSON ->
          JsonText.print(
              out(),
              json -> {
                json.writeStartArray();
                for (Recommendation recommendation : found) {
                  json.writeStartObject();
                  json.writeStringProperty("url", recommendation.url());
                  json.writeStringProperty("title", recommendation.title());
                  json.writeStringProperty("reason", recommendation.reason());
                  json.writeEndObject();
                }
                json.writeEndArray();
              });
    }
    return found.isEmpty() ? 1 : 0;
  }
}
