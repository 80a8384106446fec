package dev.borealis.gateway.history;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A transaction as its client saw it. Filled by one thread, looked into when that is done. */
final class Transaction {
  /** What the client knows of its end. */
  enum Outcome {
    COMMITTED,
    ABORTED,
    /** The client left, or was left, while it committed. */
    UNKNOWN
  }

  /** A time that has never come. */
  static final long NEVER = Long.MAX_VALUE;

  private final String name;
  private final List<Event> events = new ArrayList<>();
  private final Set<Integer> contended = new HashSet<>();
  private final long begunNanos;
  private long snapshotNanos = NEVER;
  private long endingNanos = NEVER;
  private long endedNanos = NEVER;
  private Outcome outcome = Outcome.ABORTED;
  private @Nullable String failure;
  private boolean canceled;

  /**
   * @param name tells it from all others in what people read
   * @param begunNanos when its first message was sent
   */
  Transaction(String name, long begunNanos) {
    this.name = name;
    this.begunNanos = begunNanos;
  }

  String name() {
    return name;
  }

  /** The client has something to write or to lock there. */
  void contends(int key) {
    contended.add(key);
  }

  /** Keys that it was to write or to lock. */
  Set<Integer> contended() {
    return contended;
  }

  void add(Event event) {
    events.add(event);
  }

  /** What has happened in it, in order. */
  List<Event> events() {
    return events;
  }

  /** A statement that needs a snapshot has been answered; the first one counts. */
  void answered(long nanos) {
    if (snapshotNanos == NEVER) {
      snapshotNanos = nanos;
    }
  }

  /** The message that commits has been sent. */
  void ending(long nanos) {
    endingNanos = nanos;
  }

  void ended(Outcome with, long nanos) {
    outcome = with;
    endedNanos = with == Outcome.UNKNOWN ? NEVER : nanos;
    answered(endedNanos);
  }

  /** The client has gone without ending it, so the server ends it some time later. */
  void left() {
    endedNanos = NEVER;
    answered(NEVER);
  }

  /** The client has asked to cancel what runs. */
  void cancels() {
    canceled = true;
  }

  boolean isCanceled() {
    return canceled;
  }

  /** The first error in it: SQLSTATE and message. */
  void failed(String with) {
    if (failure == null) {
      failure = with;
    }
  }

  @Nullable String failure() {
    return failure;
  }

  Outcome outcome() {
    return outcome;
  }

  /** The snapshot was taken after this. */
  long begunNanos() {
    return begunNanos;
  }

  /** The snapshot was taken before this. */
  long snapshotNanos() {
    return snapshotNanos;
  }

  /** What it has written became visible after this, if at all. */
  long endingNanos() {
    return endingNanos;
  }

  /** What it has written became visible before this. */
  long endedNanos() {
    return endedNanos;
  }

  @Override
  public String toString() {
    return "%s %s%s%s [%d..%d, %d..%s] %s"
        .formatted(
            name,
            outcome,
            failure == null ? "" : " (" + failure + ")",
            canceled ? " (canceled)" : "",
            begunNanos,
            snapshotNanos,
            endingNanos == NEVER ? -1 : endingNanos,
            endedNanos == NEVER ? "never" : endedNanos,
            events);
  }
}
