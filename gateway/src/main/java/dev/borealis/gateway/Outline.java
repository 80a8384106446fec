package dev.borealis.gateway;

import dev.borealis.engine.BackendException;
import dev.borealis.engine.BackendLease;
import dev.borealis.engine.BackendLimitException;
import dev.borealis.engine.BackendPool;
import dev.borealis.engine.BackendProfile;
import dev.borealis.gateway.KeyChanges.Change;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which names in a cluster's schema stand for more than a statement's text tells: columns that
 * belong to keys, views, tables whose foreign keys pass changes on, and functions that write. Read
 * in the background after each schema change; until that is done every name may be one of them.
 */
final class Outline {
  private static final System.Logger LOG = System.getLogger(Outline.class.getName());

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final String KEY = "key";
  private static final String INDIRECT = "indirect";
  private static final String FUNCTION = "function";

  // An index that is built in the background and has not begun to appear leaves all open.
  private static final String QUERY =
      """
      SELECT 'key', a.attname FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class c ON c.oid = i.indrelid AND c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'sys'::regnamespace)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND (a.attnum = ANY (i.indkey) OR (i.indexprs IS NOT NULL AND a.attnum > 0))
        WHERE i.indisunique
      UNION SELECT 'indirect', relname FROM pg_catalog.pg_class
        WHERE relkind NOT IN ('r', 'i') AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
      UNION SELECT 'indirect', c.relname FROM pg_catalog.pg_constraint f JOIN pg_catalog.pg_class c ON c.oid = f.confrelid
        WHERE f.contype = 'f' AND (f.confupdtype IN ('c', 'n', 'd') OR f.confdeltype IN ('c', 'n', 'd'))
      UNION SELECT 'function', '' FROM pg_catalog.pg_proc
        WHERE prokind IN ('f', 'p') AND pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace, 'sys'::regnamespace)
          AND pg_catalog.pg_get_functiondef(oid) ~* '\\m(insert|update|delete|merge)\\M'
      UNION SELECT 'open', '' FROM sys.borealis_jobs
        WHERE job_type = 'INDEX_BUILD' AND object_id IS NULL AND status IN ('submitted', 'processing')\
      """;

  /**
   * What was read.
   *
   * @param hasWritingFunctions whether any function of users changes rows
   */
  private record Names(
      long catalogVersion,
      Set<String> keyColumns,
      Set<String> indirect,
      boolean hasWritingFunctions) {}

  private final BackendPool pool;
  private final LongSupplier catalogVersion;
  private final AtomicLong nextReadNanos = new AtomicLong(System.nanoTime());
  private volatile @Nullable Names known;

  Outline(BackendPool pool, LongSupplier catalogVersion) {
    this.pool = pool;
    this.catalogVersion = catalogVersion;
  }

  /** Adds the tables in which keys change to {@code tables}. */
  void addTo(TableNames tables, List<Change> changes, boolean anywhere) {
    if (changes.isEmpty() && !anywhere) {
      return;
    }
    Names names = names();
    if (anywhere && (names == null || names.hasWritingFunctions())) {
      tables.addAll();
    }
    for (Change change : changes) {
      if (names != null && !mayBeOfKey(names, change.columns())) {
        continue;
      }
      tables.add(change.table());
      if (names == null || !isAscii(change.table()) || names.indirect().contains(change.table())) {
        tables.addAll();
      }
    }
  }

  private static boolean mayBeOfKey(Names names, List<String> columns) {
    for (String column : columns) {
      if (!isAscii(column) || names.keyColumns().contains(column)) {
        return true;
      }
    }
    return columns.isEmpty();
  }

  /** Other characters may be other bytes in the client's encoding. */
  private static boolean isAscii(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private @Nullable Names names() {
    Names names = known;
    if (names != null && names.catalogVersion() == catalogVersion.getAsLong()) {
      return names;
    }
    long next = nextReadNanos.get();
    long now = System.nanoTime();
    if (now - next >= 0 && nextReadNanos.compareAndSet(next, now + PAUSE.toNanos())) {
      Thread.ofVirtual().name("outline").start(this::read);
    }
    return null;
  }

  private void read() {
    long version = catalogVersion.getAsLong();
    try (BackendLease lease = pool.lease(BackendProfile.SYSTEM, Map.of())) {
      Set<String> keyColumns = new HashSet<>();
      Set<String> indirect = new HashSet<>();
      boolean open = false;
      boolean hasWritingFunctions = false;
      for (List<@Nullable String> row : lease.backend().query(QUERY)) {
        String name = asBytes(String.valueOf(row.getLast()));
        switch (String.valueOf(row.getFirst())) {
          case KEY -> keyColumns.add(name);
          case INDIRECT -> indirect.add(name);
          case FUNCTION -> hasWritingFunctions = true;
          default -> open = true;
        }
      }
      known = open ? null : new Names(version, keyColumns, indirect, hasWritingFunctions);
    } catch (IOException | BackendException | BackendLimitException e) {
      LOG.log(Level.DEBUG, "the outline of the schema cannot be read now: {0}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String asBytes(String name) {
    return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
