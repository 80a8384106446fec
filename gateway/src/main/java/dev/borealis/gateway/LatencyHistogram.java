package dev.borealis.gateway;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** How often something has taken how long. Any thread may add to it, without waiting for others. */
public final class LatencyHistogram {
  /** Upper bounds of the buckets, in microseconds; one more bucket takes what is longer. */
  private static final long[] BOUNDS_MICROS = {
    250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000,
    5_000_000
  };

  private final LongAdder[] counts = new LongAdder[BOUNDS_MICROS.length + 1];
  private final LongAdder sumNanos = new LongAdder();

  LatencyHistogram() {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  void add(long nanos) {
    int bucket = 0;
    while (bucket < BOUNDS_MICROS.length
        && nanos > TimeUnit.MICROSECONDS.toNanos(BOUNDS_MICROS[bucket])) {
      bucket++;
    }
    counts[bucket].increment();
    sumNanos.add(nanos);
  }

  /** How many have taken at most so long. */
  public record Bucket(Duration atMost, long count) {}

  /**
   * The histogram at one moment.
   *
   * @param buckets from the shortest to the longest; each includes those before it
   * @param count of all, also of what is longer than the longest bucket
   */
  public record Snapshot(List<Bucket> buckets, long count, Duration sum) {}

  /** What has been added so far. */
  public Snapshot snapshot() {
    List<Bucket> buckets = new ArrayList<>(BOUNDS_MICROS.length);
    long count = 0;
    for (int i = 0; i < BOUNDS_MICROS.length; i++) {
      count += counts[i].sum();
      buckets.add(new Bucket(Duration.of(BOUNDS_MICROS[i], ChronoUnit.MICROS), count));
    }
    count += counts[BOUNDS_MICROS.length].sum();
    return new Snapshot(List.copyOf(buckets), count, Duration.ofNanos(sumNanos.sum()));
  }
}
