package dev.borealis.cli;

import dev.borealis.cluster.ServiceRegistry;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.List;

/**
 * Does in one JVM what the usual commands do to a running service, stops that service, and prints
 * nothing. The build watches it to make the cache from which {@code ./dsql} starts fast.
 */
final class TrainingRun {
  private static final Duration MAX_DURATION = Duration.ofMinutes(3);
  private static final Duration POLL = Duration.ofMillis(20);

  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("status"),
          List.of("status", "--output", "json"),
          List.of("token"),
          List.of("iam", "user", "list"),
          List.of("sql", "-c", "select 1 as a, 'x' as b; select n from nosuchtable"),
          List.of("sql", "-c", "begin; select 1; commit", "--format", "json"),
          List.of("sql", "-c", "show timezone", "--format", "csv"),
          List.of("start", "--no-such-option"),
          List.of("stop"));

  private TrainingRun() {}

  /** Needs a {@code BOREALIS_RUNTIME} of its own, so that it finds and stops nobody's service. */
  public static void main(String[] args) throws InterruptedException {
    Thread.ofPlatform().daemon().start(TrainingRun::giveUpInTime);
    LogFormat.ofCommand();
    while (ServiceRegistry.ofUser().running().isEmpty()) {
      Thread.sleep(POLL);
    }
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    for (List<String> command : COMMANDS) {
      int _ = Dsql.run(command.toArray(String[]::new), nowhere, nowhere);
    }
  }

  private static void giveUpInTime() {
    try {
      Thread.sleep(MAX_DURATION);
    } catch (InterruptedException e) {
      return;
    }
    Runtime.getRuntime().halt(1);
  }
}
