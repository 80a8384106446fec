package dev.borealis.engine;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The account that PostgreSQL's processes run as and that owns their files. PostgreSQL refuses to
 * run as root, so there the account is an unprivileged one.
 */
sealed interface OperatingSystemUser {
  String name();

  /** {@code command}, so prefixed that it runs as this account. */
  List<String> command(List<String> command);

  /** Makes a file or directory belong to this account. */
  void own(Path path) throws IOException;

  /** Makes a file or directory belong to the group of this account; its owner stays. */
  void ownAsGroup(Path path) throws IOException;

  /**
   * Checks that this account can reach {@code directory}.
   *
   * @throws EngineException if not: names the directory that is in the way and the remedies
   */
  void requireEntry(Path directory) throws IOException;

  /** Whoever runs this JVM. */
  record Current(String name) implements OperatingSystemUser {
    @Override
    public List<String> command(List<String> command) {
      return command;
    }

    @Override
    public void own(Path path) {
      // What this JVM creates belongs to this account already.
    }

    @Override
    public void ownAsGroup(Path path) {
      // And to its group.
    }

    @Override
    public void requireEntry(Path directory) {
      // A directory that this JVM cannot enter fails by itself, and says so.
    }
  }

  /** Another account, which root becomes by {@code switchCommand}. */
  record Unprivileged(
      String name, UserPrincipal owner, GroupPrincipal group, List<String> switchCommand)
      implements OperatingSystemUser {
    @Override
    public List<String> command(List<String> command) {
      return Stream.concat(switchCommand.stream(), command.stream()).toList();
    }

    @Override
    public void own(Path path) throws IOException {
      attributes(path).setOwner(owner);
      attributes(path).setGroup(group);
    }

    @Override
    public void ownAsGroup(Path path) throws IOException {
      attributes(path).setGroup(group);
    }

    private static PosixFileAttributeView attributes(Path path) {
      // Root must not be led by a link to hand over a file of somebody else.
      return Files.getFileAttributeView(
          path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void requireEntry(Path directory) throws IOException {
      Path real = directory.toRealPath();
      List<Path> fromTheRoot = new ArrayList<>();
      for (Path at = real; at != null; at = at.getParent()) {
        fromTheRoot.addFirst(at);
      }
      for (Path at : fromTheRoot) {
        // Access control lists may grant what the mode bits do not: a real try has the last word.
        if (!modeLetsEnter(at) && !entersInFact(at)) {
          throw new EngineException(
              ("Running as root, PostgreSQL has to run as the unprivileged account %s, and that"
                      + " account cannot enter %s, which leads to %s. Choose a directory elsewhere, or"
                      + " let others pass through: chmod o+x %s")
                  .formatted(name, at, real, at));
        }
      }
    }

    private boolean modeLetsEnter(Path directory) throws IOException {
      var attributes = Files.readAttributes(directory, PosixFileAttributes.class);
      PosixFilePermission needed =
          attributes.owner().equals(owner)
              ? PosixFilePermission.OWNER_EXECUTE
              : attributes.group().equals(group)
                  ? PosixFilePermission.GROUP_EXECUTE
                  : PosixFilePermission.OTHERS_EXECUTE;
      return attributes.permissions().contains(needed);
    }

    private boolean entersInFact(Path directory) {
      List<String> probe = List.of("/bin/sh", "-c", "cd \"$1\"", "sh", directory.toString());
      return ProgramRun.of(ProgramRun.process(command(probe), Path.of("/"))).succeeded();
    }
  }

  /** The accounts that are tried for PostgreSQL when root starts it, best first. */
  List<String> ACCOUNTS_FOR_ROOT = List.of("postgres", "nobody");

  /**
   * The account for PostgreSQL's processes: the current one, except for root.
   *
   * @throws EngineException if this is root and there is no unprivileged account or no way into it
   */
  static OperatingSystemUser forPostgres() throws IOException {
    if (!isRoot()) {
      return new Current(System.getProperty("user.name"));
    }
    return forRoot(Files.readAllLines(Path.of("/etc/passwd")), Executables::find);
  }

  /** Whether this JVM runs as the superuser of a Unix system. */
  static boolean isRoot() {
    boolean unix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return unix && new UnixSystem().getUid() == 0;
  }

  /**
   * The account for PostgreSQL on behalf of root.
   *
   * @param accounts the lines of the password file: name, password, user id, group id, ...
   * @param programs finds a program of the operating system
   */
  static OperatingSystemUser forRoot(
      List<String> accounts, Function<String, Optional<Path>> programs) throws IOException {
    for (String name : ACCOUNTS_FOR_ROOT) {
      Optional<String[]> account =
          accounts.stream()
              .map(line -> line.split(":", -1))
              .filter(fields -> fields.length >= 4 && fields[0].equals(name))
              .findFirst();
      if (account.isPresent()) {
        String userId = account.get()[2];
        String groupId = account.get()[3];
        var principals = FileSystems.getDefault().getUserPrincipalLookupService();
        return new Unprivileged(
            name,
            principals.lookupPrincipalByName(name),
            // The JDK takes a number where no group has it as a name.
            principals.lookupPrincipalByGroupName(groupId),
            switchCommand(name, userId, groupId, programs));
      }
    }
    throw new EngineException(
        ("PostgreSQL refuses to run as root, and there is no account %s to run it as. "
                + "Create one (useradd --system postgres) or start as an ordinary user.")
            .formatted(String.join(" or ", ACCOUNTS_FOR_ROOT)));
  }

  private static List<String> switchCommand(
      String name, String userId, String groupId, Function<String, Optional<Path>> programs) {
    // Only the first of the three becomes the command instead of waiting for it.
    Map<String, List<String>> arguments = new LinkedHashMap<>();
    arguments.put(
        "setpriv", List.of("--reuid=" + userId, "--regid=" + groupId, "--clear-groups", "--"));
    arguments.put("runuser", List.of("-u", name, "--"));
    arguments.put("su", List.of("-s", "/bin/sh", name, "-c", "exec \"$@\"", "--", "sh"));
    for (var candidate : arguments.entrySet()) {
      Optional<Path> program = programs.apply(candidate.getKey());
      if (program.isPresent()) {
        return Stream.concat(Stream.of(program.get().toString()), candidate.getValue().stream())
            .toList();
      }
    }
    throw new EngineException(
        ("PostgreSQL refuses to run as root, and none of setpriv, runuser and su is "
                + "installed to run it as %s. Install util-linux or start as an ordinary user.")
            .formatted(name));
  }
}
