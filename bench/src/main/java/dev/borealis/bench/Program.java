package dev.borealis.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Other programs: where they are, and runs of them from start to end. */
final class Program {
  private static final String DEBIAN_POSTGRESQL = "/usr/lib/postgresql";
  private static final String SUPERUSER_PROGRAMS = "/usr/sbin";

  /**
   * How a program ended.
   *
   * @param out its standard output
   * @param err its standard error
   */
  record Run(int exitCode, String out, String err) {}

  private Program() {}

  /**
   * Finds a program on the PATH, or where Debian hides it.
   *
   * @throws BenchFailure if it is not installed; says what to install
   */
  static Path require(String name, String debianPackage) {
    return find(name)
        .orElseThrow(() ->
            new BenchFailure(
                "%s is not installed; it comes with the Debian package %s (apt-get install %s)."
                    .formatted(name, debianPackage, debianPackage)));
  }

  private static Optional<Path> find(String name) {
    List<Path> directories = new ArrayList<>();
    for (String entry : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      directories.add(Path.of(entry));
    }
    directories.add(Path.of(SUPERUSER_PROGRAMS));
    if (Files.isDirectory(Path.of(DEBIAN_POSTGRESQL))) {
      try (DirectoryStream<Path> versions = Files.newDirectoryStream(Path.of(DEBIAN_POSTGRESQL))) {
        versions.forEach(version -> directories.add(version.resolve("bin")));
      } catch (IOException e) {
        throw new BenchFailure(DEBIAN_POSTGRESQL + " cannot be read: " + e.getMessage(), e);
      }
    }
    return directories.stream()
        .map(directory -> directory.resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Runs a program to its end. */
  static Run run(List<String> command, Map<String, String> environment) {
    try {
      // A file takes any amount, where a pipe that nobody reads yet would block the program.
      Path err = Files.createTempFile("borealis-bench", ".err");
      try {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectError(err.toFile());
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), out, Files.readString(err));
      } finally {
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new BenchFailure(command.getFirst() + " cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted while " + command.getFirst() + " ran", e);
    }
  }

  /**
   * Runs a program that must succeed.
   *
   * @return its standard output
   */
  static String output(List<String> command, Map<String, String> environment) {
    Run run = run(command, environment);
    if (run.exitCode() != 0) {
      throw new BenchFailure(
          "%s failed with exit code %d: %s"
              .formatted(String.join(" ", command), run.exitCode(), run.err().strip()));
    }
    return run.out();
  }
}
