package dev.borealis.iam;

import java.util.List;

/** A policy in IAM's JSON ("IAM JSON policy elements reference"). Equal if the texts are. */
public final class PolicyDocument {
  /** The longest policy that is read, in characters: that of a cluster's (API Reference). */
  public static final int MAX_LENGTH = 20_480;

  /** What a policy says about a request. */
  public enum Decision {
    /** Some statement allows it, and none denies it. */
    ALLOW,
    /** Some statement denies it. */
    DENY,
    /** No statement is about it. */
    NO_OPINION
  }

  private final String text;
  private final List<PolicyStatement> statements;

  private PolicyDocument(String text, List<PolicyStatement> statements) {
    this.text = text;
    this.statements = statements;
  }

  /**
   * Reads a policy that is attached to an identity: its statements name no principal.
   *
   * @throws InvalidPolicyException if it is none
   */
  public static PolicyDocument ofIdentity(String json) throws InvalidPolicyException {
    return new PolicyDocument(json, PolicyReader.read(json, false));
  }

  /**
   * Reads a policy that is attached to a resource: its statements name principals, and may leave
   * out the resource.
   *
   * @throws InvalidPolicyException if it is none
   */
  public static PolicyDocument ofResource(String json) throws InvalidPolicyException {
    return new PolicyDocument(json, PolicyReader.read(json, true));
  }

  /** The text it was read from. */
  public String text() {
    return text;
  }

  /** What the policy says about a request. */
  public Decision decide(AccessRequest request) {
    Decision decision = Decision.NO_OPINION;
    for (PolicyStatement statement : statements) {
      if (statement.appliesTo(request)) {
        if (!statement.allows()) {
          return Decision.DENY;
        }
        decision = Decision.ALLOW;
      }
    }
    return decision;
  }

  /**
   * Whether some statement allows everybody in the world something, under no condition; clusters
   * refuse such a policy ("Blocking public access with resource-based policies").
   */
  public boolean isPublic() {
    return statements.stream()
        .anyMatch(statement -> {
          PolicyStatement.Patterns principals = statement.principals();
          return statement.allows()
              && principals != null
              && (principals.negated() || principals.patterns().contains("*"))
              && statement.conditions().isEmpty();
        });
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PolicyDocument document && document.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
