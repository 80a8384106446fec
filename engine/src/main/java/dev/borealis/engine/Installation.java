package dev.borealis.engine;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a server needs before it can be launched: its programs, and its directory, locked and
 * complete.
 */
record Installation(PostgresPrograms programs, DataDirectory directory) {

  /** Unpacks, copies and recovers whatever is not yet there or was left in disorder. */
  static Installation prepare(PostgresServerOptions options) {
    try {
      OperatingSystemUser user = OperatingSystemUser.forPostgres();
      Path cache = openCache(options.cacheDirectory(), user);
      var binaries = PostgresBinaries.install(cache, PostgresPlatform.current());
      var programs = new PostgresPrograms(binaries, user);
      var template = ClusterTemplate.prepare(cache, programs, options.bootstrap());
      DataDirectory directory = openDirectory(options, cache, programs);
      try {
        directory.recover(programs);
        directory.prepare(template, options);
      } catch (IOException | RuntimeException e) {
        release(directory, e);
        throw e;
      }
      return new Installation(programs, directory);
    } catch (IOException e) {
      throw EngineException.of("Preparing PostgreSQL", e);
    }
  }

  private static void release(DataDirectory directory, Exception because) {
    try {
      directory.close();
    } catch (EngineException e) {
      because.addSuppressed(e);
    }
  }

  private static Path openCache(Path cache, OperatingSystemUser user) throws IOException {
    boolean shared = user instanceof OperatingSystemUser.Unprivileged;
    DirectoryTree.create(cache, shared ? DirectoryTree.ALL_MAY_READ : DirectoryTree.OWNER_ONLY);
    user.requireEntry(cache);
    return cache.toRealPath();
  }

  private static DataDirectory openDirectory(
      PostgresServerOptions options, Path cache, PostgresPrograms programs) throws IOException {
    @Nullable Path chosen = options.dataDirectory();
    if (chosen != null) {
      return DataDirectory.open(chosen, options.durable(), programs.user());
    }
    var ephemeral = EphemeralDirectories.in(cache, programs);
    DataDirectory created = ephemeral.create();
    Thread.ofVirtual().name("ephemeral-sweep").start(ephemeral::sweep);
    return created;
  }
}
