package dev.borealis.cluster;

import dev.borealis.engine.BootstrapScript;
import dev.borealis.engine.PostgresServer;
import dev.borealis.engine.PostgresServerOptions;
import dev.borealis.gateway.Bootstrap;
import dev.borealis.gateway.ServedCluster;
import dev.borealis.gateway.TransactionLimits;
import java.nio.file.Path;

/**
 * The rows of a cluster, or of two linked ones: a PostgreSQL and what the gateway needs with it.
 */
record Database(PostgresServer postgres, ServedCluster served) implements AutoCloseable {
  // PostgreSQL keeps a few connections for its superuser, and the engine asks questions of its own.
  private static final int RESERVED_CONNECTIONS = 16;

  /** Launches PostgreSQL, without waiting until it is ready. */
  static Database start(LocalServiceOptions options, Path directory) {
    return of(PostgresServer.start(postgresOptions(options, directory)), options);
  }

  /** Prepares PostgreSQL; it is launched when somebody connects. */
  static Database asleep(LocalServiceOptions options, Path directory) {
    return of(PostgresServer.asleep(postgresOptions(options, directory)), options);
  }

  private static Database of(PostgresServer postgres, LocalServiceOptions options) {
    ServedCluster served =
        new ServedCluster(
            postgres,
            PostgresServerOptions.DEFAULT_CONNECTIONS - RESERVED_CONNECTIONS,
            options.version(),
            TransactionLimits.SERVICE);
    served.delayCommits(options.controlPlane().commitLatency());
    return new Database(postgres, served);
  }

  private static PostgresServerOptions postgresOptions(
      LocalServiceOptions options, Path directory) {
    PostgresServerOptions kind =
        options.ephemeral()
            ? PostgresServerOptions.ephemeral()
            : PostgresServerOptions.durable(directory);
    return kind.withCacheDirectory(options.cacheDirectory())
        .withBootstrap(new BootstrapScript(Bootstrap.script()))
        .withSettings(Bootstrap.serverSettings(options.version()));
  }

  @Override
  public void close() {
    served.close();
    postgres.close();
  }
}
