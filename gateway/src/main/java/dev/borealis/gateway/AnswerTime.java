package dev.borealis.gateway;

import java.util.function.LongConsumer;

/** Since when PostgreSQL owes a session answers. Other threads may look at it. */
final class AnswerTime {
  private final LongConsumer answeredAfterNanos;
  private volatile long sinceNanos;

  /**
   * @param answeredAfterNanos told each time how long it took
   */
  AnswerTime(LongConsumer answeredAfterNanos) {
    this.answeredAfterNanos = answeredAfterNanos;
  }

  /** PostgreSQL owes answers from now on. */
  void begin() {
    sinceNanos = System.nanoTime();
  }

  /** PostgreSQL owes nothing any more. */
  void end() {
    long began = sinceNanos;
    sinceNanos = 0;
    answeredAfterNanos.accept(System.nanoTime() - began);
  }

  /** Since when it owes answers, or 0. */
  long sinceNanos() {
    return sinceNanos;
  }
}
