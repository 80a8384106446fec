package dev.borealis.gateway;

import dev.borealis.engine.Backend;
import dev.borealis.engine.BackendException;
import dev.borealis.engine.BackendLease;
import dev.borealis.engine.BackendLimitException;
import dev.borealis.engine.BackendPool;
import dev.borealis.engine.BackendProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** What the names of relations mean, as far as the gateway has to know; asked once per schema. */
final class Relations {
  private static final int MAX_KNOWN = 10_000;
  private static final String SEARCH_PATH = "search_path";

  /** A name as it is understood in one state of the catalog. */
  private record Name(String name, String searchPath, long catalogVersion) {}

  private final BackendPool pool;
  private final LongSupplier catalogVersion;
  private final Map<Name, Boolean> tables = new ConcurrentHashMap<>();

  Relations(BackendPool pool, LongSupplier catalogVersion) {
    this.pool = pool;
    this.catalogVersion = catalogVersion;
  }

  /**
   * Whether a relation is an ordinary table.
   *
   * @param name as in SQL, one character per byte
   * @param settings of the session that uses the name
   */
  boolean isTable(String name, Map<String, String> settings) throws InterruptedException {
    Name key = new Name(name, settings.getOrDefault(SEARCH_PATH, ""), catalogVersion.getAsLong());
    Boolean known = tables.get(key);
    if (known == null) {
      try (BackendLease lease = pool.lease(BackendProfile.SYSTEM, Map.of())) {
        Backend backend = lease.backend();
        if (!key.searchPath().isEmpty()) {
          backend.markUnusable();
          backend.query(
              "SELECT pg_catalog.set_config('search_path', %s, false)"
                  .formatted(literal(key.searchPath())));
        }
        known =
            !backend
                .query(
                    "SELECT 1 FROM pg_catalog.pg_class WHERE oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass(%s)"
                        .concat(" AND relkind OPERATOR(pg_catalog.=) 'r'")
                        .formatted(literal(decoded(name))))
                .isEmpty();
      } catch (IOException | BackendException | BackendLimitException e) {
        return false;
      }
      if (tables.size() >= MAX_KNOWN) {
        tables.clear();
      }
      tables.put(key, known);
    }
    return known;
  }

  private static String decoded(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static String literal(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
