package dev.borealis.lint.mysql;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Names of indexes, which in PostgreSQL are unique in a schema and not only in a table. */
final class MysqlNames {
  private static final int MAX_BYTES = 63;
  private static final int KEPT_CHARS = 50;

  private MysqlNames() {}

  /** The name of an index: with the table's before it, unless it is there already. */
  static String index(String table, String key, Remarks remarks) {
    String bare = table.substring(table.lastIndexOf('.') + 1).replace("\"", "");
    if (key.startsWith(bare + "_")) {
      return key;
    }
    String name = shortened(bare + "_" + key);
    remarks.lossy(
        "mysql_index_renamed",
        "index " + key + " is named in its table only",
        "Its name becomes " + name + ": names of indexes are unique in a schema.");
    return name;
  }

  private static String shortened(String name) {
    if (name.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES) {
      return name;
    }
    String ascii = name.replaceAll("[^A-Za-z0-9_]", "_");
    String kept = ascii.substring(0, Math.min(ascii.length(), KEPT_CHARS));
    return kept + "_" + String.format(Locale.ROOT, "%08x", name.hashCode());
  }
}
