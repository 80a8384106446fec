package dev.borealis.wire;

/**
 * A version of the protocol as the startup packet gives it: major in the upper 16 bits, minor in
 * the lower.
 *
 * @param major 3 for everything since PostgreSQL 7.4
 * @param minor 0, or 2 since PostgreSQL 18 (longer cancel keys); there never was a 3.1
 */
public record ProtocolVersion(int major, int minor) implements Comparable<ProtocolVersion> {
  public static final ProtocolVersion V3_0 = new ProtocolVersion(3, 0);
  public static final ProtocolVersion V3_2 = new ProtocolVersion(3, 2);

  static ProtocolVersion of(int code) {
    return new ProtocolVersion(code >>> 16, code & 0xFFFF);
  }

  int code() {
    return major << 16 | minor;
  }

  @Override
  public int compareTo(ProtocolVersion other) {
    return Integer.compareUnsigned(code(), other.code());
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
