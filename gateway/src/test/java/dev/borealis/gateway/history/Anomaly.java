package dev.borealis.gateway.history;

/**
 * Something in a history that snapshot isolation does not allow.
 *
 * @param explanation which transactions, which keys
 */
record Anomaly(Kind kind, String explanation) {
  /** The names that the literature has, where it has one. */
  enum Kind {
    /** A transaction does not see what it has done or seen itself (Elle: internal). */
    INTERNAL,
    /** Somebody saw what an aborted transaction had written. */
    G1A_ABORTED_READ,
    /** Somebody saw what a transaction itself replaced later. */
    G1B_INTERMEDIATE_READ,
    /** A value that nobody has written. */
    INVENTED,
    /** One write has been seen with two results. */
    TWO_FACES,
    /** Two transactions have replaced the same version (P4). */
    LOST_UPDATE,
    /** Two transactions have locked the same version at the same time. */
    LOST_LOCK,
    /** A committed row is gone, though nobody has deleted it. */
    VANISHED,
    /** Two rows of one key at the same time. */
    TWO_ROWS,
    /** Seen as missing while it was there, or as present while it was not. */
    WRONG_PRESENCE,
    /** A cycle of writes. */
    G0_WRITE_CYCLE,
    /** A cycle of writes and reads of what was written. */
    G1C_CIRCULAR_INFORMATION_FLOW,
    /** A cycle with one anti-dependency: read skew. */
    G_SINGLE_READ_SKEW,
    /** A cycle with several anti-dependencies, none next to another one: long fork and the like. */
    G_NONADJACENT,
    /** A cycle through real time: a snapshot that is too old, or from the future. */
    REAL_TIME,
    /** 40001, though nobody else wanted the same keys. */
    NEEDLESS_CONFLICT
  }

  @Override
  public String toString() {
    return kind + ": " + explanation;
  }
}
