package dev.borealis.gateway;

import dev.borealis.engine.Backend;
import dev.borealis.engine.BackendException;
import dev.borealis.engine.BackendLease;
import dev.borealis.engine.BackendLimitException;
import dev.borealis.engine.BackendPool;
import dev.borealis.engine.BackendProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What the names of relations mean, as far as the gateway has to know; asked once per schema. */
final class Relations {
  private static final int MAX_KNOWN = 10_000;

  /** A name as it is understood in one state of the catalog. */
  private record Name(String name, String searchPath, long catalogVersion) {}

  private final BackendPool pool;
  private final LongSupplier catalogVersion;
  private final Map<Name, Optional<String>> tables = new ConcurrentHashMap<>();
  private final Map<Name, Optional<CopyBound>> copyBounds = new ConcurrentHashMap<>();

  Relations(BackendPool pool, LongSupplier catalogVersion) {
    this.pool = pool;
    this.catalogVersion = catalogVersion;
  }

  /**
   * Whether a relation is an ordinary table.
   *
   * @param name as in SQL, one character per byte
   * @param searchPath of the session that uses the name; empty for the default
   */
  boolean isTable(String name, String searchPath) throws InterruptedException {
    return fullNameOfTable(name, searchPath) != null;
  }

  /** The same table's name with its schema, as in SQL; null if it is no ordinary table. */
  @Nullable String fullNameOfTable(String name, String searchPath) throws InterruptedException {
    Name key = new Name(name, searchPath, catalogVersion.getAsLong());
    Optional<String> known = tables.get(key);
    if (known == null) {
      try {
        known = Optional.ofNullable(ask(key));
      } catch (IOException | BackendException | BackendLimitException e) {
        return null;
      }
      if (tables.size() >= MAX_KNOWN) {
        tables.clear();
      }
      tables.put(key, known);
    }
    return known.orElse(null);
  }

  /** What rows take up that COPY brings to a table; null if there is no bound. */
  @Nullable CopyBound copyBound(String name, String searchPath) throws InterruptedException {
    Name key = new Name(name, searchPath, catalogVersion.getAsLong());
    Optional<CopyBound> known = copyBounds.get(key);
    if (known == null) {
      String table = fullNameOfTable(name, searchPath);
      try {
        known = table == null ? Optional.empty() : Optional.ofNullable(askForCopyBound(table));
      } catch (IOException | BackendException | BackendLimitException e) {
        return null;
      }
      if (copyBounds.size() >= MAX_KNOWN) {
        copyBounds.clear();
      }
      copyBounds.put(key, known);
    }
    return known.orElse(null);
  }

  private @Nullable CopyBound askForCopyBound(String table)
      throws IOException, BackendException, BackendLimitException, InterruptedException {
    try (BackendLease lease = pool.lease(BackendProfile.SYSTEM, Map.of())) {
      List<List<@Nullable String>> rows =
          lease.backend().query(CopyBound.QUERY.formatted(literal(decoded(table))));
      return rows.isEmpty()
          ? null
          : new CopyBound(
              Long.parseLong(String.valueOf(rows.getFirst().getFirst())),
              Integer.parseInt(String.valueOf(rows.getFirst().getLast())));
    }
  }

  private @Nullable String ask(Name key)
      throws IOException, BackendException, BackendLimitException, InterruptedException {
    try (BackendLease lease = pool.lease(BackendProfile.SYSTEM, Map.of())) {
      Backend backend = lease.backend();
      if (!key.searchPath().isEmpty()) {
        backend.markUnusable();
        backend.query(
            "SELECT pg_catalog.set_config('search_path', %s, false)"
                .formatted(literal(key.searchPath())));
      }
      List<List<@Nullable String>> rows =
          backend.query(
              "SELECT pg_catalog.format('%%I.%%I', n.nspname, c.relname) FROM pg_catalog.pg_class c"
                  .concat(
                      " JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace")
                  .concat(" WHERE c.oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass(%s)")
                  .concat(" AND c.relkind OPERATOR(pg_catalog.=) 'r'")
                  .formatted(literal(decoded(key.name()))));
      return rows.isEmpty() ? null : asBytes(String.valueOf(rows.getFirst().getFirst()));
    }
  }

  private static String asBytes(String name) {
    return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static String decoded(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static String literal(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
