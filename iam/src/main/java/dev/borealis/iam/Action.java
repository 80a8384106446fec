package dev.borealis.iam;

import java.util.Optional;

/**
 * The IAM actions that open a database connection ("Authentication and authorization for Aurora
 * DSQL").
 */
public enum Action {
  /** Connects as a database role that an administrator created. */
  DB_CONNECT("DbConnect"),
  /** Connects as the predefined role {@code admin}. */
  DB_CONNECT_ADMIN("DbConnectAdmin");

  private static final String ADMIN = "admin";

  private final String wireName;

  Action(String wireName) {
    this.wireName = wireName;
  }

  /** The name in a token's {@code Action} parameter. */
  public String wireName() {
    return wireName;
  }

  /** The name in an IAM policy, {@code dsql:} and the wire name. */
  public String policyName() {
    return "dsql:" + wireName;
  }

  /** The action whose token {@code user} needs: the administrator's for exactly {@code admin}. */
  public static Action forUser(String user) {
    return user.equals(ADMIN) ? DB_CONNECT_ADMIN : DB_CONNECT;
  }

  /** The action of a policy name as {@link #policyName()} gives it; empty for any other text. */
  public static Optional<Action> ofPolicyName(String policyName) {
    for (Action action : values()) {
      if (action.policyName().equals(policyName)) {
        return Optional.of(action);
      }
    }
    return Optional.empty();
  }
}
