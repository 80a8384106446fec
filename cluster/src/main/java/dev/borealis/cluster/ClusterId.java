package dev.borealis.cluster;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/**
 * The identifier of a cluster: 26 lower-case letters and digits (API Reference of Amazon Aurora
 * DSQL). It is also the first label of the cluster's endpoint.
 */
public record ClusterId(String text) {
  private static final Pattern SHAPE = Pattern.compile("[a-z0-9]{26}");

  // All published identifiers decode as unpadded base32 (RFC 4648) of 16 bytes.
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int RANDOM_BYTES = 16;
  private static final int BITS_PER_LETTER = 5;

  /**
   * @throws IllegalArgumentException if {@code text} does not have the shape of an identifier
   */
  public ClusterId {
    if (!SHAPE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a cluster identifier: those have 26 lower-case letters and digits"
              .formatted(text));
    }
  }

  /** A new identifier, made like the service's: base32 of 16 random bytes. */
  static ClusterId random(SecureRandom random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    StringBuilder text = new StringBuilder();
    int pending = 0;
    int pendingBits = 0;
    for (byte next : bytes) {
      pending = pending << Byte.SIZE | (next & 0xff);
      pendingBits += Byte.SIZE;
      while (pendingBits >= BITS_PER_LETTER) {
        pendingBits -= BITS_PER_LETTER;
        text.append(BASE32.charAt(pending >> pendingBits & 31));
      }
      pending &= (1 << pendingBits) - 1;
    }
    text.append(BASE32.charAt(pending << (BITS_PER_LETTER - pendingBits) & 31));
    return new ClusterId(text.toString());
  }

  /**
   * The cluster's host name.
   *
   * @param region of the cluster, such as {@code us-east-1}
   * @param suffix {@code on.aws} in AWS's commercial regions
   */
  public String endpoint(String region, String suffix) {
    return text + ".dsql." + region + "." + suffix;
  }

  @Override
  public String toString() {
    return text;
  }
}
