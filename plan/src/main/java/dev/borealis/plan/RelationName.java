package dev.borealis.plan;

import dev.borealis.sql.SqlPrinter;
import org.jspecify.annotations.Nullable;

/**
 * A relation as a plan names it, without quotes.
 *
 * @param schema only in VERBOSE plans
 * @param alias null if it is the name
 */
public record RelationName(@Nullable String schema, String name, @Nullable String alias) {

  /** What columns of the relation are qualified with. */
  public String qualifier() {
    return alias == null ? name : alias;
  }

  /** As it stands in SQL, without the alias. */
  public String qualified() {
    String quoted = SqlPrinter.printName(name);
    return schema == null ? quoted : SqlPrinter.printName(schema) + "." + quoted;
  }

  /** As it stands in a plan. */
  String text() {
    return alias == null ? qualified() : qualified() + " " + SqlPrinter.printName(alias);
  }

  /** What {@link #text} gives this for; null if nothing does. */
  static @Nullable RelationName parse(String text) {
    int blank = endOfName(text, 0);
    String first = text.substring(0, blank);
    String alias = null;
    if (blank < text.length()) {
      if (text.charAt(blank) != ' ') {
        return null;
      }
      alias = unquoted(text.substring(blank + 1));
      if (alias == null) {
        return null;
      }
    }
    int dot = dot(first);
    String schema = dot < 0 ? null : unquoted(first.substring(0, dot));
    String name = unquoted(first.substring(dot + 1));
    if (name == null || (dot >= 0 && schema == null)) {
      return null;
    }
    RelationName parsed = new RelationName(schema, name, alias);
    return parsed.text().equals(text) ? parsed : null;
  }

  /** The first blank outside of quotes. */
  private static int endOfName(String text, int from) {
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ' ' && !quoted) {
        return i;
      }
    }
    return text.length();
  }

  private static int dot(String text) {
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '.' && !quoted) {
        return i;
      }
    }
    return -1;
  }

  /** The name that is meant; null if it is none. */
  static @Nullable String unquoted(String text) {
    if (text.isEmpty()) {
      return null;
    }
    if (text.charAt(0) != '"') {
      return text;
    }
    return text.length() > 2 && text.endsWith("\"")
        ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
        : null;
  }
}
