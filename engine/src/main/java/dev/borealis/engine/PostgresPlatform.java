package dev.borealis.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The PostgreSQL binaries for one kind of machine; a row of {@code postgres-binaries.tsv}.
 *
 * @param os the operating system: {@code linux}, {@code darwin} or {@code windows}
 * @param processor {@code amd64} or {@code aarch64}
 * @param artifact the Maven artifact, in the group {@code io.zonky.test.postgres}
 * @param resource the archive in that artifact
 * @param bytes the size of the archive
 * @param sha256 its digest, 64 hexadecimal digits
 */
record PostgresPlatform(
    String os, String processor, String artifact, String resource, long bytes, String sha256) {
  private static final String TABLE = "postgres-binaries.tsv";

  /** The binaries for this machine. */
  static PostgresPlatform current() {
    return choose(all(), System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  /**
   * Checks that this machine can run the binaries.
   *
   * @throws EngineException if it lacks the C library that they are linked against
   */
  static void requireGlibc() {
    // The binaries are linked against glibc; where only musl's loader is, they would fail with the
    // misleading "No such file or directory".
    if (hasLoader("/lib", "ld-musl-")
        && !hasLoader("/lib64", "ld-linux-")
        && !hasLoader("/lib", "ld-linux-")) {
      throw new EngineException(
          "This Linux uses the C library musl (Alpine?), and the PostgreSQL binaries need"
              + " glibc. Use an image based on glibc, such as Debian's.");
    }
  }

  static PostgresPlatform choose(List<PostgresPlatform> platforms, String osName, String osArch) {
    String system = osName.toLowerCase(Locale.ROOT);
    String os = system.startsWith("mac") ? "darwin" : system.split(" ", 2)[0];
    String processor =
        switch (osArch.toLowerCase(Locale.ROOT)) {
          case "x86_64" -> "amd64";
          case "arm64" -> "aarch64";
          case String other -> other;
        };
    return platforms.stream()
        .filter(platform -> platform.os.equals(os) && platform.processor.equals(processor))
        .findFirst()
        .orElseThrow(() ->
            new EngineException(
                ("There are no PostgreSQL binaries for %s on %s; there are some for %s. Use "
                        + "--engine with the address of a PostgreSQL 16 server instead.")
                    .formatted(
                        osName,
                        osArch,
                        platforms.stream()
                            .map(platform -> platform.os + "/" + platform.processor)
                            .collect(Collectors.joining(", ")))));
  }

  /** The binaries for every kind of machine that there are any for. */
  static List<PostgresPlatform> all() {
    try (InputStream in = PostgresPlatform.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new EngineException("The table " + TABLE + " is missing from the engine's jar.");
      }
      var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(PostgresPlatform::row)
          .toList();
    } catch (IOException e) {
      throw EngineException.of("Reading " + TABLE, e);
    }
  }

  private static PostgresPlatform row(String line) {
    String[] columns = line.split("\t", -1);
    return new PostgresPlatform(
        columns[0], columns[1], columns[2], columns[3], Long.parseLong(columns[4]), columns[5]);
  }

  private static boolean hasLoader(String directory, String prefix) {
    try (var files = Files.newDirectoryStream(Path.of(directory), prefix + "*")) {
      return files.iterator().hasNext();
    } catch (IOException e) {
      return false;
    }
  }
}
