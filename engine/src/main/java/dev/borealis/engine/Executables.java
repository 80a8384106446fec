package dev.borealis.engine;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The operating system's own programs, found as a shell finds them. */
final class Executables {
  // A service manager or a bare container may start the JVM with a PATH that lacks some of these.
  private static final List<String> USUAL_DIRECTORIES =
      List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin");

  private Executables() {}

  static Optional<Path> find(String name) {
    String searchPath = System.getenv().getOrDefault("PATH", "");
    List<String> directories = new ArrayList<>(List.of(searchPath.split(File.pathSeparator, -1)));
    directories.addAll(USUAL_DIRECTORIES);
    return directories.stream()
        .map(Path::of)
        .filter(Path::isAbsolute)
        .map(directory -> directory.resolve(name))
        .filter(Files::isRegularFile)
        .filter(Files::isExecutable)
        .findFirst();
  }
}
