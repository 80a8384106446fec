package dev.borealis.cli;

import dev.borealis.iam.InvalidPolicyException;
import dev.borealis.iam.PolicyDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

final class IamPolicyPut extends Subcommand {
  private final Setting<String> user = argument("USER", "The user's name, or its access key.");
  private final OptionalSetting<String> name =
      option(String.class, "--name", "NAME", "The policy's name (default: policy).");
  private final OptionalSetting<Path> file =
      option(Path.class, "--file", "FILE", "A policy in IAM's JSON.");
  private final Setting<Boolean> only =
      flag("--only", "Take away the actions that 'iam user add' allowed everywhere.");
  private final IdentityChoice choice = new IdentityChoice(this);

  IamPolicyPut() {
    super(
        "put",
        "Gives a user a policy, or another one of that name.",
        "A running service goes by it at once.");
    examples("  dsql iam policy put app --file app.json --only");
  }

  @Override
  public Integer call() {
    PolicyDocument document = read(file.value());
    String named = name.value() == null ? "policy" : name.value();
    IdentityPolicies policies = new IdentityPolicies(choice, user.value());
    policies.change(policy -> {
      var changed = policy.with(named, document);
      return only.value() ? changed.withoutAllowedActions() : changed;
    });
    return 0;
  }

  private PolicyDocument read(@Nullable Path path) {
    if (path == null) {
      throw wrongUsage("Where is the policy? Give --file FILE.");
    }
    try {
      return PolicyDocument.ofIdentity(Files.readString(path, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new CommandFailure("The policy %s cannot be read (%s).".formatted(path, e), e);
    } catch (InvalidPolicyException e) {
      throw new CommandFailure("%s is not a policy: %s.".formatted(path, e.getMessage()), e);
    }
  }
}
