package dev.borealis.mcp;

import dev.borealis.client.ClusterClient;
import java.util.List;

/** Nothing is configured, and nothing runs. */
final class NoCluster implements ClusterSource {
  @Override
  public ClusterClient client() {
    throw new RefusedException("Database not configured.");
  }

  @Override
  public List<KnownCluster> known() {
    return List.of();
  }

  @Override
  public void close() {}
}
