package dev.borealis.engine;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How to run a PostgreSQL server.
 *
 * @param dataDirectory the directory for this server alone, made if it is missing; null only for an
 *     ephemeral server, which then gets one in the cache
 * @param durable true: a committed row survives any crash, of the machine too. False (ephemeral):
 *     it survives the crash of PostgreSQL only, and the data directory is deleted on close
 * @param maxConnections connections that PostgreSQL accepts at once, 1 to {@value
 *     #MOST_CONNECTIONS}
 * @param cacheDirectory where unpacked binaries and templates are kept
 * @param bootstrap what every new cluster has run already
 * @param settings further PostgreSQL settings by name; they win over the ones chosen here
 */
public record PostgresServerOptions(
    @Nullable Path dataDirectory,
    boolean durable,
    int maxConnections,
    Path cacheDirectory,
    BootstrapScript bootstrap,
    Map<String, String> settings) {
  public static final int DEFAULT_CONNECTIONS = 200;
  public static final int MOST_CONNECTIONS = 10_000;

  /**
   * Checks the options.
   *
   * @throws EngineException if a number is out of range or a setting is malformed or not free
   */
  public PostgresServerOptions {
    if (durable && dataDirectory == null) {
      throw new EngineException("A durable server needs a data directory.");
    }
    if (maxConnections < 1 || maxConnections > MOST_CONNECTIONS) {
      throw new EngineException(
          "The number of connections is %d and must be from 1 to %d."
              .formatted(maxConnections, MOST_CONNECTIONS));
    }
    dataDirectory = dataDirectory == null ? null : dataDirectory.toAbsolutePath().normalize();
    cacheDirectory = cacheDirectory.toAbsolutePath().normalize();
    settings = Map.copyOf(settings);
    new TreeMap<>(settings).forEach(PostgresSettings::check);
  }

  /** A server that keeps its data in {@code dataDirectory}. */
  public static PostgresServerOptions durable(Path dataDirectory) {
    return defaults(dataDirectory, true);
  }

  /** A server whose data vanish with it, in a directory of its own in the cache. */
  public static PostgresServerOptions ephemeral() {
    return defaults(null, false);
  }

  /** A server whose data vanish with it and are kept in {@code dataDirectory} until then. */
  public static PostgresServerOptions ephemeral(Path dataDirectory) {
    return defaults(dataDirectory, false);
  }

  private static PostgresServerOptions defaults(@Nullable Path dataDirectory, boolean durable) {
    return new PostgresServerOptions(
        dataDirectory,
        durable,
        DEFAULT_CONNECTIONS,
        CacheDirectory.forUser(),
        BootstrapScript.NONE,
        Map.of());
  }

  public PostgresServerOptions withMaxConnections(int connections) {
    return new PostgresServerOptions(
        dataDirectory, durable, connections, cacheDirectory, bootstrap, settings);
  }

  public PostgresServerOptions withCacheDirectory(Path directory) {
    return new PostgresServerOptions(
        dataDirectory, durable, maxConnections, directory, bootstrap, settings);
  }

  public PostgresServerOptions withBootstrap(BootstrapScript script) {
    return new PostgresServerOptions(
        dataDirectory, durable, maxConnections, cacheDirectory, script, settings);
  }

  public PostgresServerOptions withSettings(Map<String, String> more) {
    return new PostgresServerOptions(
        dataDirectory, durable, maxConnections, cacheDirectory, bootstrap, more);
  }
}
