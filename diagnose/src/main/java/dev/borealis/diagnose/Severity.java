package dev.borealis.diagnose;

/** How much a finding matters, the gravest first. */
public enum Severity {
  /** More than half of the execution time. */
  CRITICAL("CRITICAL"),
  /** A fifth to a half of it, or the cause of something critical. */
  HIGH("HIGH"),
  /** Measurable, and worth mending by itself. */
  MODERATE("MODERATE"),
  /** Small. */
  LOW("LOW"),
  /** What is shown cannot be; the result is right all the same. */
  BUG_REPORT("BUG REPORT");

  private static final double HALF = 0.5;
  private static final double FIFTH = 0.2;
  private static final double MEASURABLE = 0.05;

  private final String words;

  Severity(String words) {
    this.words = words;
  }

  /** As in a report. */
  public String words() {
    return words;
  }

  /** Of what takes this share of the execution time. */
  static Severity ofShare(double share) {
    if (share > HALF) {
      return CRITICAL;
    }
    if (share >= FIFTH) {
      return HIGH;
    }
    return share >= MEASURABLE ? MODERATE : LOW;
  }
}
