package dev.borealis.load;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
    Address parsed = Address.of(address);
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                "pg_dump",
                "--format=plain",
                "--no-owner",
                "--no-privileges",
                "--dbname=" + parsed.shown(),
                "--file=" + file));
    String password = parsed.password();
    if (password != null) {
      builder.environment().put("PGPASSWORD", password);
    }
    run(builder, file);
  }

  /**
   * An address without its password, which everybody on the machine could read among the arguments
   * of a process. Taken apart here because a host may be a list or a directory, which {@link
   * java.net.URI} does not understand.
   */
  record Address(String shown, @Nullable String password) {
    private static final Pattern WITH_PASSWORD =
        Pattern.compile("(postgres(?:ql)?://[^/?#@:]*):([^/?#@]*)(@.*)", Pattern.DOTALL);
    private static final Pattern PARAMETER = Pattern.compile("([?&])password=([^&]*)(&|$)");

    static Address of(String address) {
      String shown = address;
      String password = null;
      Matcher user = WITH_PASSWORD.matcher(shown);
      if (user.matches()) {
        password = decoded(user.group(2));
        shown = user.group(1) + user.group(3);
      }
      Matcher parameter = PARAMETER.matcher(shown);
      if (parameter.find()) {
        password = decoded(parameter.group(2));
        String before = shown.substring(0, parameter.start());
        String after = shown.substring(parameter.end());
        shown = after.isEmpty() ? before : before + parameter.group(1) + after;
      }
      return new Address(shown, password);
    }

    // A plus is itself here, and no blank as in forms.
    private static String decoded(String text) {
      try {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        throw new LoadException(
            "The password in the address has a % that is no %XX. Write it as %25.", e);
      }
    }
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
