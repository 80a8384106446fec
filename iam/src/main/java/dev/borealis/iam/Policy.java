package dev.borealis.iam;

import dev.borealis.iam.PolicyDocument.Decision;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an identity may do: what a list of actions or one of its policies allows, unless one of them
 * denies it.
 *
 * @param allowedActions actions that are allowed on every resource; {@code *} and {@code ?} are
 *     wildcards
 * @param documents its policies by name
 */
public record Policy(Set<String> allowedActions, SortedMap<String, PolicyDocument> documents) {
  /** The policies that an identity can have ("IAM and AWS STS quotas"). */
  public static final int MAX_DOCUMENTS = 20;

  // Names of policies as in "IAM identifiers", without the dot that ends a name in our file.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_+=,@-]{1,128}");
  private static final Pattern ACTION = Pattern.compile("[A-Za-z*?]{1,32}(:[A-Za-z0-9*?]{1,128})?");

  /** Allows everything. */
  public static final Policy ALLOW_ALL = new Policy(Set.of("dsql:*"), new TreeMap<>());

  /**
   * @throws IllegalArgumentException if an action or a name does not look like one, or there are
   *     too many policies
   */
  public Policy {
    for (String action : allowedActions) {
      if (!ACTION.matcher(action).matches()) {
        throw new IllegalArgumentException(
            "'%s' is not an action, such as dsql:DbConnect or dsql:*".formatted(action));
      }
    }
    for (String name : documents.keySet()) {
      if (!isName(name)) {
        throw new IllegalArgumentException(
            "'%s' cannot be a policy's name: those have up to 128 letters, digits and _+=,@-"
                .formatted(name));
      }
    }
    if (documents.size() > MAX_DOCUMENTS) {
      throw new IllegalArgumentException(
          "an identity has at most %d policies".formatted(MAX_DOCUMENTS));
    }
    allowedActions = Set.copyOf(allowedActions);
    documents = Collections.unmodifiableSortedMap(new TreeMap<>(documents));
  }

  /** Allows just these actions. */
  public static Policy allowing(Action... actions) {
    return new Policy(
        Arrays.stream(actions).map(Action::policyName).collect(Collectors.toUnmodifiableSet()),
        new TreeMap<>());
  }

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** The same with one more policy, or with another one of that name. */
  public Policy with(String name, PolicyDocument document) {
    SortedMap<String, PolicyDocument> more = new TreeMap<>(documents);
    more.put(name, document);
    return new Policy(allowedActions, more);
  }

  /** The same without one policy. */
  public Policy without(String name) {
    SortedMap<String, PolicyDocument> fewer = new TreeMap<>(documents);
    fewer.remove(name);
    return new Policy(allowedActions, fewer);
  }

  /** The same without the actions that are allowed on every resource. */
  public Policy withoutAllowedActions() {
    return new Policy(Set.of(), documents);
  }

  /** Allows these actions on every resource. */
  public static Policy allowing(Set<String> actions) {
    return new Policy(actions, new TreeMap<>());
  }

  /** What all of it together says about a request. */
  public Decision decide(AccessRequest request) {
    String action = request.action().toLowerCase(Locale.ROOT);
    Decision decision =
        allowedActions.stream()
                .anyMatch(pattern -> Wildcards.matches(action, pattern.toLowerCase(Locale.ROOT)))
            ? Decision.ALLOW
            : Decision.NO_OPINION;
    for (Map.Entry<String, PolicyDocument> document : documents.entrySet()) {
      switch (document.getValue().decide(request)) {
        case DENY -> {
          return Decision.DENY;
        }
        case ALLOW -> decision = Decision.ALLOW;
        case NO_OPINION -> {}
      }
    }
    return decision;
  }
}
