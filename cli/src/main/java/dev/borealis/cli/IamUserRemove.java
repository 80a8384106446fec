package dev.borealis.cli;

import dev.borealis.iam.IdentityStore;
import dev.borealis.iam.LocalIdentity;
import java.io.IOException;

final class IamUserRemove extends Subcommand {
  private final Setting<String> name =
      argument("NAME", "The name of the user, or the access key of one of its key pairs.");
  private final IdentityChoice choice = new IdentityChoice(this);

  IamUserRemove() {
    super(
        "remove",
        "Removes an identity. Sessions that are open stay open.",
        "'test' is the one that every local service begins with.");
    examples("  dsql iam user remove app");
  }

  @Override
  public Integer call() {
    try {
      IdentityStore identities = choice.open();
      for (LocalIdentity identity : new IdentityPolicies(choice, name.value()).identities()) {
        if (identities.remove(identity.accessKeyId())) {
          out()
              .println(
                  "Removed %s (%s).".formatted(identity.principalArn(), identity.accessKeyId()));
        }
      }
      return 0;
    } catch (IOException e) {
      throw IdentityChoice.failure(e);
    }
  }
}
