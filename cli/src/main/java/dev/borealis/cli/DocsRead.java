package dev.borealis.cli;

import dev.borealis.knowledge.Knowledge;
import dev.borealis.knowledge.Outline;
import dev.borealis.knowledge.Passage;
import dev.borealis.knowledge.UnknownPageException;
import java.io.IOException;
import java.util.List;

final class DocsRead extends Subcommand {
  private static final String SCHEME = "dsql://docs/";

  private final Setting<List<String>> pages =
      arguments("PAGE", "A page, such as occ-retry; without one, all pages are listed.");
  private final Setting<Output> output = outputOption();

  DocsRead() {
    super("read", "Prints a page, or lists all pages.");
    examples("  dsql docs read", "  dsql docs read occ-retry", "  dsql docs read limits");
  }

  /** An address as it is typed. */
  static String reference(String url) {
    return url.startsWith(SCHEME) ? url.substring(SCHEME.length()) : url;
  }

  @Override
  public Integer call() throws IOException {
    Knowledge knowledge = new Knowledge();
    if (pages.value().isEmpty()) {
      list(knowledge);
      return 0;
    }
    if (pages.value().size() > 1) {
      throw wrongUsage("One page at a time.");
    }
    Passage passage;
    try {
      passage = knowledge.read(pages.value().getFirst(), 0, Integer.MAX_VALUE);
    } catch (UnknownPageException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()), e);
    }
    switch (output.value()) {
      case TEXT -> out().print(passage.text());
      case JSON ->
          JsonText.print(
              out(),
              json -> {
                json.writeStartObject();
                json.writeStringProperty("url", passage.url());
                json.writeStringProperty("title", passage.title());
                json.writeStringProperty("text", passage.text());
                json.writeEndObject();
              });
    }
    return 0;
  }

  private void list(Knowledge knowledge) throws IOException {
    switch (output.value()) {
      case TEXT -> {
        for (Outline page : knowledge.outlines()) {
          out().println("%-22s %s".formatted(page.id(), page.summary()));
        }
      }
      case JSON ->
          JsonText.print(
              out(),
              json -> {
                json.writeStartArray();
                for (Outline page : knowledge.outlines()) {
                  json.writeStartObject();
                  json.writeStringProperty("url", page.url());
                  json.writeStringProperty("title", page.title());
                  json.writeStringProperty("summary", page.summary());
                  json.writeEndObject();
                }
                json.writeEndArray();
              });
    }
  }
}
