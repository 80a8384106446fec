package dev.borealis.cli;

final class IamPolicyDelete extends Subcommand {
  private final Setting<String> user = argument("USER", "The user's name, or its access key.");
  private final OptionalSetting<String> name =
      option(String.class, "--name", "NAME", "The policy's name (default: policy).");
  private final IdentityChoice choice = new IdentityChoice(this);

  IamPolicyDelete() {
    super("delete", "Takes a policy away from a user.");
    examples("  dsql iam policy delete app --name read-only");
  }

  @Override
  public Integer call() {
    String named = name.value() == null ? "policy" : name.value();
    new IdentityPolicies(choice, user.value())
        .change(policy -> {
          if (!policy.documents().containsKey(named)) {
            throw new CommandFailure(
                "%s has no policy '%s'. 'dsql iam policy list %s' shows those there are."
                    .formatted(user.value(), named, user.value()));
          }
          return policy.without(named);
        });
    return 0;
  }
}
