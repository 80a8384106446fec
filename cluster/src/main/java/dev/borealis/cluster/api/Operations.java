package dev.borealis.cluster.api;

import dev.borealis.cluster.api.ApiException.Reason;
import dev.borealis.cluster.api.Operation.Call;
import dev.borealis.iam.Caller;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads what an operation is asked, has it done, and words the answer. */
final class Operations {
  private static final String PROTECTION = "deletionProtectionEnabled";
  private static final String KMS_KEY = "kmsEncryptionKey";
  private static final String CLIENT_TOKEN = "clientToken";
  private static final String MULTI_REGION = "multiRegionProperties";
  private static final String POLICY = "policy";
  private static final String EXPECTED_VERSION = "expectedPolicyVersion";
  private static final String TAGS = "tags";
  private static final String BYPASS = "bypassPolicyLockoutSafetyCheck";
  private static final int LARGEST_PAGE = 100;

  private final ControlPlane controlPlane;

  Operations(ControlPlane controlPlane) {
    this.controlPlane = controlPlane;
  }

  /**
   * @throws ApiException if it is not done
   */
  ObjectNode run(Caller caller, Call call, Query query, byte[] body) {
    String resource = call.resource();
    return switch (call.operation()) {
      case CREATE_CLUSTER -> Answers.created(controlPlane.create(caller, createRequest(body)));
      case GET_CLUSTER -> Answers.whole(controlPlane.get(caller, identifier(resource)));
      case UPDATE_CLUSTER ->
          Answers.brief(controlPlane.update(caller, identifier(resource), updateRequest(body)));
      case DELETE_CLUSTER ->
          Answers.brief(
              controlPlane.delete(
                  caller,
                  identifier(resource),
                  query.one("client-token", Constraint.CLIENT_TOKEN)));
      case LIST_CLUSTERS -> Answers.page(list(caller, query));
      case GET_VPC_ENDPOINT_SERVICE_NAME -> vpcEndpoint(caller, identifier(resource));
      case PUT_CLUSTER_POLICY ->
          Answers.empty()
              .put(
                  "policyVersion",
                  controlPlane.putPolicy(caller, identifier(resource), policyChange(body)));
      case GET_CLUSTER_POLICY -> policy(caller, identifier(resource));
      case DELETE_CLUSTER_POLICY ->
          Answers.empty()
              .put(
                  "policyVersion",
                  controlPlane.deletePolicy(caller, identifier(resource), policyChange(query)));
      case TAG_RESOURCE -> {
        controlPlane.tag(caller, arn(resource), tagRequest(body));
        yield Answers.empty();
      }
      case UNTAG_RESOURCE -> {
        controlPlane.untag(caller, arn(resource), tagKeys(query));
        yield Answers.empty();
      }
      case LIST_TAGS_FOR_RESOURCE -> Answers.tags(controlPlane.tags(caller, arn(resource)));
      case CREATE_STREAM, LIST_STREAMS, GET_STREAM, DELETE_STREAM ->
          throw ApiException.validation(
              Reason.UNKNOWN_OPERATION,
              "Change streams are not available here; see docs/divergences.md of Borealis.");
    };
  }

  private static String identifier(String text) {
    if (!Constraint.CLUSTER_ID.test(text)) {
      throw ApiException.invalid(
          "identifier", "'identifier' must be " + Constraint.CLUSTER_ID + ".");
    }
    return text;
  }

  private static String arn(String text) {
    if (!Constraint.CLUSTER_ARN.test(text)) {
      throw ApiException.invalid(
          "resourceArn", "'resourceArn' must be " + Constraint.CLUSTER_ARN + ".");
    }
    return text;
  }

  private static CreateClusterRequest createRequest(byte[] body) {
    Members members =
        Members.read(
            body, Set.of(PROTECTION, KMS_KEY, TAGS, CLIENT_TOKEN, MULTI_REGION, POLICY, BYPASS));
    Boolean protection = members.truth(PROTECTION);
    Map<String, String> tags = members.tags(TAGS);
    String key = members.text(KMS_KEY, Constraint.KMS_KEY);
    MultiRegion multiRegion = multiRegion(members);
    String policy = members.text(POLICY, Constraint.POLICY);
    boolean bypass = Boolean.TRUE.equals(members.truth(BYPASS));
    String token = members.text(CLIENT_TOKEN, Constraint.CLIENT_TOKEN);
    members.check();
    return new CreateClusterRequest(
        protection == null || protection,
        key,
        tags == null ? Map.of() : tags,
        multiRegion,
        policy,
        bypass,
        token);
  }

  private static UpdateClusterRequest updateRequest(byte[] body) {
    Members members = Members.read(body, Set.of(PROTECTION, KMS_KEY, CLIENT_TOKEN, MULTI_REGION));
    UpdateClusterRequest request =
        new UpdateClusterRequest(
            members.truth(PROTECTION),
            members.text(KMS_KEY, Constraint.KMS_KEY),
            multiRegion(members),
            members.text(CLIENT_TOKEN, Constraint.CLIENT_TOKEN));
    members.check();
    return request;
  }

  private static @Nullable MultiRegion multiRegion(Members members) {
    Members object = members.object(MULTI_REGION, Set.of("witnessRegion", "clusters"));
    if (object == null) {
      return null;
    }
    String witness = object.text("witnessRegion", Constraint.REGION);
    // Two Regions and a witness; a cluster's own ARN may be among them.
    List<String> clusters = object.texts("clusters", Constraint.CLUSTER_ARN, 2);
    return new MultiRegion(witness == null ? "" : witness, clusters == null ? List.of() : clusters);
  }

  private static PolicyChange policyChange(byte[] body) {
    Members members = Members.read(body, Set.of(POLICY, BYPASS, EXPECTED_VERSION, CLIENT_TOKEN));
    members.require(POLICY);
    PolicyChange change =
        new PolicyChange(
            members.text(POLICY, Constraint.POLICY),
            Boolean.TRUE.equals(members.truth(BYPASS)),
            members.text(EXPECTED_VERSION, Constraint.POLICY_VERSION),
            members.text(CLIENT_TOKEN, Constraint.CLIENT_TOKEN));
    members.check();
    return change;
  }

  private static PolicyChange policyChange(Query query) {
    return new PolicyChange(
        null,
        false,
        query.one("expected-policy-version", Constraint.POLICY_VERSION),
        query.one("client-token", Constraint.CLIENT_TOKEN));
  }

  private static Map<String, String> tagRequest(byte[] body) {
    Members members = Members.read(body, Set.of(TAGS));
    members.require(TAGS);
    Map<String, String> tags = members.tags(TAGS);
    members.check();
    return Objects.requireNonNull(tags);
  }

  private static Set<String> tagKeys(Query query) {
    List<String> keys = query.all("tagKeys");
    if (keys.isEmpty() || keys.size() > Constraint.MAX_TAGS) {
      throw ApiException.invalid(
          "tagKeys", "'tagKeys' must be given 1 to " + Constraint.MAX_TAGS + " times.");
    }
    for (String key : keys) {
      if (!Constraint.TAG_KEY.test(key)) {
        throw ApiException.invalid("tagKeys", "'tagKeys' must be " + Constraint.TAG_KEY + ".");
      }
    }
    return new HashSet<>(keys);
  }

  private ControlPlane.ClusterPage list(Caller caller, Query query) {
    List<String> max = query.all("max-results");
    int results = LARGEST_PAGE;
    if (!max.isEmpty()) {
      try {
        results = Integer.parseInt(max.getFirst());
      } catch (NumberFormatException e) {
        results = 0;
      }
      if (results < 1 || results > LARGEST_PAGE) {
        throw ApiException.invalid(
            "max-results", "'max-results' must be a number from 1 to " + LARGEST_PAGE + ".");
      }
    }
    String token = query.one("next-token", Constraint.NEXT_TOKEN);
    return controlPlane.list(caller, results, token == null ? null : NextToken.identifier(token));
  }

  private ObjectNode vpcEndpoint(Caller caller, String identifier) {
    ControlPlane.VpcEndpointService service = controlPlane.vpcEndpointService(caller, identifier);
    return Answers.empty()
        .put("serviceName", service.serviceName())
        .put("clusterVpcEndpoint", service.clusterVpcEndpoint());
  }

  private ObjectNode policy(Caller caller, String identifier) {
    ControlPlane.VersionedPolicy policy = controlPlane.policy(caller, identifier);
    return Answers.empty().put("policy", policy.policy()).put("policyVersion", policy.version());
  }
}
