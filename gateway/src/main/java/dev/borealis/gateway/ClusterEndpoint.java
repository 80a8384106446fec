package dev.borealis.gateway;

import dev.borealis.iam.TokenVerifier;
import java.io.IOException;

/** Where clients reach a cluster: a name with rights of its own, and a database behind it. */
public interface ClusterEndpoint {
  /** What the cluster is called. */
  ClusterName name();

  /** What is counted at this endpoint. */
  EndpointMetrics metrics();

  /** What a token must be for, as of now. */
  TokenVerifier.Cluster tokenTarget();

  /** Whether clients get through to it; otherwise they are cut off without a word. */
  default boolean isReachable() {
    return true;
  }

  /**
   * The database. Two linked clusters have the same one.
   *
   * @throws UnavailableException if the cluster accepts no connections now; its message says why
   * @throws IOException if the database cannot be opened
   */
  ServedCluster database() throws UnavailableException, IOException;

  /** The cluster accepts no connections in its present state. */
  final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param reason a clause without a full stop
     */
    public UnavailableException(String reason) {
      super(reason, null, false, false);
    }
  }
}
