package dev.borealis.mcp;

import dev.borealis.client.ClusterClient;
import java.util.List;

/** Where the cluster is that tools work with. Asked when a tool needs it, not before. */
public interface ClusterSource extends AutoCloseable {
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
