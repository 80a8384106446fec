package dev.borealis.iam;

import dev.borealis.iam.PolicyStatement.Patterns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the JSON of policies, and finds what is wrong with it. */
final class PolicyReader {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final Set<String> VERSIONS = Set.of("2012-10-17", "2008-10-17");
  private static final Set<String> DOCUMENT_MEMBERS = Set.of("Version", "Id", "Statement");
  private static final Set<String> STATEMENT_MEMBERS =
      Set.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");

  private final boolean ofResource;

  private PolicyReader(boolean ofResource) {
    this.ofResource = ofResource;
  }

  static List<PolicyStatement> read(String json, boolean ofResource) throws InvalidPolicyException {
    if (json.length() > PolicyDocument.MAX_LENGTH) {
      throw new InvalidPolicyException(
          "a policy has at most %d characters, this one has %d"
              .formatted(PolicyDocument.MAX_LENGTH, json.length()));
    }
    JsonNode document;
    try {
      document = JSON.readTree(json);
    } catch (JacksonException e) {
      throw new InvalidPolicyException("the policy is not JSON: " + e.getOriginalMessage());
    }
    return new PolicyReader(ofResource).document(document);
  }

  private List<PolicyStatement> document(JsonNode document) throws InvalidPolicyException {
    requireMembers(document, DOCUMENT_MEMBERS, "the policy");
    JsonNode version = document.path("Version");
    if (!version.isMissingNode() && !VERSIONS.contains(version.asString(""))) {
      throw new InvalidPolicyException("the Version of a policy is \"2012-10-17\"");
    }
    JsonNode listed = document.path("Statement");
    List<PolicyStatement> statements = new ArrayList<>();
    if (listed.isArray()) {
      for (JsonNode statement : listed) {
        statements.add(statement(statement, "statement " + (statements.size() + 1)));
      }
    } else {
      statements.add(statement(listed, "the statement"));
    }
    if (statements.isEmpty()) {
      throw new InvalidPolicyException("the policy has no Statement");
    }
    return List.copyOf(statements);
  }

  private PolicyStatement statement(JsonNode node, String where) throws InvalidPolicyException {
    requireMembers(node, STATEMENT_MEMBERS, where);
    String effect = node.path("Effect").asString("");
    if (!effect.equals("Allow") && !effect.equals("Deny")) {
      throw new InvalidPolicyException("the Effect of " + where + " must be Allow or Deny");
    }
    Patterns actions = patterns(node, "Action", where);
    if (actions == null) {
      throw new InvalidPolicyException(where + " has no Action");
    }
    Patterns resources = patterns(node, "Resource", where);
    if (resources == null && !ofResource) {
      throw new InvalidPolicyException(where + " has no Resource");
    }
    return new PolicyStatement(
        effect.equals("Allow"),
        principals(node, where),
        actions,
        resources,
        conditions(node.path("Condition"), where));
  }

  private static void requireMembers(JsonNode node, Set<String> known, String where)
      throws InvalidPolicyException {
    if (!node.isObject()) {
      throw new InvalidPolicyException(where + " must be an object");
    }
    for (String name : node.propertyNames()) {
      if (!known.contains(name)) {
        throw new InvalidPolicyException(where + " has the unknown element '" + name + "'");
      }
    }
  }

  private static @Nullable Patterns patterns(JsonNode statement, String name, String where)
      throws InvalidPolicyException {
    JsonNode plain = statement.path(name);
    JsonNode negated = statement.path("Not" + name);
    if (!plain.isMissingNode() && !negated.isMissingNode()) {
      throw new InvalidPolicyException("%s has both %s and Not%s".formatted(where, name, name));
    }
    if (!plain.isMissingNode()) {
      return new Patterns(strings(plain, name + " of " + where), false);
    }
    return negated.isMissingNode()
        ? null
        : new Patterns(strings(negated, "Not" + name + " of " + where), true);
  }

  private @Nullable Patterns principals(JsonNode statement, String where)
      throws InvalidPolicyException {
    JsonNode plain = statement.path("Principal");
    JsonNode negated = statement.path("NotPrincipal");
    if (plain.isMissingNode() && negated.isMissingNode()) {
      if (ofResource) {
        throw new InvalidPolicyException(where + " has no Principal");
      }
      return null;
    }
    if (!ofResource) {
      throw new InvalidPolicyException(
          where + " names a Principal, which only a resource's policy does");
    }
    JsonNode named = plain.isMissingNode() ? negated : plain;
    if (named.isObject()) {
      requireMembers(named, Set.of("AWS"), "the Principal of " + where);
      named = named.path("AWS");
    } else if (!named.asString("").equals("*")) {
      throw new InvalidPolicyException(
          "the Principal of " + where + " must be \"*\" or {\"AWS\": ...}");
    }
    return new Patterns(strings(named, "Principal of " + where), plain.isMissingNode());
  }

  private static List<PolicyCondition> conditions(JsonNode node, String where)
      throws InvalidPolicyException {
    if (node.isMissingNode()) {
      return List.of();
    }
    if (!node.isObject()) {
      throw new InvalidPolicyException("the Condition of " + where + " must be an object");
    }
    List<PolicyCondition> conditions = new ArrayList<>();
    for (Map.Entry<String, JsonNode> operator : node.properties()) {
      if (!operator.getValue().isObject()) {
        throw new InvalidPolicyException(
            "%s in the Condition of %s must be an object".formatted(operator.getKey(), where));
      }
      for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
        conditions.add(
            PolicyCondition.of(
                operator.getKey(),
                key.getKey(),
                strings(key.getValue(), key.getKey() + " in " + where)));
      }
    }
    return List.copyOf(conditions);
  }

  private static List<String> strings(JsonNode node, String what) throws InvalidPolicyException {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : node.isArray() ? node.values() : List.of(node)) {
      // Numbers and truth values may be written without quotes in conditions.
      if (!element.isString() && !element.isNumber() && !element.isBoolean()) {
        throw new InvalidPolicyException(what + " must be a string or an array of strings");
      }
      texts.add(element.asString());
    }
    if (texts.isEmpty()) {
      throw new InvalidPolicyException(what + " is empty");
    }
    return List.copyOf(texts);
  }
}
