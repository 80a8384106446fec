package dev.borealis.knowledge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The pages as they lie in the jar, with their facts filled in. */
final class Pages {
  static final Outline LIMITS =
      new Outline(
          "limits",
          "Limits",
          "Every number that Aurora DSQL holds to, with the error that tells of it.");
  static final Outline REFUSALS =
      new Outline(
          "refusals",
          "What Aurora DSQL refuses, message by message",
          "Every refusal that the text of a statement shows, what to do instead, and since when it is accepted.");

  private static final String LIST = "pages.txt";

  private Pages() {}

  private static List<String> ids() {
    return resource(LIST).lines().filter(line -> !line.isBlank()).toList();
  }

  /** All pages: those that are written, in the order of the list, and those made of data. */
  static List<Page> load() {
    Facts facts = new Facts();
    List<Page> pages = new ArrayList<>();
    for (String id : ids()) {
      pages.add(Page.parse(id, facts.fill(resource("pages/" + id + ".md"))));
    }
    pages.add(Page.parse(LIMITS.id(), facts.limitsPage()));
    pages.add(Page.parse(REFUSALS.id(), facts.refusalsPage()));
    return List.copyOf(pages);
  }

  /** What the pages are about. It reads nothing of the dialect's data, which takes its time. */
  static List<Outline> outlines() {
    List<Outline> outlines = new ArrayList<>();
    for (String id : ids()) {
      Page unfilled = Page.parse(id, resource("pages/" + id + ".md"));
      outlines.add(new Outline(id, unfilled.title(), unfilled.summary()));
    }
    outlines.add(LIMITS);
    outlines.add(REFUSALS);
    return List.copyOf(outlines);
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
