package dev.borealis.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An account of the system. PostgreSQL and PgBouncer refuse to run as root, so for root they run as
 * the account that the service's own PostgreSQL runs as.
 */
record Account(String name, int userId, int groupId) {
  /** The account that a file belongs to. */
  static Account ownerOf(Path file) {
    try {
      return new Account(
          Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName(),
          (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS),
          (int) Files.getAttribute(file, "unix:gid", LinkOption.NOFOLLOW_LINKS));
    } catch (IOException e) {
      throw new BenchFailure("The owner of " + file + " cannot be found out: " + e, e);
    }
  }

  private boolean isCurrent() {
    return name.equals(System.getProperty("user.name"));
  }

  /** {@code command} as this account runs it. */
  List<String> command(List<String> command) {
    if (isCurrent()) {
      return command;
    }
    List<String> become =
        List.of("setpriv", "--reuid=" + userId, "--regid=" + groupId, "--clear-groups", "--");
    return Stream.concat(become.stream(), command.stream()).toList();
  }

  /** Makes a file belong to this account. */
  void own(Path file) {
    if (!isCurrent()) {
      Program.output(List.of("chown", userId + ":" + groupId, file.toString()), Map.of());
    }
  }
}
