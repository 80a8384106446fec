package dev.borealis.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "user",
    description = "IAM users of the local clusters, each with a key pair.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {IamUserAdd.class, IamUserList.class, IamUserRemove.class},
    footer = {"", "Example:", "  dsql iam user add app", "  dsql iam user list"})
final class IamUser implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Which command? 'dsql iam user --help' lists them.");
  }
}
