package dev.borealis.mcp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads an array in the form in which PostgreSQL writes it ("Arrays", on input and output syntax).
 * The driver's own objects lose what their types cannot hold: infinity, offsets, microseconds.
 */
final class ArrayText {
  private final String text;
  private final Function<String, @Nullable Object> element;
  private int at;

  private ArrayText(String text, Function<String, @Nullable Object> element) {
    this.text = text;
    this.element = element;
    // Bounds that do not begin at 1 stand before the braces: [2:3]={7,8}.
    at = text.indexOf('{');
  }

  /** The elements, lists for inner dimensions, each made of its text; null stays null. */
  static List<@Nullable Object> read(String text, Function<String, @Nullable Object> element) {
    return new ArrayText(text, element).list();
  }

  private List<@Nullable Object> list() {
    List<@Nullable Object> elements = new ArrayList<>();
    at++;
    while (text.charAt(at) != '}') {
      elements.add(next());
      if (text.charAt(at) == ',') {
        at++;
      }
    }
    at++;
    return elements;
  }

  private @Nullable Object next() {
    if (text.charAt(at) == '{') {
      return list();
    }
    if (text.charAt(at) == '"') {
      return element.apply(quoted());
    }
    String word = word();
    // The text NULL would be quoted.
    if (word.equals("NULL")) {
      return null;
    }
    return element.apply(word);
  }

  private String word() {
    int start = at;
    while (text.charAt(at) != ',' && text.charAt(at) != '}') {
      at++;
    }
    return text.substring(start, at);
  }

  private String quoted() {
    StringBuilder word = new StringBuilder();
    for (at++; text.charAt(at) != '"'; at++) {
      if (text.charAt(at) == '\\') {
        at++;
      }
      word.append(text.charAt(at));
    }
    at++;
    return word.toString();
  }
}
