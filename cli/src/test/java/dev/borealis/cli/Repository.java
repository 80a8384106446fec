package dev.borealis.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of this repository: those that git has or would add, or, in a copy without git, all but
 * what the build makes.
 */
record Repository(Path root, List<Path> files) {
  private static final Set<String> NOT_OURS =
      Set.of(".git", "target", "node_modules", ".idea", ".venv", "__pycache__");

  static Repository open() throws IOException, InterruptedException {
    Path root = root(Path.of("").toAbsolutePath());
    List<Path> files = Files.exists(root.resolve(".git")) ? ofGit(root) : ofTree(root);
    return new Repository(root, files.stream().filter(Files::isRegularFile).sorted().toList());
  }

  private static Path root(Path start) {
    for (Path path = start; path != null; path = path.getParent()) {
      if (Files.isRegularFile(path.resolve("dsql"))) {
        return path;
      }
    }
    throw new IllegalStateException("the tests do not run inside the repository");
  }

  private static List<Path> ofGit(Path root) throws IOException, InterruptedException {
    Process git =
        new ProcessBuilder("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
            .directory(root.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return git.waitFor() == 0
        ? Stream.of(names.split("\0", -1))
            .filter(name -> !name.isEmpty())
            .map(root::resolve)
            .toList()
        : ofTree(root);
  }

  private static List<Path> ofTree(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(
              path -> {
                for (Path part : root.relativize(path)) {
                  if (NOT_OURS.contains(part.toString())) {
                    return false;
                  }
                }
                return true;
              })
          .toList();
    }
  }

  /** The path of a file below the root. */
  String name(Path file) {
    return root.relativize(file).toString();
  }

  /** All text files. */
  Stream<Path> texts() {
    return files.stream().filter(Repository::isText);
  }

  private static boolean isText(Path file) {
    try (var in = Files.newInputStream(file)) {
      for (byte b : in.readNBytes(8192)) {
        if (b == 0) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
