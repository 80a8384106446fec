package dev.borealis.knowledge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The pages as they lie in the jar, with their facts filled in. */
final class Pages {
  private static final String LIST = "pages.txt";

  private Pages() {}

  /** All pages: those that are written, in the order of the list, and those made of data. */
  static List<Page> load() {
    Facts facts = new Facts();
    List<Page> pages = new ArrayList<>();
    for (String id : resource(LIST).lines().filter(line -> !line.isBlank()).toList()) {
      pages.add(Page.parse(id, facts.fill(resource("pages/" + id + ".md"))));
    }
    pages.add(Page.parse("limits", facts.limitsPage()));
    pages.add(Page.parse("refusals", facts.refusalsPage()));
    return List.copyOf(pages);
  }

  static String resource(String name) {
    try (InputStream in = Pages.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
