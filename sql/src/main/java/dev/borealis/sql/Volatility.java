package dev.borealis.sql;

/** Whether a function gives the same result again ("Function Volatility Categories"). */
public enum Volatility {
  /** The same for the same arguments, always. */
  IMMUTABLE,
  /** The same for the same arguments within a statement, and within a snapshot. */
  STABLE,
  /** Perhaps another one each time, or with an effect. */
  VOLATILE;

  /** The more volatile of the two. */
  public Volatility or(Volatility other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
