package dev.borealis.diagnose;

import java.util.Locale;

/** Numbers as a report shows them. */
final class Figures {
  private static final double PERCENT = 100;
  private static final double MILLIS_PER_SECOND = 1_000;

  private Figures() {}

  static String count(double rows) {
    return String.format(Locale.ROOT, "%,.0f", rows);
  }

  static String count(long rows) {
    return String.format(Locale.ROOT, "%,d", rows);
  }

  static String millis(double millis) {
    return millis >= MILLIS_PER_SECOND
        ? String.format(Locale.ROOT, "%,.2f s", millis / MILLIS_PER_SECOND)
        : String.format(Locale.ROOT, "%.3f ms", millis);
  }

  static String share(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * PERCENT);
  }

  static String factor(double factor) {
    return String.format(Locale.ROOT, factor < 10 ? "%.1f" : "%,.0f", factor);
  }

  static String dpu(double dpu) {
    return String.format(Locale.ROOT, "%.5f", dpu);
  }

  static String rows(double rows) {
    return count(rows) + (rows == 1 ? " row" : " rows");
  }
}
