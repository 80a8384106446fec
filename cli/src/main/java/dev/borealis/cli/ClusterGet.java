package dev.borealis.cli;

import java.io.IOException;
import software.amazon.awssdk.services.dsql.DsqlClient;
import software.amazon.awssdk.services.dsql.model.GetClusterResponse;

final class ClusterGet extends ClusterCommand {
  private final Setting<String> identifier = argument("IDENTIFIER", "The cluster's identifier.");
  private final Setting<Output> output = outputOption();

  ClusterGet() {
    super("get", "Shows a cluster.");
    examples(
        "  dsql cluster get abcdefghijklmnopqrstuvwx2a",
        "  dsql cluster get abcdefghijklmnopqrstuvwx2a --output json --profile dev");
  }

  @Override
  void run(DsqlClient dsql) throws IOException {
    GetClusterResponse cluster = dsql.getCluster(get -> get.identifier(identifier.value()));
    switch (output.value()) {
      case TEXT -> ClusterText.print(out(), cluster);
      case JSON -> JsonText.print(out(), json -> ClusterText.write(json, cluster));
    }
  }
}
