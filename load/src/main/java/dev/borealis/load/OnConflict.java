package dev.borealis.load;

/** What becomes of a row whose key is in the table already. */
public enum OnConflict {
  /** The row of the table stays. */
  DO_NOTHING,
  /** The row of the file replaces it. */
  DO_UPDATE,
  /** It is an error, as --on-error treats it. */
  ERROR
}
