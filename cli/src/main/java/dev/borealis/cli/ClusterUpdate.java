package dev.borealis.cli;

import java.io.IOException;
import software.amazon.awssdk.services.dsql.DsqlClient;
import software.amazon.awssdk.services.dsql.model.GetClusterResponse;

final class ClusterUpdate extends ClusterCommand {
  private final Setting<String> identifier = argument("IDENTIFIER", "The cluster's identifier.");
  private final OptionalSetting<Boolean> protection =
      option(
          Boolean.class,
          "--deletion-protection",
          "true|false",
          "Whether the cluster is protected from being deleted.");
  private final OptionalSetting<String> key =
      option(String.class, "--kms-key", "KEY", "The KMS key that encrypts it (in AWS).");
  private final OptionalSetting<String> witness =
      option(String.class, "--witness-region", "REGION", "The witness of the cluster's link.");
  private final OptionalSetting<String> peer =
      option(String.class, "--peer", "ARN", "The cluster that it is to be linked with.");
  private final Setting<Output> output = outputOption();

  ClusterUpdate() {
    super("update", "Changes a cluster and shows it.");
    examples("  dsql cluster update abcdefghijklmnopqrstuvwx2a --deletion-protection false");
  }

  @Override
  void run(DsqlClient dsql) throws IOException {
    if (peer.value() != null && witness.value() == null) {
      throw wrongUsage("--peer needs --witness-region.");
    }
    if (protection.value() == null && key.value() == null && witness.value() == null) {
      throw wrongUsage("What is to change? Give --deletion-protection, --kms-key or --peer.");
    }
    dsql.updateCluster(update ->
        update
            .identifier(identifier.value())
            .deletionProtectionEnabled(protection.value())
            .kmsEncryptionKey(key.value())
            .multiRegionProperties(ClusterCreate.multiRegion(witness.value(), peer.value())));
    GetClusterResponse cluster = dsql.getCluster(get -> get.identifier(identifier.value()));
    switch (output.value()) {
      case TEXT -> ClusterText.print(out(), cluster);
      case JSON -> JsonText.print(out(), json -> ClusterText.write(json, cluster));
    }
  }
}
