package dev.borealis.load;

/** How it is looked whether all has arrived. */
public enum VerifyMode {
  /** Not at all. */
  OFF,
  /** Rows are counted before and after. */
  COUNT,
  /** The source is read again, and a checksum over all values is compared, too. */
  FULL
}
