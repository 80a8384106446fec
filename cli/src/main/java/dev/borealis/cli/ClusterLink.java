package dev.borealis.cli;

import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.dsql.DsqlClient;

final class ClusterLink extends ClusterCommand {
  private static final int REGION_PART = 3;

  private final Setting<List<String>> arns =
      arguments("ARN", "The ARNs of two clusters that were created with a witness Region.");
  private final OptionalSetting<String> witness =
      option(String.class, "--witness-region", "REGION", "The witness of both.");

  ClusterLink() {
    super(
        "link",
        "Links two clusters of different regions, and waits until both are active.",
        "Each must have been created with --witness-region.");
    examples("  dsql cluster link ARN ARN --witness-region us-west-2");
  }

  @Override
  void run(DsqlClient dsql) {
    if (arns.value().size() != 2 || witness.value() == null) {
      throw wrongUsage("Give the ARNs of two clusters, and --witness-region.");
    }
    String one = arns.value().getFirst();
    String other = arns.value().getLast();
    link(one, other);
    link(other, one);
    for (String arn : arns.value()) {
      try (DsqlClient there = api().client(region(arn))) {
        ClusterWait.untilActive(there, identifier(arn));
      }
      out().println("%s  ACTIVE".formatted(arn));
    }
  }

  private void link(String arn, String peer) {
    String region = Objects.requireNonNull(witness.value());
    try (DsqlClient there = api().client(region(arn))) {
      there.updateCluster(update ->
          update
              .identifier(identifier(arn))
              .multiRegionProperties(ClusterCreate.multiRegion(region, peer)));
    }
  }

  private String region(String arn) {
    String[] parts = arn.split(":", -1);
    if (parts.length <= REGION_PART || arn.indexOf('/') < 0) {
      throw wrongUsage("'%s' is not the ARN of a cluster.".formatted(arn));
    }
    return parts[REGION_PART];
  }

  private static String identifier(String arn) {
    return arn.substring(arn.indexOf('/') + 1);
  }
}
