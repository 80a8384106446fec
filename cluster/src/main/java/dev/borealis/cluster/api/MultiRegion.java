package dev.borealis.cluster.api;

import java.util.List;

/**
 * How a cluster is linked.
 *
 * @param witnessRegion the Region that takes part in commits and has no endpoint
 * @param clusters the ARNs of the clusters that it is linked with
 */
public record MultiRegion(String witnessRegion, List<String> clusters) {
  public MultiRegion {
    clusters = List.copyOf(clusters);
  }
}
