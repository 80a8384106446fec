package dev.borealis.gateway.job;

import java.time.Duration;

/**
 * When jobs do what.
 *
 * @param buildDelay how long an index is at least shown as not valid, from when it appears in the
 *     catalog; the service takes seconds
 * @param statisticsInterval how often tables are looked at for changes; a table that has changed
 *     much is analyzed when it rests for one interval
 * @param maxBeginWait how long {@link Jobs#awaitBegun} waits
 * @param obstaclePatience how long a job waits for an open transaction before it tells
 */
record JobTimings(
    Duration buildDelay,
    Duration statisticsInterval,
    Duration maxBeginWait,
    Duration obstaclePatience) {
  static final JobTimings DEFAULT =
      new JobTimings(
          Duration.ofMillis(100),
          Duration.ofSeconds(10),
          Duration.ofMillis(500),
          Duration.ofSeconds(1));
}
