package dev.borealis.cluster;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/** Keeps a running service at what {@link RegionFaults} say. */
final class RegionOutages implements AutoCloseable {
  private static final Logger LOG = System.getLogger(RegionOutages.class.getName());
  private static final Duration ROUND = Duration.ofMillis(200);

  private final RegionFaults faults;
  private final Consumer<String> onDown;
  private final Thread rounds;
  private volatile Set<String> down = Set.of();

  /**
   * @param onDown told of each region that goes down
   */
  RegionOutages(RegionFaults faults, Consumer<String> onDown) {
    this.faults = faults;
    this.onDown = onDown;
    this.rounds = Thread.ofVirtual().name("region-outages").unstarted(this::makeRounds);
  }

  /** Goes by the faults from now on. */
  void start() {
    look();
    rounds.start();
  }

  boolean isDown(String region) {
    return down.contains(region);
  }

  private void makeRounds() {
    try {
      while (true) {
        Thread.sleep(ROUND);
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    Set<String> before = down;
    try {
      down = faults.down();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "Faults cannot be read now: {0}", e.getMessage());
      return;
    }
    for (String region : down) {
      if (!before.contains(region)) {
        LOG.log(Level.INFO, "The region {0} is down, as it was asked to be", region);
        onDown.accept(region);
      }
    }
  }

  @Override
  public void close() {
    rounds.interrupt();
  }
}
