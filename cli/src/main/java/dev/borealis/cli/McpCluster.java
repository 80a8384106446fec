package dev.borealis.cli;

import dev.borealis.client.Cancellation;
import dev.borealis.client.ClientException;
import dev.borealis.client.ClusterAddress;
import dev.borealis.client.ClusterClient;
import dev.borealis.client.ClusterLogin;
import dev.borealis.client.RetryPolicy;
import dev.borealis.cluster.ServiceRecord;
import dev.borealis.cluster.ServiceRegistry;
import dev.borealis.mcp.ClusterSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The cluster of the MCP server's tools: the one that is configured, else the local one that runs
 * when a tool is called. A local service may come, go and come back while the server runs.
 */
final class McpCluster implements ClusterSource {
  private static final int MAX_CONNECTIONS = 8;

  private static final String NOT_CONFIGURED =
      "Database not configured. Please configure --cluster_endpoint, --database_user, and --region.";

  private final @Nullable String endpoint;
  private final @Nullable String region;
  private final String user;
  private final @Nullable String profile;
  private final Map<String, String> environment;

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Target usedTarget;
  private @Nullable ClusterClient client;

  private McpCluster(
      @Nullable String endpoint,
      @Nullable String region,
      String user,
      @Nullable String profile,
      Map<String, String> environment) {
    this.endpoint = endpoint;
    this.region = region;
    this.user = user;
    this.profile = profile;
    this.environment = environment;
  }

  /**
   * What the command line names and, where it names nothing, the variables of the earlier server's
   * configuration: CLUSTER (an identifier or a host name) and REGION.
   */
  static McpCluster of(
      @Nullable String endpoint,
      @Nullable String region,
      @Nullable String user,
      @Nullable String profile,
      Map<String, String> environment) {
    String inEnvironment = environment.getOrDefault("CLUSTER", "");
    String regionThere = environment.getOrDefault("REGION", "");
    String chosenRegion = region != null ? region : regionThere.isEmpty() ? null : regionThere;
    String host = endpoint;
    if (host == null && !inEnvironment.isEmpty()) {
      boolean identifier = inEnvironment.matches("[a-z0-9]{26}");
      host =
          identifier && chosenRegion != null
              ? inEnvironment + ".dsql." + chosenRegion + ".on.aws"
              : inEnvironment;
    }
    return new McpCluster(host, chosenRegion, user == null ? "admin" : user, profile, environment);
  }

  @Override
  public ClusterClient client() {
    try {
      // Not a monitor: a call that is cancelled must not wait while another one connects.
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientException("Waiting for the cluster was interrupted.");
    }
    try {
      return present();
    } finally {
      lock.unlock();
    }
  }

  private ClusterClient present() {
    Target target = target();
    if (client != null && target.equals(usedTarget)) {
      return client;
    }
    if (client != null) {
      client.close();
      client = null;
    }
    ClusterLogin login =
        new ClusterLogin(
            target.address(), user, () -> SigningKeys.find(target, profile, environment));
    client =
        ClusterClient.open(
            login, DRIVER_SETTINGS, MAX_CONNECTIONS, RetryPolicy.INTERACTIVE, new Cancellation());
    usedTarget = target;
    return client;
  }

  private Target target() {
    List<ServiceRecord> running = ServiceRegistry.ofUser().running();
    if (endpoint != null) {
      return Target.at(endpoint, region, running, environment);
    }
    if (running.isEmpty()) {
      throw new ClientException(
          NOT_CONFIGURED
              + " Or start a local cluster with 'dsql start'; no flags are needed then.");
    }
    if (running.size() > 1) {
      throw new ClientException(
          NOT_CONFIGURED
              + " %d local clusters run: choose one of list_clusters with --cluster_endpoint HOST:PORT."
                  .formatted(running.size()));
    }
    return Target.of(running.getFirst());
  }

  @Override
  public List<KnownCluster> known() {
    List<KnownCluster> known = new ArrayList<>();
    List<ServiceRecord> running = ServiceRegistry.ofUser().running();
    ClusterAddress used = endpoint == null && running.size() != 1 ? null : target().address();
    for (ServiceRecord service : running) {
      for (String name : service.endpoints()) {
        boolean isUsed =
            used != null && used.port() == service.port() && isSame(used, name, service);
        known.add(
            new KnownCluster(
                name, service.port(), ClusterAddress.region(name, environment), "local", isUsed));
      }
    }
    if (used != null && known.stream().noneMatch(KnownCluster::used)) {
      known.add(new KnownCluster(used.host(), used.port(), used.region(), "configured", true));
    }
    return known;
  }

  private static boolean isSame(ClusterAddress used, String name, ServiceRecord service) {
    return used.host().equals(name)
        || (service.endpoint().equals(name)
            && !service.endpoints().contains(used.host())
            && service.answersTo(used.host()));
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (client != null) {
        client.close();
        client = null;
      }
    } finally {
      lock.unlock();
    }
  }
}
