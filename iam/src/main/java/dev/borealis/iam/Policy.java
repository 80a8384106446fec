package dev.borealis.iam;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * What an identity may do.
 *
 * @param allowedActions the actions that are allowed on every cluster; all others are denied
 */
public record Policy(Set<Action> allowedActions) {
  /** Allows every action. */
  public static final Policy ALLOW_ALL = new Policy(EnumSet.allOf(Action.class));

  public Policy {
    allowedActions = Set.copyOf(allowedActions);
  }

  /** Allows just these actions. */
  public static Policy allowing(Action... actions) {
    return new Policy(Set.copyOf(Arrays.asList(actions)));
  }

  boolean allows(Action action) {
    return allowedActions.contains(action);
  }
}
