package dev.borealis.cli;

import dev.borealis.cluster.DataDirectory;
import dev.borealis.iam.IdentityStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whose identities a command is about: those of the running service, or of a data directory. */
final class IdentityChoice {
  private final ServiceChoice choice;

  IdentityChoice(Subcommand command) {
    choice = new ServiceChoice(command);
  }

  /**
   * @throws CommandFailure if no service runs and no data directory is named, or it cannot be read
   */
  IdentityStore open() {
    Path named = choice.dataDirectory();
    // A service that does not run at the moment has identities, too.
    Path directory = named == null ? choice.require().dataDirectory() : named;
    if (!Files.isDirectory(directory)) {
      throw new CommandFailure(
          "There is no data directory %s. 'dsql start --data %s' makes one."
              .formatted(directory, directory));
    }
    try {
      return IdentityStore.open(DataDirectory.identities(directory));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** A failure of the store in words for the terminal. */
  static CommandFailure failure(IOException e) {
    return new CommandFailure("The identities: " + e.getMessage() + ".", e);
  }
}
