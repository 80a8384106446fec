package dev.borealis.cluster;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How clusters are managed.
 *
 * @param httpPort where the API listens: 1 to 65535, or 0 for any free one; null: {@value
 *     #DEFAULT_HTTP_PORT}, or any free one if that is taken
 * @param sleepAfter how long a cluster must be unused before its PostgreSQL is stopped; zero keeps
 *     it running
 * @param commitLatency how much later the answer to a commit comes, as between regions; at most
 *     {@value #MOST_LATENCY_SECONDS} seconds
 * @param quotas how many there may be
 */
public record ControlPlaneOptions(
    @Nullable Integer httpPort, Duration sleepAfter, Duration commitLatency, ClusterQuotas quotas) {
  public static final int DEFAULT_HTTP_PORT = 8000;
  static final int MOST_LATENCY_SECONDS = 60;

  /** The service publishes no figure. */
  public static final Duration DEFAULT_SLEEP_AFTER = Duration.ofMinutes(5);

  /** What is used unless something else is asked for. */
  public static final ControlPlaneOptions DEFAULT =
      new ControlPlaneOptions(null, DEFAULT_SLEEP_AFTER, Duration.ZERO, ClusterQuotas.SERVICE);

  /**
   * @throws ServiceException if a value cannot be used
   */
  public ControlPlaneOptions {
    if (httpPort != null) {
      LocalServiceOptions.requirePort(httpPort);
    }
    if (sleepAfter.isNegative()) {
      throw new ServiceException("A cluster cannot sleep after less than no time.");
    }
    if (commitLatency.isNegative() || commitLatency.toSeconds() > MOST_LATENCY_SECONDS) {
      throw new ServiceException(
          "A commit can take 0 to %d seconds longer.".formatted(MOST_LATENCY_SECONDS));
    }
  }
}
