package dev.borealis.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dsql.DsqlClient;
import software.amazon.awssdk.services.dsql.model.CreateClusterRequest;
import software.amazon.awssdk.services.dsql.model.GetClusterResponse;
import software.amazon.awssdk.services.dsql.model.MultiRegionProperties;

final class ClusterCreate extends ClusterCommand {
  private final List<Map.Entry<String, String>> tags = new ArrayList<>();
  private final Setting<Boolean> unprotected =
      flag("--no-deletion-protection", "Let the cluster be deleted without further ado.");
  private final OptionalSetting<String> key =
      option(String.class, "--kms-key", "KEY", "The KMS key that encrypts it (in AWS).");
  private final OptionalSetting<Path> policy =
      option(Path.class, "--policy", "FILE", "The cluster's own policy, JSON.");
  private final OptionalSetting<String> clientToken =
      option(String.class, "--client-token", "TOKEN", "The same token makes no second cluster.");
  private final OptionalSetting<String> witness =
      option(
          String.class,
          "--witness-region",
          "REGION",
          "Make a multi-Region cluster with this witness.");
  private final OptionalSetting<String> peer =
      option(String.class, "--peer", "ARN", "The cluster that it is to be linked with.");
  private final Setting<Boolean> wait = flag("--wait", "Return when the cluster is active.");
  private final Setting<Output> output = outputOption();

  ClusterCreate() {
    super("create", "Creates a cluster and shows it.");
    repeated(tags, "--tag", "KEY=VALUE", this::tag, "A tag; may be repeated.");
    examples(
        "  dsql cluster create --tag Name=orders --wait",
        "  dsql cluster create --region eu-west-1 --no-deletion-protection --output json");
  }

  private Map.Entry<String, String> tag(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw wrongUsage("'%s' is not a tag; give KEY=VALUE.".formatted(text));
    }
    return Map.entry(text.substring(0, equals), text.substring(equals + 1));
  }

  @Override
  void run(DsqlClient dsql) throws IOException {
    String witnessRegion = witness.value();
    if (peer.value() != null && witnessRegion == null) {
      throw wrongUsage("--peer needs --witness-region.");
    }
    String identifier = dsql.createCluster(request()).identifier();
    if (wait.value() && (witnessRegion == null || peer.value() != null)) {
      ClusterWait.untilActive(dsql, identifier);
    }
    GetClusterResponse cluster = dsql.getCluster(get -> get.identifier(identifier));
    switch (output.value()) {
      case TEXT -> ClusterText.print(out(), cluster);
      case JSON -> JsonText.print(out(), json -> ClusterText.write(json, cluster));
    }
  }

  private CreateClusterRequest request() throws IOException {
    Map<String, String> tagMap = new LinkedHashMap<>();
    tags.forEach(tag -> tagMap.put(tag.getKey(), tag.getValue()));
    CreateClusterRequest.Builder request =
        CreateClusterRequest.builder()
            .deletionProtectionEnabled(!unprotected.value())
            .kmsEncryptionKey(key.value())
            .clientToken(clientToken.value())
            .multiRegionProperties(multiRegion(witness.value(), peer.value()));
    if (!tagMap.isEmpty()) {
      request.tags(tagMap);
    }
    Path file = policy.value();
    if (file != null) {
      request.policy(Files.readString(file, StandardCharsets.UTF_8));
    }
    return request.build();
  }

  /** Null if no witness is given. */
  static @Nullable MultiRegionProperties multiRegion(
      @Nullable String witness, @Nullable String peer) {
    if (witness == null) {
      return null;
    }
    MultiRegionProperties.Builder properties =
        MultiRegionProperties.builder().witnessRegion(witness);
    return (peer == null ? properties : properties.clusters(peer)).build();
  }
}
