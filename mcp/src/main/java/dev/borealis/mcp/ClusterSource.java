package dev.borealis.mcp;

import dev.borealis.client.ClusterClient;
import java.util.List;
import java.util.Map;

/** Where the cluster is that tools work with. Asked when a tool needs it, not before. */
public interface ClusterSource extends AutoCloseable {
  /**
   * What the driver is told for the connections: to send values as text, as the results show them
   * (in the binary form, which it takes for statements that come often, they read otherwise), and
   * to keep no more of a result than this, whatever a single row has.
   */
  Map<String, String> DRIVER_SETTINGS = Map.of("binaryTransfer", "false", "maxResultBuffer", "64M");

  /**
   * The cluster's connections; the same object until {@link #close}.
   *
   * @throws RuntimeException with a message for the agent, if none is configured or it cannot be
   *     reached
   */
  ClusterClient client();

  /** The clusters that are known: the local ones that run, and the configured one. */
  List<KnownCluster> known();

  @Override
  void close();

  /**
   * A cluster.
   *
   * @param endpoint its host name
   * @param port where it listens
   * @param region its AWS Region
   * @param origin {@code local} or {@code configured}
   * @param used whether the tools work with this one
   */
  record KnownCluster(String endpoint, int port, String region, String origin, boolean used) {}
}
