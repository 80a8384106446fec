package dev.borealis.sql.tree;

/** A mode of a transaction. */
public enum TransactionMode {
  READ_UNCOMMITTED("ISOLATION LEVEL READ UNCOMMITTED"),
  READ_COMMITTED("ISOLATION LEVEL READ COMMITTED"),
  REPEATABLE_READ("ISOLATION LEVEL REPEATABLE READ"),
  SERIALIZABLE("ISOLATION LEVEL SERIALIZABLE"),
  READ_ONLY("READ ONLY"),
  READ_WRITE("READ WRITE"),
  DEFERRABLE("DEFERRABLE"),
  NOT_DEFERRABLE("NOT DEFERRABLE");

  private final String words;

  TransactionMode(String words) {
    this.words = words;
  }

  /** The mode in SQL. */
  public String words() {
    return words;
  }
}
