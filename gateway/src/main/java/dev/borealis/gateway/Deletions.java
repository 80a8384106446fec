package dev.borealis.gateway;

import java.util.HashMap;
import java.util.Map;

/**
 * From which tables keys have disappeared since a moment. PostgreSQL lets a transaction insert a
 * key that its snapshot still shows if the row has been deleted since; to DSQL these are two
 * changes of one row.
 *
 * <p>Costs two reads of memory as long as nobody deletes.
 */
final class Deletions {
  private static final int MAX_TABLES = 10_000;

  /** How many transactions that took keys away are over. */
  private volatile long over;

  /** How many are committing. */
  private volatile int underWay;

  // All guarded by this object's monitor.
  private final Map<String, Integer> committing = new HashMap<>();
  private final Map<String, Long> last = new HashMap<>();
  private int committingAnywhere;
  private long lastAnywhere;

  /** A transaction that has taken keys from these tables is about to commit. */
  synchronized void begin(TableNames tables) {
    underWay++;
    if (tables.isAll()) {
      committingAnywhere++;
    }
    tables.names().forEach(table -> committing.merge(table, 1, Integer::sum));
  }

  /** It has committed, or failed to. */
  synchronized void end(TableNames tables) {
    long now = over + 1;
    if (tables.isAll()) {
      committingAnywhere--;
      lastAnywhere = now;
    }
    if (last.size() + tables.names().size() > MAX_TABLES) {
      last.clear();
      lastAnywhere = now;
    }
    for (String table : tables.names()) {
      committing.computeIfPresent(table, (_, count) -> count == 1 ? null : count - 1);
      last.put(table, now);
    }
    // In this order, or somebody could see neither.
    over = now;
    underWay--;
  }

  /** This moment, for {@link #since}. */
  long mark() {
    return over;
  }

  /** Whether no keys can have disappeared anywhere since the mark was taken. */
  boolean hasNoneSince(long mark) {
    // In this order, as they are written in the other one.
    return underWay == 0 && over == mark;
  }

  /** Those of the tables from which keys may have disappeared since the mark was taken. */
  TableNames since(long mark, TableNames tables) {
    TableNames found = new TableNames();
    if (tables.isEmpty() || hasNoneSince(mark)) {
      return found;
    }
    synchronized (this) {
      boolean anywhere = committingAnywhere > 0 || lastAnywhere > mark;
      if (tables.isAll() && (anywhere || underWay > 0 || over > mark)) {
        found.addAll();
      }
      for (String table : tables.names()) {
        if (anywhere || committing.containsKey(table) || last.getOrDefault(table, 0L) > mark) {
          found.add(table);
        }
      }
    }
    return found;
  }
}
