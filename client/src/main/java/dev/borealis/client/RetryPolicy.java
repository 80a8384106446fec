package dev.borealis.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often a transaction is tried, and how long the pauses are: exponential backoff with full
 * jitter, so that those who have collided do not collide again ("Exponential Backoff And Jitter",
 * AWS Architecture Blog).
 *
 * @param attempts 1 and more, the first one counted
 * @param firstPause the upper bound of the first pause; doubles with each attempt
 * @param longestPause the upper bound of all pauses
 */
public record RetryPolicy(int attempts, Duration firstPause, Duration longestPause) {

  /** For somebody who waits for an answer: gives up after some seconds. */
  public static final RetryPolicy INTERACTIVE =
      new RetryPolicy(8, Duration.ofMillis(20), Duration.ofSeconds(2));

  /** For work that goes on for long: outlasts a restart of the cluster. */
  public static final RetryPolicy PATIENT =
      new RetryPolicy(16, Duration.ofMillis(50), Duration.ofSeconds(15));

  private static final int MAX_DOUBLINGS = 30;

  /**
   * @throws IllegalArgumentException if the numbers make no sense
   */
  public RetryPolicy {
    if (attempts < 1 || !firstPause.isPositive() || longestPause.compareTo(firstPause) < 0) {
      throw new IllegalArgumentException("no retry policy: " + attempts + ", " + firstPause);
    }
  }

  /**
   * The pause after a failed attempt.
   *
   * @param attempt the number of the attempt that has failed, from 1
   */
  Duration pause(int attempt, RandomGenerator random) {
    long doublings = Math.min(attempt - 1, MAX_DOUBLINGS);
    long bound = Math.min(firstPause.toNanos() << doublings, longestPause.toNanos());
    // The shift overflows only for pauses beyond what longestPause allows anyway.
    return Duration.ofNanos(random.nextLong(bound <= 0 ? longestPause.toNanos() : bound) + 1);
  }
}
