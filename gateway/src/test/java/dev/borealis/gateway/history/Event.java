package dev.borealis.gateway.history;

/** What a transaction has learnt of a key, or done to it, as the server's answers tell. */
sealed interface Event {
  int key();

  /** A statement has shown the row. */
  record Found(Version version) implements Event {
    @Override
    public int key() {
      return version.key();
    }
  }

  /** A SELECT FOR UPDATE has shown the row, which counts as a write. */
  record Locked(Version version) implements Event {
    @Override
    public int key() {
      return version.key();
    }
  }

  /** A statement that would have shown a row has shown none. */
  record Missed(int key) implements Event {}

  /** An insertion has met a row that it has not shown. */
  record Met(int key) implements Event {}

  /** Has inserted or updated the row. */
  record Wrote(Version version) implements Event {
    @Override
    public int key() {
      return version.key();
    }
  }

  /** Has deleted the row, which was this. */
  record Deleted(Version version) implements Event {
    @Override
    public int key() {
      return version.key();
    }
  }

  /** Was to write this value; the client has not seen what came of it. */
  record Attempted(int key, long value) implements Event {}

  /** Was to delete the row; the client has not seen what came of it. */
  record AttemptedDeletion(int key) implements Event {}
}
