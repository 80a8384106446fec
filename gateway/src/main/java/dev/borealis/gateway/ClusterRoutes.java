package dev.borealis.gateway;

import org.jspecify.annotations.Nullable;

/** Finds the cluster that a connection is for. */
public interface ClusterRoutes {
  /** The cluster of that id, or null. */
  @Nullable ClusterEndpoint byId(String id);

  /** The cluster that localhost, 127.0.0.1 and connections without any cluster name mean. */
  ClusterEndpoint defaultCluster();
}
