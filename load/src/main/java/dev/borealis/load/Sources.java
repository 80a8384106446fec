package dev.borealis.load;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the files that were named. */
final class Sources {
  private static final String FILE_SCHEME = "file:";

  private Sources() {}

  /**
   * The files that the addresses mean, in their order; those of a pattern or directory by name.
   *
   * @param addresses paths, {@code file:} and {@code s3://} addresses, each of which may be a
   *     pattern
   */
  static List<Source> find(List<String> addresses, S3Access s3) {
    List<Source> found = new ArrayList<>();
    for (String address : addresses) {
      if (address.startsWith(S3Objects.SCHEME)) {
        found.addAll(S3Objects.find(address, s3));
      } else {
        found.addAll(local(address));
      }
    }
    return found;
  }

  private static List<Source> local(String address) {
    try {
      Path path = address.startsWith(FILE_SCHEME) ? Path.of(URI.create(address)) : Path.of(address);
      if (Files.isDirectory(path)) {
        return directory(path, "**");
      }
      if (!Files.exists(path) && FilePattern.isPattern(path.toString())) {
        Path absolute = path.toAbsolutePath().normalize();
        String fixed = new FilePattern(absolute.toString()).fixedPrefix();
        int slash = fixed.lastIndexOf(absolute.getFileSystem().getSeparator());
        return directory(Path.of(fixed.substring(0, slash + 1)), absolute.toString());
      }
      return List.of(LocalSource.of(path));
    } catch (IllegalArgumentException e) {
      throw new LoadException("'%s' is not a path: %s.".formatted(address, e.getMessage()), e);
    }
  }

  private static List<Source> directory(Path directory, String pattern) {
    FilePattern fitting = new FilePattern(pattern);
    if (!Files.isDirectory(directory)) {
      throw new LoadException("There is no directory %s.".formatted(directory));
    }
    try (Stream<Path> within = Files.walk(directory)) {
      List<Source> found = new ArrayList<>();
      for (Path file : within.filter(Files::isRegularFile).sorted().toList()) {
        if (fitting.fits(file.toString())) {
          found.add(LocalSource.of(file));
        }
      }
      if (found.isEmpty()) {
        throw new LoadException("No file in %s fits.".formatted(directory));
      }
      return found;
    } catch (IOException e) {
      throw new LoadException("%s cannot be read: %s.".formatted(directory, e.getMessage()), e);
    }
  }
}
