package dev.borealis.gateway.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The life of one row, from its insertion to its deletion. */
final class Incarnation {
  private final int key;
  private final long birth;
  private final TreeMap<Integer, Version> versions = new TreeMap<>();
  private final Map<Long, Version> byValue = new HashMap<>();
  private final TreeMap<Integer, Transaction> writers = new TreeMap<>();
  private @Nullable Transaction deleter;
  private boolean over;

  Incarnation(int key, long birth) {
    this.key = key;
    this.birth = birth;
  }

  int key() {
    return key;
  }

  /** Adds a committed version; another one in its place, or null. */
  @Nullable Version put(Version version, Transaction writer) {
    writers.put(version.number(), writer);
    byValue.put(version.value(), version);
    return versions.put(version.number(), version);
  }

  /** All versions in order. */
  Collection<Version> versions() {
    return versions.values();
  }

  /** Who wrote the versions, one after the other; once each in a row. */
  List<Transaction> successiveWriters() {
    List<Transaction> successive = new ArrayList<>();
    for (Transaction writer : writers.values()) {
      if (successive.isEmpty() || successive.getLast() != writer) {
        successive.add(writer);
      }
    }
    return successive;
  }

  /** The version with this value; null if it was not committed. */
  @Nullable Version withValue(long value) {
    return byValue.get(value);
  }

  Version last() {
    return versions.lastEntry().getValue();
  }

  Transaction firstWriter() {
    return writers.firstEntry().getValue();
  }

  /** Who wrote the version with this number. */
  Transaction writer(int number) {
    return Objects.requireNonNull(writers.get(number));
  }

  /** Who replaced the version with this number, or deleted the row then; null if nobody. */
  @Nullable Transaction replacer(int number) {
    Map.Entry<Integer, Transaction> next = writers.higherEntry(number);
    return next == null ? deleter : next.getValue();
  }

  void deletedBy(Transaction transaction) {
    deleter = transaction;
    over = true;
  }

  /** It was deleted; nobody knows by whom. */
  void deletedBySomebody() {
    over = true;
  }

  @Nullable Transaction deleter() {
    return deleter;
  }

  /** Whether the row was deleted. */
  boolean isOver() {
    return over;
  }

  /** Whether no other transaction can have seen it. */
  boolean isSecret() {
    return deleter != null && successiveWriters().equals(List.of(deleter));
  }

  /** Whether this row's deletion can have been before the other one's insertion. */
  boolean mayPrecede(Incarnation other) {
    if (!over) {
      return false;
    }
    Transaction successor = other.firstWriter();
    return deleter == null
        || deleter == successor
        || deleter.endingNanos() < successor.snapshotNanos();
  }

  /**
   * Whether a transaction may have inserted the key's next row without ever having seen this one:
   * both its insertion and its deletion may lie between the snapshot and the commit.
   */
  boolean mayPassUnseenBy(Transaction successor) {
    return over
        && mayFollow(successor)
        && (deleter == null || deleter.endingNanos() < successor.endedNanos());
  }

  /** Whether a snapshot of the transaction can be from before this row. */
  boolean mayFollow(Transaction reader) {
    return reader.begunNanos() < firstWriter().endedNanos();
  }

  /** Whether a snapshot of the transaction can be from after this row. */
  boolean mayPrecede(Transaction reader) {
    return over && (deleter == null || deleter.endingNanos() < reader.snapshotNanos());
  }

  /** Whether a snapshot of the transaction can show this row. */
  boolean mayBeSeenBy(Transaction reader) {
    return firstWriter().endingNanos() < reader.snapshotNanos()
        && (deleter == null || reader.begunNanos() < deleter.endedNanos());
  }

  @Override
  public String toString() {
    return "row k%d, born %d".formatted(key, birth);
  }
}
