package dev.borealis.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dsql.model.GetClusterResponse;
import tools.jackson.core.JsonGenerator;

/** How a cluster is described: in lines for people, in JSON with the API's own names. */
final class ClusterText {
  private ClusterText() {}

  static void print(PrintWriter out, GetClusterResponse cluster) {
    line(out, "identifier", cluster.identifier());
    line(out, "status", cluster.statusAsString());
    line(out, "endpoint", cluster.endpoint());
    line(out, "arn", cluster.arn());
    line(out, "created", String.valueOf(cluster.creationTime()));
    line(out, "protected", cluster.deletionProtectionEnabled() ? "yes" : "no");
    line(out, "key", cluster.encryptionDetails().encryptionTypeAsString());
    if (cluster.multiRegionProperties() != null) {
      line(out, "witness", cluster.multiRegionProperties().witnessRegion());
      peers(cluster).forEach(arn -> line(out, "linked", arn));
    }
    cluster.tags().forEach((key, value) -> line(out, "tag", key + "=" + value));
  }

  private static void line(PrintWriter out, String name, @Nullable String value) {
    if (value != null) {
      out.println("%-11s %s".formatted(name, value));
    }
  }

  private static List<String> peers(GetClusterResponse cluster) {
    return cluster.multiRegionProperties().clusters().stream()
        .filter(arn -> !arn.equals(cluster.arn()))
        .toList();
  }

  static void write(JsonGenerator json, GetClusterResponse cluster) {
    json.writeStartObject();
    json.writeStringProperty("identifier", cluster.identifier());
    json.writeStringProperty("arn", cluster.arn());
    json.writeStringProperty("status", cluster.statusAsString());
    property(json, "endpoint", cluster.endpoint());
    Instant created = cluster.creationTime();
    json.writeStringProperty("creationTime", created.toString());
    json.writeBooleanProperty("deletionProtectionEnabled", cluster.deletionProtectionEnabled());
    if (cluster.multiRegionProperties() != null) {
      json.writeName("multiRegionProperties");
      json.writeStartObject();
      property(json, "witnessRegion", cluster.multiRegionProperties().witnessRegion());
      json.writeName("clusters");
      json.writeStartArray();
      cluster.multiRegionProperties().clusters().forEach(json::writeString);
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeName("tags");
    json.writeStartObject();
    for (Map.Entry<String, String> tag : cluster.tags().entrySet()) {
      json.writeStringProperty(tag.getKey(), tag.getValue());
    }
    json.writeEndObject();
    json.writeName("encryptionDetails");
    json.writeStartObject();
    json.writeStringProperty(
        "encryptionType", cluster.encryptionDetails().encryptionTypeAsString());
    property(json, "kmsKeyArn", cluster.encryptionDetails().kmsKeyArn());
    json.writeStringProperty(
        "encryptionStatus", cluster.encryptionDetails().encryptionStatusAsString());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void property(JsonGenerator json, String name, @Nullable String value) {
    if (value != null) {
      json.writeStringProperty(name, value);
    }
  }
}
