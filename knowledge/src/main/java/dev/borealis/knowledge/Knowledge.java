package dev.borealis.knowledge;

import dev.borealis.dialect.DsqlVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What there is to know about Aurora DSQL, without a network. Safe for many threads; nothing is
 * read before it is asked for.
 */
public final class Knowledge {
  /** How many hits {@link #search} gives if nobody says. */
  public static final int DEFAULT_HITS = 5;

  /** How many there are at most. */
  public static final int MAX_HITS = 50;

  /** How much of a page {@link #read} gives if nobody says, in UTF-16 units. */
  public static final int DEFAULT_PASSAGE = 10_000;

  private @Nullable List<Page> pages;
  private @Nullable SearchIndex index;

  /** All pages. */
  public synchronized List<Page> pages() {
    if (pages == null) {
      pages = Pages.load();
    }
    return pages;
  }

  private synchronized SearchIndex index() {
    if (index == null) {
      index = new SearchIndex(pages());
    }
    return index;
  }

  /** What the pages are about, without their texts; faster than {@link #pages}. */
  public List<Outline> outlines() {
    return Pages.outlines();
  }

  /** A page by its identifier or address. */
  public Optional<Page> page(String address) {
    String id = Page.reference(address).split("#", 2)[0];
    return pages().stream().filter(page -> page.id().equals(id)).findFirst();
  }

  /**
   * The sections that answer a question best, best first.
   *
   * @param limit how many, 1 to {@link #MAX_HITS}; anything else is brought into this range
   */
  public List<Hit> search(String phrase, int limit) {
    return index().search(phrase, Math.clamp(limit, 1, MAX_HITS));
  }

  /**
   * A page, a section of it, or a part of either.
   *
   * @param address an identifier such as {@code occ-retry}, the address of a page or section, or
   *     that of a page of AWS's documentation, for which the nearest page is given
   * @param startIndex from where, in UTF-16 units
   * @param maxLength how much at most, in UTF-16 units
   * @throws UnknownPageException if there is no such page
   */
  public Passage read(String address, int startIndex, int maxLength) {
    String reference = Page.reference(address);
    String[] parts = reference.split("#", 2);
    Optional<Page> known = page(reference);
    String note = null;
    if (known.isEmpty() && reference.startsWith("http")) {
      known = nearest(reference);
      note = reference + " is not fetched; this is the offline page on its subject.";
    }
    Page page = known.orElseThrow(() -> unknown(reference));
    if (parts.length == 2 && note == null) {
      Section section = page.section(parts[1]).orElseThrow(() -> unknown(reference));
      return cut(
          page,
          reference,
          "## " + section.heading() + "\n\n" + section.text() + "\n",
          startIndex,
          maxLength,
          null);
    }
    return cut(page, page.id(), page.markdown(), startIndex, maxLength, note);
  }

  private static Passage cut(
      Page page,
      String reference,
      String text,
      int startIndex,
      int maxLength,
      @Nullable String note) {
    int from = Math.clamp(startIndex, 0, text.length());
    int to = Math.clamp((long) from + Math.max(maxLength, 1), from, text.length());
    return new Passage(
        Page.url(reference), page.title(), text.substring(from, to), from, text.length(), note);
  }

  /** The page on the subject that an address tells by its last part. */
  private Optional<Page> nearest(String address) {
    String last = address.split("[?#]", 2)[0].replaceAll("/+$", "").replaceAll(".*/", "");
    String words =
        last.replaceAll("\\.html?$", "")
            .replace("SECTION_", "")
            .replaceAll("[-_]", " ")
            .replaceAll("^(working with|using|getting started with) ", "");
    return search(words, 1).stream().findFirst().flatMap(hit -> page(hit.url()));
  }

  private UnknownPageException unknown(String reference) {
    String near =
        search(reference.replaceAll("[#/_-]", " "), 3).stream()
            .map(Hit::url)
            .collect(Collectors.joining(", "));
    return new UnknownPageException(
        "There is no page '%s'.%s 'dsql docs search' finds pages."
            .formatted(reference, near.isEmpty() ? "" : " Near ones: " + near + "."));
  }

  /**
   * What to read next: about a page, about SQL, or about what somebody wants to do.
   *
   * @param need the address of a page, one or more statements, or a sentence
   * @param version the state of the service that SQL is held against
   */
  public List<Recommendation> recommend(String need, DsqlVersion version) {
    Map<String, Recommendation> recommendations = new LinkedHashMap<>();
    Optional<Page> about = page(need.strip());
    if (about.isPresent()) {
      about.get().related().forEach(id -> add(recommendations, id, "Read next."));
    } else {
      for (SqlAdvice.Advice advice : SqlAdvice.about(need, version)) {
        add(recommendations, advice.reference(), advice.reason());
      }
    }
    if (recommendations.isEmpty()) {
      for (Hit hit : search(need, DEFAULT_HITS)) {
        String id = Page.reference(hit.url()).split("#", 2)[0];
        page(id).ifPresent(page -> add(recommendations, id, page.summary()));
      }
    }
    List<String> found = new ArrayList<>(recommendations.keySet());
    if (!found.isEmpty() && about.isEmpty()) {
      page(found.getFirst())
          .ifPresent(page -> page.related().forEach(id -> add(recommendations, id, null)));
    }
    return List.copyOf(recommendations.values());
  }

  private void add(
      Map<String, Recommendation> recommendations, String reference, @Nullable String reason) {
    page(reference)
        .ifPresent(page -> {
          String anchor = reference.contains("#") ? reference.split("#", 2)[1] : "";
          String title = anchor.isEmpty() ? page.title() : page.title() + ": " + anchor;
          recommendations.putIfAbsent(
              reference,
              new Recommendation(
                  Page.url(reference), title, reason == null ? page.summary() : reason));
        });
  }
}
