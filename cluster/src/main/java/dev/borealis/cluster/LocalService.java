package dev.borealis.cluster;

import dev.borealis.engine.BootstrapScript;
import dev.borealis.engine.PostgresServer;
import dev.borealis.engine.PostgresServerOptions;
import dev.borealis.gateway.Bootstrap;
import dev.borealis.gateway.ClusterName;
import dev.borealis.gateway.ClusterRoutes;
import dev.borealis.gateway.Gateway;
import dev.borealis.gateway.GatewayOptions;
import dev.borealis.gateway.ServedCluster;
import dev.borealis.gateway.TransactionLimits;
import dev.borealis.iam.Credentials;
import dev.borealis.iam.IdentityStore;
import dev.borealis.iam.LocalIdentity;
import dev.borealis.iam.Policy;
import dev.borealis.iam.TokenVerifier;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A local Aurora DSQL: a cluster, the PostgreSQL behind it and the gateway in front of it. */
public final class LocalService implements AutoCloseable {
  private static final Logger LOG = System.getLogger(LocalService.class.getName());

  // Crash recovery replays at most the WAL since the last checkpoint, a matter of seconds; more
  // than this means that something hangs.
  private static final Duration MAX_POSTGRES_START = Duration.ofMinutes(2);

  // PostgreSQL keeps a few connections for its superuser, and the engine asks questions of its own.
  private static final int RESERVED_CONNECTIONS = 16;

  private final OpenResources open;
  private final ServiceRecord record;

  private LocalService(OpenResources open, ServiceRecord record) {
    this.open = open;
    this.record = record;
  }

  /**
   * Starts the service and returns when it is ready. Takes seconds when the cache is cold, well
   * under one when it is warm. Nothing is left behind if it fails.
   *
   * @throws ServiceException if the data directory, the port or the certificate cannot be used
   * @throws dev.borealis.engine.EngineException if PostgreSQL cannot be started
   */
  public static LocalService start(LocalServiceOptions options) {
    OpenResources open = new OpenResources();
    boolean started = false;
    try {
      LocalService service = start(options, open);
      started = true;
      return service;
    } catch (IOException e) {
      throw new ServiceException("The service cannot start: " + e.getMessage() + ".", e);
    } finally {
      if (!started) {
        open.close();
      }
    }
  }

  private static LocalService start(LocalServiceOptions options, OpenResources open)
      throws IOException {
    DataDirectory directory = openDirectory(options, open);
    requireFreePort(options);
    ClusterRecord cluster = cluster(directory.path(), options.region());
    Set<String> hostNames = hostNames(options, cluster);

    // Making a key takes as long as launching PostgreSQL: both at once.
    Concurrent<ServerTls> tls =
        Concurrent.start("server-certificate", () -> ServerTls.open(options, cluster, directory));
    PostgresServer postgres =
        open.add(PostgresServer.start(postgresOptions(options, cluster, directory)));

    ClusterName name = new ClusterName(cluster.id().text(), cluster.region(), hostNames);
    int backends = PostgresServerOptions.DEFAULT_CONNECTIONS - RESERVED_CONNECTIONS;
    ServedCluster served =
        open.add(
            new ServedCluster(
                name, postgres, backends, options.version(), TransactionLimits.SERVICE));
    ServerTls serverTls = tls.await();
    Gateway gateway =
        open.add(startGateway(options, serverTls, served, verifier(options, directory)));
    postgres.awaitReady(MAX_POSTGRES_START);
    sweepInBackground(options.cacheDirectory());
    return new LocalService(
        open,
        record(
            options,
            directory.path(),
            cluster,
            hostNames,
            serverTls.authority(),
            gateway.address()));
  }

  private static DataDirectory openDirectory(LocalServiceOptions options, OpenResources open) {
    DataDirectory directory = open.add(DataDirectory.open(options.dataDirectory()));
    if (options.ephemeral()) {
      open.add(directory::delete);
    }
    return directory;
  }

  // The gateway would find out as well, but only after PostgreSQL has been set up for nothing.
  private static void requireFreePort(LocalServiceOptions options) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(options.address(), options.port()));
    } catch (IOException e) {
      throw cannotListen(options, e);
    }
  }

  private static ServiceException cannotListen(LocalServiceOptions options, IOException cause) {
    return new ServiceException(
        "Port %d of %s cannot be used (%s). Choose another one with --port, or --port 0 for any free one; 'dsql status' shows the services that run."
            .formatted(options.port(), options.address().getHostAddress(), cause.getMessage()),
        cause);
  }

  private static ClusterRecord cluster(Path dataDirectory, @Nullable String region)
      throws IOException {
    ClusterRecord known = ClusterRecord.find(dataDirectory);
    if (known == null) {
      return ClusterRecord.create(
          dataDirectory, region == null ? LocalServiceOptions.DEFAULT_REGION : region);
    }
    if (region != null && !region.equals(known.region())) {
      throw new ServiceException(
          "The cluster in %s is in the region %s, and a cluster cannot move. Leave out --region, or choose another directory with --data."
              .formatted(dataDirectory, known.region()));
    }
    return known;
  }

  private static Set<String> hostNames(LocalServiceOptions options, ClusterRecord cluster) {
    Set<String> names = new HashSet<>(List.of("localhost", "127.0.0.1", "::1"));
    names.add(cluster.id().endpoint(cluster.region(), options.endpointSuffix()));
    if (!options.address().isAnyLocalAddress()) {
      names.add(options.address().getHostAddress());
    }
    options.hostNames().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    return names;
  }

  private static PostgresServerOptions postgresOptions(
      LocalServiceOptions options, ClusterRecord cluster, DataDirectory directory) {
    PostgresServerOptions base =
        options.ephemeral()
            ? PostgresServerOptions.ephemeral()
            : PostgresServerOptions.durable(cluster.postgresDirectory(directory.path()));
    return base.withCacheDirectory(options.cacheDirectory())
        .withBootstrap(new BootstrapScript(Bootstrap.script()))
        .withSettings(Bootstrap.serverSettings(options.version()));
  }

  private static TokenVerifier verifier(LocalServiceOptions options, DataDirectory directory)
      throws IOException {
    IdentityStore identities = IdentityStore.open(DataDirectory.identities(directory.path()));
    Credentials credentials = options.environmentCredentials();
    if (credentials != null) {
      String arn = LocalIdentity.userArn(credentials.accessKeyId());
      identities.addInMemory(new LocalIdentity(credentials, arn, Policy.ALLOW_ALL));
    }
    return switch (options.signIn()) {
      case IAM -> TokenVerifier.strict(identities);
      case RELAXED -> TokenVerifier.relaxed(identities);
    };
  }

  private static Gateway startGateway(
      LocalServiceOptions options, ServerTls tls, ServedCluster served, TokenVerifier verifier) {
    GatewayOptions gatewayOptions =
        new GatewayOptions(
            new InetSocketAddress(options.address(), options.port()),
            tls.context(),
            GatewayOptions.DEFAULT_MAX_CONNECTIONS,
            options.connectionRate(),
            GatewayOptions.DEFAULT_SESSION_LIFE);
    try {
      return Gateway.start(gatewayOptions, new OneCluster(served), verifier);
    } catch (IOException e) {
      throw cannotListen(options, e);
    }
  }

  private record OneCluster(ServedCluster defaultCluster) implements ClusterRoutes {
    @Override
    public @Nullable ServedCluster byId(String id) {
      return defaultCluster.name().id().equals(id) ? defaultCluster : null;
    }
  }

  private static void sweepInBackground(Path cacheDirectory) {
    Thread.ofVirtual()
        .name("services-sweep")
        .start(() -> {
          try {
            EphemeralDirectories.sweep(cacheDirectory, Instant.now());
          } catch (IOException e) {
            // The next start tries again; this service is not concerned.
            LOG.log(Level.WARNING, "A killed service's directory remains: {0}", e.getMessage());
          }
        });
  }

  private static ServiceRecord record(
      LocalServiceOptions options,
      Path dataDirectory,
      ClusterRecord cluster,
      Set<String> hostNames,
      Path authority,
      InetSocketAddress listening) {
    InetAddress address = listening.getAddress();
    Credentials environment = options.environmentCredentials();
    return new ServiceRecord(
        ProcessIdentity.current(),
        dataDirectory,
        options.ephemeral(),
        address.getHostAddress(),
        listening.getPort(),
        cluster.id(),
        cluster.id().endpoint(cluster.region(), options.endpointSuffix()),
        cluster.region(),
        options.version(),
        options.signIn(),
        environment == null ? null : environment.accessKeyId(),
        hostNames,
        authority,
        Instant.now());
  }

  /** What commands need to know about this service. */
  public ServiceRecord record() {
    return record;
  }

  /**
   * Stops the service: tells clients, stops PostgreSQL and, if ephemeral, deletes all data. Takes
   * at most about a minute.
   */
  @Override
  public void close() {
    open.close();
  }
}
