package dev.borealis.cli;

/** A command that does nothing itself, and has commands below it. */
final class Group extends Subcommand {
  Group(String name, String description, String example, Subcommand... commands) {
    super(name, description);
    examples(example);
    spec().usageMessage().synopsisSubcommandLabel("COMMAND");
    for (Subcommand command : commands) {
      spec().addSubcommand(command.spec().name(), command.spec());
    }
  }

  @Override
  public Integer call() {
    throw wrongUsage("Which command? '%s --help' lists them.".formatted(spec().qualifiedName()));
  }
}
