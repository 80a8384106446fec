package dev.borealis.plan;

import dev.borealis.sql.SqlPrinter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a node does. */
public sealed interface Operation {
  /** The title of the node, as the text has it before the numbers. */
  String title();

  /**
   * Reads a relation.
   *
   * @param method such as {@code Seq Scan}, {@code Index Only Scan} or {@code Full Scan
   *     (btree-table)}
   * @param backward whether an index is read from its end
   * @param index null if none is used
   */
  record Scan(String method, boolean backward, @Nullable String index, RelationName relation)
      implements Operation {
    /** DSQL's scan of a whole table. */
    public static final String FULL_SCAN = "Full Scan (btree-table)";

    public static final String SEQ_SCAN = "Seq Scan";
    public static final String INDEX_SCAN = "Index Scan";
    public static final String INDEX_ONLY_SCAN = "Index Only Scan";

    private static final Set<String> OF_TABLES =
        Set.of(FULL_SCAN, SEQ_SCAN, INDEX_SCAN, INDEX_ONLY_SCAN, "Bitmap Heap Scan", "Sample Scan");

    /**
     * Whether the relation is a table, and not what a function or another part of the plan gives.
     */
    public boolean ofTable() {
      return OF_TABLES.contains(method);
    }

    @Override
    public String title() {
      return method
          + (backward ? " Backward" : "")
          + (index == null ? "" : " using " + SqlPrinter.printName(index))
          + " on "
          + relation.text();
    }
  }

  /** Reads in DSQL's storage; part of the scan above it. */
  record Storage(Storage.Kind kind, String target) implements Operation {
    /** The kinds of reads. */
    public enum Kind {
      /** Many rows, pushed down. */
      STORAGE_SCAN("Storage Scan"),
      /** The physical read of many rows. */
      BTREE_SCAN("B-Tree Scan"),
      /** Rows by pointers that come from an index. */
      STORAGE_LOOKUP("Storage Lookup"),
      /** The physical read of one row. */
      BTREE_LOOKUP("B-Tree Lookup");

      private final String words;

      Kind(String words) {
        this.words = words;
      }

      /** As in a plan. */
      public String words() {
        return words;
      }
    }

    @Override
    public String title() {
      return kind.words + " on " + SqlPrinter.printName(target);
    }
  }

  /**
   * Joins the two nodes below it.
   *
   * @param method Nested Loop, Hash or Merge
   * @param type such as Left or Semi; null: inner
   * @param batched whether outer rows come in batches, as in DSQL since September 2026
   */
  record Join(Join.Method method, @Nullable String type, boolean batched) implements Operation {
    /** The methods. */
    public enum Method {
      NESTED_LOOP("Nested Loop"),
      HASH("Hash"),
      MERGE("Merge");

      private final String words;

      Method(String words) {
        this.words = words;
      }

      /** As in a plan. */
      public String words() {
        return words;
      }
    }

    @Override
    public String title() {
      String joined = type == null ? "" : " " + type;
      boolean named = method != Method.NESTED_LOOP || type != null;
      return method.words + joined + (named ? " Join" : "") + (batched ? BATCHED : "");
    }
  }

  /** Changes rows of a table: Insert, Update or Delete. */
  record Modify(String kind, RelationName relation) implements Operation {
    @Override
    public String title() {
      return kind + " on " + relation.text();
    }
  }

  /** Anything else, such as Sort or Aggregate. */
  record Other(String title) implements Operation {}

  /** What a batched join's title ends with. */
  String BATCHED = " (Batched Join)";

  /** What has this title; never null, and always with this title. */
  static Operation parse(String title) {
    Operation known = title.contains(" on ") ? onRelation(title) : join(title);
    return known != null && known.title().equals(title) ? known : new Other(title);
  }

  private static @Nullable Operation onRelation(String title) {
    int on = title.indexOf(" on ");
    String before = title.substring(0, on);
    String target = title.substring(on + " on ".length());
    for (Storage.Kind kind : Storage.Kind.values()) {
      if (before.equals(kind.words)) {
        String name = RelationName.unquoted(target);
        return name == null ? null : new Storage(kind, name);
      }
    }
    RelationName relation = RelationName.parse(target);
    if (relation == null) {
      return null;
    }
    if (List.of("Insert", "Update", "Delete", "Merge").contains(before)) {
      return new Modify(before, relation);
    }
    int using = before.indexOf(" using ");
    String index =
        using < 0 ? null : RelationName.unquoted(before.substring(using + " using ".length()));
    String how = using < 0 ? before : before.substring(0, using);
    boolean backward = how.endsWith(" Backward");
    String method = backward ? how.substring(0, how.length() - " Backward".length()) : how;
    return method.endsWith("Scan") || method.equals(Scan.FULL_SCAN)
        ? new Scan(method, backward, index, relation)
        : null;
  }

  private static @Nullable Operation join(String title) {
    boolean batched = title.endsWith(BATCHED);
    String rest = batched ? title.substring(0, title.length() - BATCHED.length()) : title;
    for (Join.Method method : Join.Method.values()) {
      if (rest.equals(method.words)) {
        return method == Join.Method.NESTED_LOOP ? new Join(method, null, batched) : null;
      }
      if (rest.startsWith(method.words + " ") && rest.endsWith("Join")) {
        String between =
            rest.substring(method.words.length(), rest.length() - "Join".length()).strip();
        return new Join(method, between.isEmpty() ? null : between, batched);
      }
    }
    return null;
  }
}
