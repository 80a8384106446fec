package dev.borealis.cli;

import dev.borealis.iam.IdentityStore;
import dev.borealis.iam.LocalIdentity;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "remove",
    description = {
      "Removes an identity. Sessions that are open stay open.",
      "'test' is the one that every local service begins with."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  dsql iam user remove app"})
final class IamUserRemove implements Runnable {
  @Parameters(
      paramLabel = "NAME",
      description = "The name of the user, or the access key of one of its key pairs.")
  private String name = "";

  @Mixin private IdentityChoice choice = new IdentityChoice();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    try {
      IdentityStore identities = choice.open();
      List<LocalIdentity> meant = identities.list().stream().filter(this::isMeant).toList();
      if (meant.isEmpty()) {
        throw new CommandFailure(
            "There is no user '%s'. 'dsql iam user list' shows them.".formatted(name));
      }
      for (LocalIdentity identity : meant) {
        if (identities.remove(identity.accessKeyId())) {
          spec.commandLine()
              .getOut()
              .println(
                  "Removed %s (%s).".formatted(identity.principalArn(), identity.accessKeyId()));
        }
      }
    } catch (IOException e) {
      throw IdentityChoice.failure(e);
    }
  }

  private boolean isMeant(LocalIdentity identity) {
    return identity.accessKeyId().equals(name)
        || identity.principalArn().equals(name)
        || identity.principalArn().equals(LocalIdentity.userArn(name));
  }
}
