package dev.borealis.gateway;

import dev.borealis.engine.BackendException;
import dev.borealis.engine.BackendLimitException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a session's caller may be its role. The service asks that again at the beginning of each
 * transaction ("Connections in Aurora DSQL"), so that a revoked mapping reaches open sessions; here
 * the catalog is looked into only if privileges may have changed since the last time.
 */
final class RoleMapping {
  private static final long NEVER = -1;

  private final ServedCluster cluster;
  private final String role;
  private final String principalArn;
  private long confirmedVersion = NEVER;

  RoleMapping(ServedCluster cluster, String role, String principalArn) {
    this.cluster = cluster;
    this.role = role;
    this.principalArn = principalArn;
  }

  /** Why it may not, for the log; null if it may. */
  @Nullable String whyNot()
      throws IOException, BackendException, BackendLimitException, InterruptedException {
    long version = cluster.catalogVersion();
    if (version == confirmedVersion) {
      return null;
    }
    String reason = cluster.whyNot(role, principalArn);
    if (reason == null) {
      confirmedVersion = version;
    }
    return reason;
  }
}
