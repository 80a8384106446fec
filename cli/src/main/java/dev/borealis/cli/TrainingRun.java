package dev.borealis.cli;

import dev.borealis.cluster.ServiceRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Does in one JVM what the usual commands do to a running service, and prints nothing. The build
 * watches it to make the cache from which {@code ./dsql} starts fast.
 */
final class TrainingRun {
  private static final Duration MAX_DURATION = Duration.ofMinutes(3);
  private static final Duration POLL = Duration.ofMillis(20);

  // Short commands load little, and would be slowed down by a cache of all that the client needs.
  private static final List<List<String>> SHORT =
      List.of(
          List.of("status"),
          List.of("token"),
          List.of("iam", "user", "list"),
          List.of("start", "--no-such-option"));

  private static final List<List<String>> SQL =
      List.of(
          List.of("sql", "-c", "select 1 as a, 'x' as b; select n from nosuchtable"),
          List.of("sql", "-c", "begin; select 1; commit", "--format", "json"),
          List.of("sql", "-c", "show timezone", "--format", "csv"));

  private static final String LINTED =
      """
      BEGIN;
      CREATE TABLE a (id serial PRIMARY KEY, b text COLLATE "C", c int REFERENCES p (id));
      CREATE INDEX i ON a USING btree (b);
      INSERT INTO a (b) VALUES ('x');
      COMMIT;
      ALTER TABLE a ADD CONSTRAINT u UNIQUE (b);
      SELECT broken from from;
      """;

  private TrainingRun() {}

  /**
   * Needs a {@code BOREALIS_RUNTIME} of its own, so that it finds and stops nobody's service.
   *
   * @param args {@code short}, {@code sql} or {@code lint}: which commands; {@code stop}: stops the
   *     service
   */
  public static void main(String[] args) throws InterruptedException, IOException {
    Thread.ofPlatform().daemon().start(TrainingRun::giveUpInTime);
    LogFormat.ofCommand();
    while (ServiceRegistry.ofUser().running().isEmpty()) {
      Thread.sleep(POLL);
    }
    for (List<String> command : commands(args[0])) {
      PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
      int _ = Dsql.run(command.toArray(String[]::new), nowhere, nowhere);
    }
  }

  private static List<List<String>> commands(String which) throws IOException {
    return switch (which) {
      case "short" -> SHORT;
      case "sql" -> SQL;
      case "lint" -> lint();
      case "stop" -> List.of(List.of("stop"));
      default -> throw new IllegalArgumentException("no such training: " + which);
    };
  }

  private static List<List<String>> lint() throws IOException {
    Path file = Files.createTempFile("dsql-training-", ".sql");
    file.toFile().deleteOnExit();
    Files.writeString(file, LINTED);
    String name = file.toString();
    return List.of(
        List.of("lint", name),
        List.of("lint", "--check", name),
        List.of("lint", "--format", "json", name));
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
