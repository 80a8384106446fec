package dev.borealis.cluster;

/**
 * The names of PrivateLink in a region ("Managing and connecting to Amazon Aurora DSQL clusters
 * using AWS PrivateLink"): all clusters of one have the same suffix.
 */
final class VpcEndpoint {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int SUFFIX_LENGTH = 4;

  private VpcEndpoint() {}

  static String serviceName(String region) {
    return "com.amazonaws." + region + ".dsql-" + suffix(region);
  }

  static String host(ClusterRecord cluster, String endpointSuffix) {
    return "%s.dsql-%s.%s.%s"
        .formatted(cluster.id(), suffix(cluster.region()), cluster.region(), endpointSuffix);
  }

  private static String suffix(String region) {
    StringBuilder suffix = new StringBuilder();
    int rest = region.hashCode();
    for (int i = 0; i < SUFFIX_LENGTH; i++) {
      suffix.append(LETTERS.charAt(rest & 31));
      rest >>>= 5;
    }
    return suffix.toString();
  }
}
