package dev.borealis.alter;

import dev.borealis.sql.SqlPrinter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names of tables, columns and indexes: written, shortened, made. */
final class Names {
  /** NAMEDATALEN - 1 ("SQL Syntax: Identifiers and Key Words"). */
  static final int MAX_BYTES = 63;

  private static final Pattern NUMBERED = Pattern.compile("(.+)_v\\d+");

  private Names() {}

  static String sql(String name) {
    return SqlPrinter.printName(name);
  }

  static String list(List<String> names) {
    return names.stream().map(Names::sql).collect(Collectors.joining(", "));
  }

  static String qualified(String schema, String name) {
    return sql(schema) + "." + sql(name);
  }

  /** A name with an ending, within what a name may have. */
  static String ending(String name, String ending) {
    String kept = name;
    while (kept.getBytes(StandardCharsets.UTF_8).length + ending.length() > MAX_BYTES) {
      kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
    }
    return kept + ending;
  }

  /**
   * The name itself or, if it is taken, the first of {@code name_v2}, {@code name_v3}... that is
   * not. It is taken from then on.
   */
  static String free(String name, Set<String> taken) {
    Matcher numbered = NUMBERED.matcher(name);
    String stem = numbered.matches() ? numbered.group(1) : name;
    String candidate = stem;
    for (int number = 2; !taken.add(candidate); number++) {
      candidate = ending(stem, "_v" + number);
    }
    return candidate;
  }
}
