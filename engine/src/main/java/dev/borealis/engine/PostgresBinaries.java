package dev.borealis.engine;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked.
 *
 * @param home the directory that holds {@code bin}, {@code lib} and {@code share}
 * @param digest the SHA-256 digest of the archive that they come from
 */
record PostgresBinaries(Path home, String digest) {
  private static final int BUFFER_BYTES = 64 * 1024;

  /** The program {@code name}, such as {@code initdb}. */
  Path program(String name) {
    return home.resolve("bin").resolve(name);
  }

  /**
   * The binaries for this machine, unpacked into {@code cache} unless they are there already.
   *
   * <p>The entry is named by the digest that this version of Borealis expects, so a start with a
   * warm cache reads no archive at all; before unpacking, the archive's own digest is compared with
   * it.
   */
  static PostgresBinaries install(Path cache, PostgresPlatform platform) {
    Path home =
        CacheEntry.require(
            cache, "postgresql-" + platform.sha256(), content -> unpack(platform, content));
    return new PostgresBinaries(home, platform.sha256());
  }

  private static void unpack(PostgresPlatform platform, Path home) throws IOException {
    EngineLog.log(Level.INFO, "Unpacking PostgreSQL (only this first time)");
    PostgresPlatform.requireGlibc();
    verify(platform);
    DirectoryTree.create(home, DirectoryTree.ALL_MAY_READ);
    try (InputStream archive = open(platform);
        var tar =
            new TarArchiveInputStream(
                new XZInputStream(new BufferedInputStream(archive, BUFFER_BYTES)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, home);
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path home)
      throws IOException {
    Path target = home.resolve(entry.getName()).normalize();
    if (!target.startsWith(home)) {
      throw new IOException("the archive has an entry outside of itself: " + entry.getName());
    }
    if (entry.isDirectory()) {
      DirectoryTree.create(target, DirectoryTree.ALL_MAY_READ);
      return;
    }
    Path parent = target.getParent();
    if (parent != null) {
      DirectoryTree.create(parent, DirectoryTree.ALL_MAY_READ);
    }
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      Files.createLink(target, home.resolve(entry.getLinkName()).normalize());
    } else {
      Files.copy(tar, target);
      boolean executable = (entry.getMode() & 0111) != 0;
      // Readable to all, because root unpacks and an unprivileged account runs them.
      DirectoryTree.setMode(target, executable ? DirectoryTree.ALL_MAY_READ : "rw-r--r--");
    }
  }

  private static void verify(PostgresPlatform platform) throws IOException {
    MessageDigest digest = CacheEntry.sha256();
    long bytes;
    try (var archive = new DigestInputStream(open(platform), digest)) {
      bytes = archive.transferTo(java.io.OutputStream.nullOutputStream());
    }
    String found = HexFormat.of().formatHex(digest.digest());
    if (bytes != platform.bytes() || !found.equals(platform.sha256())) {
      throw new EngineException(
          ("%s in the artifact %s is not the archive that this version of Borealis was built for:"
                  + " it has %d bytes and SHA-256 %s, expected were %d bytes and %s. Use the"
                  + " version of the artifact that Borealis depends on; if it is that version, the download"
                  + " is damaged: delete the jar from the local repository and build again.")
              .formatted(
                  platform.resource(),
                  platform.artifact(),
                  bytes,
                  found,
                  platform.bytes(),
                  platform.sha256()));
    }
  }

  private static InputStream open(PostgresPlatform platform) {
    InputStream archive =
        PostgresBinaries.class.getClassLoader().getResourceAsStream(platform.resource());
    if (archive == null) {
      throw new EngineException(
          ("%s is not on the class path. Add the artifact io.zonky.test.postgres:%s, in "
                  + "the version that Borealis depends on.")
              .formatted(platform.resource(), platform.artifact()));
    }
    return archive;
  }
}
