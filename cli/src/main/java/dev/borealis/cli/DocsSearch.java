package dev.borealis.cli;

import dev.borealis.knowledge.Hit;
import dev.borealis.knowledge.Knowledge;
import java.io.IOException;
import java.util.List;

final class DocsSearch extends Subcommand {
  private final Setting<List<String>> words =
      arguments("WORD", "A question, a few words, or an error message.");
  private final Setting<Integer> limit =
      option("--limit", "COUNT", Knowledge.DEFAULT_HITS, "How many results");
  private final Setting<Output> output = outputOption();

  DocsSearch() {
    super("search", "Finds pages by words. The exit code is 1 if nothing is found.");
    examples(
        "  dsql docs search retry 40001", "  dsql docs search 'transaction row limit exceeded'");
  }

  @Override
  public Integer call() throws IOException {
    String phrase = String.join(" ", words.value());
    if (phrase.isBlank()) {
      throw wrongUsage("What are you looking for?");
    }
    List<Hit> hits = new Knowledge().search(phrase, limit.value());
    switch (output.value()) {
      case TEXT -> {
        for (Hit hit : hits) {
          out().println(hit.title() + "  [" + DocsRead.reference(hit.url()) + "]");
          out().println(hit.excerpt().indent(4));
        }
        if (hits.isEmpty()) {
          out().println("Nothing was found. 'dsql docs read' lists all pages.");
        }
      }
      case JSON ->
          JsonText.print(
              out(),
              json -> {
                json.writeStartArray();
                for (Hit hit : hits) {
                  json.writeStartObject();
                  json.writeStringProperty("url", hit.url());
                  json.writeStringProperty("title", hit.title());
                  json.writeStringProperty("excerpt", hit.excerpt());
                  json.writeNumberProperty("score", hit.score());
                  json.writeEndObject();
                }
                json.writeEndArray();
              });
    }
    return hits.isEmpty() ? 1 : 0;
  }
}
