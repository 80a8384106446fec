package dev.borealis.knowledge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A page about a subject.
 *
 * @param id its name in addresses, such as {@code occ-retry}
 * @param title its first heading
 * @param summary what it is for, in one sentence
 * @param keywords words that people search for and the text does not have
 * @param related identifiers of pages to read next
 * @param markdown the whole page
 * @param sections its parts, in order
 */
public record Page(
    String id,
    String title,
    String summary,
    String keywords,
    List<String> related,
    String markdown,
    List<Section> sections) {
  private static final String SCHEME = "dsql://docs/";
  private static final String KEYWORDS = "keywords: ";
  private static final String RELATED = "see: ";

  /** The address, such as {@code dsql://docs/occ-retry}. */
  public String url() {
    return url(id);
  }

  static String url(String reference) {
    return SCHEME + reference;
  }

  /** The page's identifier with an anchor or without, of an address or of itself. */
  static String reference(String address) {
    String bare = address.startsWith(SCHEME) ? address.substring(SCHEME.length()) : address;
    return bare.endsWith(".md") ? bare.substring(0, bare.length() - ".md".length()) : bare;
  }

  Optional<Section> section(String anchor) {
    return sections.stream().filter(section -> section.anchor().equals(anchor)).findFirst();
  }

  /**
   * Reads a page: {@code # title}, {@code keywords:}, {@code see:}, a sentence that is the summary,
   * and the text.
   */
  static Page parse(String id, String source) {
    List<String> lines = source.strip().lines().toList();
    String title = after("# ", lines.get(0), id);
    String keywords = after(KEYWORDS, lines.get(1), id);
    List<String> related = List.of(after(RELATED, lines.get(2), id).split(", ", -1));
    List<String> text = lines.subList(3, lines.size());
    String summary = text.stream().filter(line -> !line.isBlank()).findFirst().orElse("");
    String markdown = "# " + title + "\n" + String.join("\n", text) + "\n";
    return new Page(id, title, summary, keywords, related, markdown, sections(title, text));
  }

  private static String after(String mark, String line, String id) {
    if (!line.startsWith(mark)) {
      throw new IllegalStateException("page " + id + " lacks the line '" + mark + "...'");
    }
    return line.substring(mark.length()).strip();
  }

  private static List<Section> sections(String title, List<String> lines) {
    List<Section> sections = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    String heading = title;
    String anchor = "";
    boolean code = false;
    for (String line : lines) {
      code ^= line.startsWith("```");
      if (line.startsWith("## ") && !code) {
        sections.add(new Section(anchor, heading, text.toString().strip()));
        text.setLength(0);
        heading = line.substring(3).strip();
        anchor = anchor(heading);
      } else {
        text.append(line).append('\n');
      }
    }
    sections.add(new Section(anchor, heading, text.toString().strip()));
    return List.copyOf(sections);
  }

  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "-").replaceAll("^-|-$", "");
  }
}
