package dev.borealis.knowledge;

/**
 * What a page is about, known without reading it.
 *
 * @param id its name in addresses
 * @param title its first heading
 * @param summary what it is for, in one sentence
 */
public record Outline(String id, String title, String summary) {
  /** The address, such as {@code dsql://docs/occ-retry}. */
  public String url() {
    return Page.url(id);
  }
}
