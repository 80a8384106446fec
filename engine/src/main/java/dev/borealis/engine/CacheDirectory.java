package dev.borealis.engine;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where things are kept that can always be made again: unpacked binaries and templates. */
public final class CacheDirectory {
  private static final String NAME = "borealis";

  private CacheDirectory() {}

  /**
   * The cache of the person who runs this JVM. {@code BOREALIS_CACHE} names it outright; otherwise
   * it is {@code $XDG_CACHE_HOME/borealis} or {@code ~/.cache/borealis} (XDG Base Directory
   * Specification), {@code ~/Library/Caches/borealis} on macOS and {@code %LOCALAPPDATA%\borealis}
   * on Windows. For root it is {@code /var/cache/borealis}, because root's home is closed to the
   * unprivileged account that PostgreSQL runs as.
   */
  public static Path forUser() {
    return choose(
        System.getenv(),
        System.getProperty("os.name"),
        Path.of(System.getProperty("user.home")),
        OperatingSystemUser.isRoot());
  }

  static Path choose(Map<String, String> environment, String osName, Path home, boolean root) {
    String named = environment.getOrDefault("BOREALIS_CACHE", "");
    if (!named.isEmpty()) {
      return Path.of(named).toAbsolutePath().normalize();
    }
    if (root) {
      return Path.of("/var/cache", NAME);
    }
    String system = osName.toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      String local = environment.getOrDefault("LOCALAPPDATA", "");
      return (local.isEmpty() ? home.resolve("AppData/Local") : Path.of(local)).resolve(NAME);
    }
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    // The specification says that a relative path is invalid and must be ignored.
    if (Path.of(xdg).isAbsolute()) {
      return Path.of(xdg, NAME);
    }
    return home.resolve(system.startsWith("mac") ? "Library/Caches" : ".cache").resolve(NAME);
  }
}
