package dev.borealis.cli;

import software.amazon.awssdk.services.dsql.DsqlClient;

final class ClusterDelete extends ClusterCommand {
  private final Setting<String> identifier = argument("IDENTIFIER", "The cluster's identifier.");

  ClusterDelete() {
    super(
        "delete",
        "Deletes a cluster with all its data. It must not be protected:",
        "'dsql cluster update IDENTIFIER --deletion-protection false' comes first.");
    examples("  dsql cluster delete abcdefghijklmnopqrstuvwx2a");
  }

  @Override
  void run(DsqlClient dsql) {
    String status =
        dsql.deleteCluster(delete -> delete.identifier(identifier.value())).statusAsString();
    out().println("%s  %s".formatted(identifier.value(), status));
  }
}
