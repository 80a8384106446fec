package dev.borealis.cluster;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A state of the Aurora DSQL service that a cluster can be held to. The service has no version
 * numbers of its own; these are the months whose behaviour differs.
 */
public enum DsqlVersion {
  /** As of December 2025. */
  DECEMBER_2025("2025-12"),
  /** As of June 2026: what a cluster is held to unless told otherwise. */
  JUNE_2026("2026-06"),
  /** As of September 2026. */
  SEPTEMBER_2026("2026-09");

  private final String month;

  DsqlVersion(String month) {
    this.month = month;
  }

  /** The version as it is written on command lines and in files: {@code yyyy-mm}. */
  public String month() {
    return month;
  }

  /** The version that {@code month} names, if there is one. */
  public static Optional<DsqlVersion> ofMonth(String month) {
    return Arrays.stream(values()).filter(version -> version.month.equals(month)).findFirst();
  }

  /** All versions, oldest first, for an error message. */
  public static String choices() {
    return Arrays.stream(values()).map(DsqlVersion::month).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return month;
  }
}
