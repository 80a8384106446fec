package dev.borealis.cluster;

import dev.borealis.audit.AuditLog;
import dev.borealis.audit.AuditTrail;
import dev.borealis.cluster.api.ApiServer;
import dev.borealis.cluster.api.ControlPlane;
import dev.borealis.gateway.Gateway;
import dev.borealis.gateway.GatewayOptions;
import dev.borealis.iam.Credentials;
import dev.borealis.iam.IdentityStore;
import dev.borealis.iam.LocalIdentity;
import dev.borealis.iam.Policy;
import dev.borealis.iam.RequestVerifier;
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
import java.util.Set;

/** A local Aurora DSQL: clusters, the gateway in front of them, and the API that manages them. */
public final class LocalService implements AutoCloseable {
  private static final Logger LOG = System.getLogger(LocalService.class.getName());

  // Crash recovery replays at most the WAL since the last checkpoint, a matter of seconds; more
  // than this means that something hangs.
  private static final Duration MAX_POSTGRES_START = Duration.ofMinutes(2);

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
    AuditTrail audit = openAuditLog(options, open);
    ClusterFiles files = new ClusterFiles(directory.path());
    Databases databases = open.add(new Databases(options, files));
    Clusters clusters = open.add(new Clusters(options, files, databases));
    ClusterRecord cluster = clusters.defaultCluster().record();

    // Making a key takes as long as launching PostgreSQL: both at once.
    Set<String> regions = clusters.regions();
    Concurrent<ServerTls> tls =
        Concurrent.start("server-certificate", () -> ServerTls.open(options, regions, directory));
    Database database = databases.start(cluster.database());

    IdentityStore identities = identities(options, directory);
    ServerTls serverTls = tls.await();
    Gateway gateway = open.add(startGateway(options, serverTls, clusters, identities, audit));
    clusters.onDisconnect(gateway::disconnect);
    ControlPlane controlPlane =
        new LocalControlPlane(options.controlPlane().quotas(), clusters, serverTls);
    ApiServer.Parts parts =
        new ApiServer.Parts(
            requestVerifier(options, identities, cluster),
            controlPlane,
            audit,
            new ServiceMetrics(clusters, databases)::page);
    ApiServer api = open.add(startApi(options, parts));
    database.postgres().awaitReady(MAX_POSTGRES_START);
    clusters.resume();
    sweepInBackground(options.cacheDirectory());
    return new LocalService(
        open,
        record(
            options,
            directory.path(),
            cluster,
            clusters.defaultCluster().hostNames(),
            serverTls.authority(),
            gateway.address(),
            api.address().getPort()));
  }

  private static DataDirectory openDirectory(LocalServiceOptions options, OpenResources open) {
    DataDirectory directory = open.add(DataDirectory.open(options.dataDirectory()));
    if (options.ephemeral()) {
      open.add(directory::delete);
    }
    return directory;
  }

  private static AuditTrail openAuditLog(LocalServiceOptions options, OpenResources open) {
    Path file = options.auditLog();
    if (file == null) {
      return AuditTrail.NONE;
    }
    try {
      return open.add(AuditLog.open(file));
    } catch (IOException e) {
      throw new ServiceException(
          "The audit log %s cannot be written (%s). Choose another file with --audit-log, or --audit-log off for none."
              .formatted(file, e),
          e);
    }
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

  private static IdentityStore identities(LocalServiceOptions options, DataDirectory directory)
      throws IOException {
    IdentityStore identities = IdentityStore.open(DataDirectory.identities(directory.path()));
    Credentials credentials = options.environmentCredentials();
    if (credentials != null) {
      String arn = LocalIdentity.userArn(credentials.accessKeyId());
      identities.addInMemory(new LocalIdentity(credentials, arn, Policy.ALLOW_ALL));
    }
    return identities;
  }

  private static TokenVerifier tokenVerifier(
      LocalServiceOptions options, IdentityStore identities) {
    return switch (options.signIn()) {
      case IAM -> TokenVerifier.strict(identities);
      case RELAXED -> TokenVerifier.relaxed(identities);
    };
  }

  private static RequestVerifier requestVerifier(
      LocalServiceOptions options, IdentityStore identities, ClusterRecord cluster) {
    return switch (options.signIn()) {
      case IAM -> RequestVerifier.strict(identities);
      case RELAXED -> RequestVerifier.relaxed(identities, cluster.region());
    };
  }

  private static ApiServer startApi(LocalServiceOptions options, ApiServer.Parts parts) {
    Integer chosen = options.controlPlane().httpPort();
    int port = chosen == null ? ControlPlaneOptions.DEFAULT_HTTP_PORT : chosen;
    try {
      return ApiServer.start(new InetSocketAddress(options.address(), port), parts);
    } catch (IOException e) {
      if (chosen == null) {
        return startApiAnywhere(options, parts);
      }
      throw new ServiceException(
          "Port %d of %s cannot be used for the API (%s). Choose another one with --http-port, or --http-port 0 for any free one."
              .formatted(port, options.address().getHostAddress(), e.getMessage()),
          e);
    }
  }

  // Another service has the usual port; whoever needs that one says so.
  private static ApiServer startApiAnywhere(LocalServiceOptions options, ApiServer.Parts parts) {
    try {
      return ApiServer.start(new InetSocketAddress(options.address(), 0), parts);
    } catch (IOException e) {
      throw new ServiceException("No port is free for the API (" + e.getMessage() + ").", e);
    }
  }

  private static Gateway startGateway(
      LocalServiceOptions options,
      ServerTls tls,
      Clusters clusters,
      IdentityStore identities,
      AuditTrail audit) {
    GatewayOptions gatewayOptions =
        new GatewayOptions(
            new InetSocketAddress(options.address(), options.port()),
            tls::context,
            GatewayOptions.DEFAULT_MAX_CONNECTIONS,
            options.connectionRate(),
            options.requireSni(),
            GatewayOptions.DEFAULT_SESSION_LIFE);
    try {
      return Gateway.start(gatewayOptions, clusters, tokenVerifier(options, identities), audit);
    } catch (IOException e) {
      throw cannotListen(options, e);
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
      InetSocketAddress listening,
      int httpPort) {
    InetAddress address = listening.getAddress();
    Credentials environment = options.environmentCredentials();
    return new ServiceRecord(
        ProcessIdentity.current(),
        dataDirectory,
        options.ephemeral(),
        address.getHostAddress(),
        listening.getPort(),
        httpPort,
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
