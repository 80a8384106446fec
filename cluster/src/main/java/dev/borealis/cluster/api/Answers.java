package dev.borealis.cluster.api;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of answers. What there is nothing to say about is left out, not null. */
final class Answers {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MILLISECOND_DIGITS = 3;

  private Answers() {}

  static ObjectNode empty() {
    return JSON.createObjectNode();
  }

  static byte[] bytes(ObjectNode answer) {
    return JSON.writeValueAsBytes(answer);
  }

  /** What DeleteCluster and UpdateCluster answer. */
  static ObjectNode brief(ClusterDescription cluster) {
    return empty()
        .put("identifier", cluster.identifier())
        .put("arn", cluster.arn())
        .put("status", cluster.status().name())
        .put("creationTime", seconds(cluster.creationTime()));
  }

  /** What CreateCluster answers. */
  static ObjectNode created(ClusterDescription cluster) {
    ObjectNode answer =
        brief(cluster)
            .put("deletionProtectionEnabled", cluster.deletionProtection())
            .put("endpoint", cluster.endpoint());
    MultiRegion multiRegion = cluster.multiRegion();
    if (multiRegion != null) {
      ArrayNode clusters =
          answer
              .putObject("multiRegionProperties")
              .put("witnessRegion", multiRegion.witnessRegion())
              .putArray("clusters");
      multiRegion.clusters().forEach(clusters::add);
    }
    ObjectNode encryption = answer.putObject("encryptionDetails");
    String kmsKeyArn = cluster.kmsKeyArn();
    if (kmsKeyArn == null) {
      encryption.put("encryptionType", "AWS_OWNED_KMS_KEY");
    } else {
      encryption.put("encryptionType", "CUSTOMER_MANAGED_KMS_KEY").put("kmsKeyArn", kmsKeyArn);
    }
    encryption.put("encryptionStatus", "ENABLED");
    return answer;
  }

  /** What GetCluster answers. */
  static ObjectNode whole(ClusterDescription cluster) {
    ObjectNode answer = created(cluster);
    put(answer.putObject("tags"), cluster.tags());
    return answer;
  }

  static ObjectNode tags(Map<String, String> tags) {
    ObjectNode answer = empty();
    put(answer.putObject("tags"), tags);
    return answer;
  }

  private static void put(ObjectNode object, Map<String, String> texts) {
    texts.forEach(object::put);
  }

  /** What ListClusters answers. */
  static ObjectNode page(ControlPlane.ClusterPage page) {
    ObjectNode answer = empty();
    ArrayNode clusters = answer.putArray("clusters");
    for (ClusterDescription cluster : page.clusters()) {
      clusters.addObject().put("identifier", cluster.identifier()).put("arn", cluster.arn());
    }
    String after = page.after();
    if (after != null) {
      answer.put("nextToken", NextToken.after(after));
    }
    return answer;
  }

  static ObjectNode error(ApiException error) {
    ObjectNode answer = empty().put("__type", error.type());
    answer.put("message", error.getMessage());
    error.members().forEach(answer::put);
    List<ApiException.Field> fields = error.fields();
    if (!fields.isEmpty()) {
      ArrayNode list = answer.putArray("fieldList");
      for (ApiException.Field field : fields) {
        list.addObject().put("name", field.name()).put("message", field.message());
      }
    }
    return answer;
  }

  private static BigDecimal seconds(Instant time) {
    return BigDecimal.valueOf(time.toEpochMilli(), MILLISECOND_DIGITS);
  }
}
