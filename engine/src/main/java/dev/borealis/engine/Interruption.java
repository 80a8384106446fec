package dev.borealis.engine;

import java.time.Duration;

/** Waiting that turns an interrupt into an {@link EngineException} and keeps the flag set. */
final class Interruption {
  private Interruption() {}

  static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw during("waiting for PostgreSQL", e);
    }
  }

  static EngineException during(String doing, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new EngineException("Interrupted while " + doing + ".", e);
  }
}
