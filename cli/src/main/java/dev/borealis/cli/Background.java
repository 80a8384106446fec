package dev.borealis.cli;

import dev.borealis.cluster.DataDirectory;
import dev.borealis.cluster.LocalServiceOptions;
import dev.borealis.cluster.ServiceRecord;
import dev.borealis.cluster.ServiceRegistry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** Starts the service as a process of its own, and waits until it is ready. */
final class Background {
  static final String OPTION = "--background";
  static final String EPHEMERAL_DIRECTORY_OPTION = "--ephemeral-directory";

  private static final String DETACH_OPTION = "--detach";

  // Unpacking PostgreSQL and making the template on a slow disk takes well under a minute.
  private static final Duration MAX_START = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(5);
  private static final int SHOWN_LOG_LINES = 20;
  private static final int SHOWN_LOG_BYTES = 16 << 10;

  private Background() {}

  /**
   * Runs the command line again in the background.
   *
   * @throws CommandFailure if the service does not become ready; shows the end of its log
   */
  static ServiceRecord start(CommandLine start, LocalServiceOptions options) throws IOException {
    Path log = DataDirectory.newLog(options.dataDirectory());
    // Held open, because an ephemeral service that fails takes its directory with it.
    try (RandomAccessFile lookedAt = new RandomAccessFile(log.toFile(), "r")) {
      Process service =
          new ProcessBuilder(Launcher.command(arguments(start, options)))
              .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(log.toFile()))
              .start();
      Thread giveUp = ProcessEnd.before("give-up", service::destroy);
      ServiceRecord record = awaitReady(service, lookedAt);
      Runtime.getRuntime().removeShutdownHook(giveUp);
      return record;
    }
  }

  private static List<String> arguments(CommandLine start, LocalServiceOptions options) {
    CommandLine dsql = start.getParent();
    List<String> arguments = new ArrayList<>(dsql.getParseResult().originalArgs());
    arguments.remove(DETACH_OPTION);
    arguments.add(OPTION);
    if (options.ephemeral()) {
      arguments.add(EPHEMERAL_DIRECTORY_OPTION);
      arguments.add(options.dataDirectory().toString());
    }
    return arguments;
  }

  private static ServiceRecord awaitReady(Process service, RandomAccessFile log)
      throws IOException {
    ServiceRegistry registry = ServiceRegistry.ofUser();
    long deadline = System.nanoTime() + MAX_START.toNanos();
    while (true) {
      boolean alive = service.isAlive();
      Optional<ServiceRecord> record = registry.findByPid(service.pid());
      if (record.isPresent()) {
        return record.get();
      }
      if (!alive) {
        throw new CommandFailure("The service did not start.\n" + end(log));
      }
      if (System.nanoTime() - deadline > 0) {
        service.destroy();
        throw new CommandFailure(
            "The service was not ready after %d minutes and has been stopped. The end of its log:\n%s"
                .formatted(MAX_START.toMinutes(), end(log)));
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("The start was interrupted.", e);
    }
  }

  private static String end(RandomAccessFile log) throws IOException {
    long length = log.length();
    byte[] bytes = new byte[(int) Math.min(length, SHOWN_LOG_BYTES)];
    log.seek(length - bytes.length);
    log.readFully(bytes);
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    return lines.stream()
        .skip(Math.max(0, lines.size() - SHOWN_LOG_LINES))
        .map(line -> "  " + line)
        .collect(Collectors.joining("\n"));
  }
}
