package dev.borealis.cluster.api;

/** Where a cluster stands ("Aurora DSQL cluster lifecycle"). */
public enum ClusterStatus {
  /** Is being made; connections fail. */
  CREATING,
  /** Accepts connections. */
  ACTIVE,
  /** Sleeps for want of connections; the next one wakes it. */
  IDLE,
  /** A change is under way. */
  UPDATING,
  /** Is being deleted; connections fail. */
  DELETING,
  /** Could not be made. */
  FAILED,
  /** Has a witness Region and waits to be linked. */
  PENDING_SETUP,
  /** Was deleted, while the cluster that it is linked with still exists. */
  PENDING_DELETE
}
