package dev.borealis.iam;

import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a policy ("IAM JSON policy elements reference").
 *
 * @param principals whom a resource policy speaks of; null in an identity's policy
 */
record PolicyStatement(
    boolean allows,
    @Nullable Patterns principals,
    Patterns actions,
    @Nullable Patterns resources,
    List<PolicyCondition> conditions) {

  /**
   * @param negated whether what matches none of them is meant, as with {@code NotAction}
   */
  record Patterns(List<String> patterns, boolean negated) {
    boolean match(String text, AccessRequest request, BiPredicate<String, String> test) {
      boolean matches =
          patterns.stream()
              .anyMatch(pattern -> test.test(text, Wildcards.withVariables(pattern, request)));
      return matches != negated;
    }
  }

  boolean appliesTo(AccessRequest request) {
    return actions.match(request.action(), request, PolicyStatement::isAction)
        && (resources == null
            || resources.match(request.resource(), request, Wildcards::matchesArn))
        && (principals == null
            || principals.match(request.principalArn(), request, PolicyStatement::isPrincipal))
        && conditions.stream().allMatch(condition -> isMet(condition, request));
  }

  // There is no VPC here. Whatever network a policy wants a request to come from, it does.
  private boolean isMet(PolicyCondition condition, AccessRequest request) {
    return condition.isAboutNetwork() ? allows : condition.isMetBy(request);
  }

  // Names of actions are compared without case.
  private static boolean isAction(String action, String pattern) {
    return Wildcards.matches(action.toLowerCase(Locale.ROOT), pattern.toLowerCase(Locale.ROOT));
  }

  // "AWS JSON policy elements: Principal": everyone, an account, or exactly one principal; whoever
  // has assumed a role is meant with the role.
  private static boolean isPrincipal(String arn, String pattern) {
    String account = AccessRequest.account(arn);
    return pattern.equals("*")
        || pattern.equals(account)
        || pattern.equals("arn:aws:iam::" + account + ":root")
        || pattern.equals(arn)
        || pattern.equals(RoleArn.ofSession(arn));
  }
}
