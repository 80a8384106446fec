package dev.borealis.cli;

import java.time.Duration;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dsql.DsqlClient;
import software.amazon.awssdk.services.dsql.model.GetClusterRequest;

final class ClusterWait extends ClusterCommand {
  private static final Duration POLL = Duration.ofMillis(500);

  /** What is waited for. */
  private enum State {
    ACTIVE,
    DELETED
  }

  private final Setting<String> identifier = argument("IDENTIFIER", "The cluster's identifier.");
  private final Setting<State> state = option("--for", "STATE", State.ACTIVE, "active or deleted");
  private final Setting<Integer> timeoutSeconds =
      option("--timeout", "SECONDS", 300, "How long to wait at most");

  ClusterWait() {
    super("wait", "Waits until a cluster is active, or gone.");
    examples(
        "  dsql cluster wait abcdefghijklmnopqrstuvwx2a",
        "  dsql cluster wait abcdefghijklmnopqrstuvwx2a --for deleted");
  }

  @Override
  void run(DsqlClient dsql) {
    if (timeoutSeconds.value() < 1) {
      throw wrongUsage("--timeout must be at least 1 second.");
    }
    await(dsql, identifier.value(), state.value(), Duration.ofSeconds(timeoutSeconds.value()));
  }

  /** Waits until a cluster is active. */
  static void untilActive(DsqlClient dsql, String identifier) {
    await(dsql, identifier, State.ACTIVE, Duration.ofMinutes(5));
  }

  private static void await(DsqlClient dsql, String identifier, State state, Duration patience) {
    WaiterOverrideConfiguration options =
        WaiterOverrideConfiguration.builder()
            .backoffStrategyV2(BackoffStrategy.fixedDelay(POLL))
            .maxAttempts((int) Math.min(Integer.MAX_VALUE, patience.dividedBy(POLL) + 1))
            .waitTimeout(patience)
            .build();
    GetClusterRequest request = GetClusterRequest.builder().identifier(identifier).build();
    switch (state) {
      case ACTIVE -> dsql.waiter().waitUntilClusterActive(request, options);
      case DELETED -> dsql.waiter().waitUntilClusterNotExists(request, options);
    }
  }
}
