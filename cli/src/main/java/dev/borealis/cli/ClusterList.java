package dev.borealis.cli;

import java.io.IOException;
import java.util.List;
import software.amazon.awssdk.services.dsql.DsqlClient;
import software.amazon.awssdk.services.dsql.model.ClusterSummary;

final class ClusterList extends ClusterCommand {
  private final Setting<Output> output = outputOption();

  ClusterList() {
    super("list", "Lists the clusters of a region.");
    examples("  dsql cluster list", "  dsql cluster list --region eu-west-1 --profile dev");
  }

  @Override
  void run(DsqlClient dsql) throws IOException {
    List<ClusterSummary> clusters =
        dsql.listClustersPaginator(list -> {}).clusters().stream().toList();
    switch (output.value()) {
      case TEXT ->
          clusters.forEach(cluster -> out().println(cluster.identifier() + "  " + cluster.arn()));
      case JSON ->
          JsonText.print(
              out(),
              json -> {
                json.writeStartArray();
                for (ClusterSummary cluster : clusters) {
                  json.writeStartObject();
                  json.writeStringProperty("identifier", cluster.identifier());
                  json.writeStringProperty("arn", cluster.arn());
                  json.writeEndObject();
                }
                json.writeEndArray();
              });
    }
  }
}
