package dev.borealis.load;

import dev.borealis.sql.Quoted;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Names in SQL. */
final class SqlNames {
  private static final String PART = "(?:\"(?:[^\"]++|\"\")++\"|[^\\s\".,();]++)";

  /** A regular expression for a name as pg_dump writes it, with or without a schema. */
  static final String QUALIFIED = PART + "(?:\\." + PART + ")?";

  private static final int MAX_BYTES = 63;

  private SqlNames() {}

  /** Names in double quotes, with commas between. */
  static String quoteAll(List<String> names) {
    return names.stream().map(Quoted::name).collect(Collectors.joining(", "));
  }

  /**
   * Refuses what nobody calls a table or column on purpose: quotes, control characters, characters
   * that change the direction of text or are not seen.
   *
   * @throws LoadException if {@code name} is such a name
   */
  static String require(String what, String name) {
    boolean usable =
        !name.isBlank()
            && name.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
            && name.codePoints().noneMatch(SqlNames::isSuspicious);
    if (!usable) {
      throw new LoadException(
          "The name of a %s must have 1 to 63 bytes, without quotes, backslashes, control and invisible characters."
              .formatted(what));
    }
    return name;
  }

  private static boolean isSuspicious(int c) {
    return c == '"'
        || c == '\\'
        || Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT
        || Character.getType(c) == Character.LINE_SEPARATOR
        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR;
  }
}
