package dev.borealis.dialect;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A version of Aurora DSQL: the service as it was at the end of a month. The service has no
 * versions of its own; it grows, and says when.
 */
public final class DsqlVersion implements Comparable<DsqlVersion> {
  private static final List<DsqlVersion> ALL =
      RuleFile.lines("versions.txt").stream().map(DsqlVersion::new).toList();

  private static final String DEFAULT = "2026-06";

  private final String month;

  private DsqlVersion(String month) {
    this.month = month;
  }

  /** All versions, oldest first. */
  public static List<DsqlVersion> all() {
    return ALL;
  }

  /** The version that a service has unless it is told otherwise: 2026-06. */
  public static DsqlVersion defaultVersion() {
    return parse(DEFAULT);
  }

  /**
   * Reads a version's name.
   *
   * @throws IllegalArgumentException if there is no such version; the message lists those that
   *     exist
   */
  public static DsqlVersion parse(String name) {
    for (DsqlVersion version : ALL) {
      if (version.month.equals(name)) {
        return version;
      }
    }
    throw new IllegalArgumentException(
        "unknown DSQL version \"%s\"; the versions are %s"
            .formatted(
                name, ALL.stream().map(DsqlVersion::name).collect(Collectors.joining(", "))));
  }

  /** Year and month, such as {@code 2026-06}. */
  public String name() {
    return month;
  }

  @Override
  public int compareTo(DsqlVersion other) {
    return month.compareTo(other.month);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DsqlVersion version && month.equals(version.month);
  }

  @Override
  public int hashCode() {
    return month.hashCode();
  }

  @Override
  public String toString() {
    return month;
  }
}
