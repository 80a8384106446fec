package dev.borealis.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a postmaster says about itself in {@code postmaster.pid} (PostgreSQL source, {@code
 * pidfile.h}): line 1 is its process id, line 8 its state.
 *
 * @param processId the postmaster's process id
 * @param ready whether it accepts connections
 */
record PostmasterPidFile(long processId, boolean ready) {
  private static final String NAME = "postmaster.pid";
  private static final int PROCESS_ID_LINE = 0;
  private static final int STATE_LINE = 7;
  private static final int LONGEST_BYTES = 8 * 1024;

  static Path in(Path pgdata) {
    return pgdata.resolve(NAME);
  }

  /** The file in {@code pgdata}, or nothing if it is missing or not completely written yet. */
  static Optional<PostmasterPidFile> read(Path pgdata) throws IOException {
    Path file = in(pgdata);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (var in = Files.newInputStream(file)) {
      String content = new String(in.readNBytes(LONGEST_BYTES), StandardCharsets.UTF_8);
      return parse(content.lines().toList());
    } catch (java.nio.file.NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Optional<PostmasterPidFile> parse(List<String> lines) {
    if (lines.isEmpty() || !lines.get(PROCESS_ID_LINE).strip().matches("[1-9][0-9]{0,17}")) {
      return Optional.empty();
    }
    long processId = Long.parseLong(lines.get(PROCESS_ID_LINE).strip());
    boolean ready = lines.size() > STATE_LINE && lines.get(STATE_LINE).strip().equals("ready");
    return Optional.of(new PostmasterPidFile(processId, ready));
  }
}
