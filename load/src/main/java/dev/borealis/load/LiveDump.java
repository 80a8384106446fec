package dev.borealis.load;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Has pg_dump make a dump of a running PostgreSQL, in one snapshot. */
public final class LiveDump {
  private static final int MAX_COMPLAINT_BYTES = 8 << 10;

  private LiveDump() {}

  /** Whether an address is that of a database, and not of a file. */
  public static boolean isDatabase(String address) {
    return address.startsWith("postgresql://") || address.startsWith("postgres://");
  }

  /**
   * Writes the dump to a file that must not exist yet.
   *
   * @throws LoadException if there is no pg_dump, or it fails
   */
  public static void write(String address, Path file) {
    URI uri = URI.create(address);
    String userInfo = uri.getRawUserInfo();
    int colon = userInfo == null ? -1 : userInfo.indexOf(':');
    // Everybody on the machine can read the arguments of a process.
    String shown =
        userInfo == null || colon < 0
            ? address
            : address.replace(userInfo + "@", userInfo.substring(0, colon) + "@");
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                "pg_dump",
                "--format=plain",
                "--no-owner",
                "--no-privileges",
                "--dbname=" + shown,
                "--file=" + file));
    if (userInfo != null && colon >= 0) {
      builder
          .environment()
          .put(
              "PGPASSWORD",
              URLDecoder.decode(userInfo.substring(colon + 1), StandardCharsets.UTF_8));
    }
    run(builder, file);
  }

  private static void run(ProcessBuilder builder, Path file) {
    try {
      Path directory = file.getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
      Process process =
          builder
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .start();
      String said =
          new String(
              process.getInputStream().readNBytes(MAX_COMPLAINT_BYTES), StandardCharsets.UTF_8);
      process.getInputStream().transferTo(OutputStream.nullOutputStream());
      if (process.waitFor() != 0) {
        Files.deleteIfExists(file);
        throw new LoadException("pg_dump failed: " + said.strip());
      }
    } catch (IOException e) {
      throw new LoadException(
          "pg_dump cannot be run: %s. Install PostgreSQL's client programs, of the server's version or newer."
              .formatted(e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadException("pg_dump was interrupted.", e);
    }
  }
}
