package dev.borealis.cli;

import dev.borealis.cluster.ServiceRegistry;
import java.io.ByteArrayInputStream;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Does in one JVM what the usual commands do to a running service. The build watches it to make the
 * cache from which {@code ./dsql} starts fast.
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

  private static final String SESSION =
      """
      {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"training","version":"1"}}}
      {"jsonrpc":"2.0","method":"notifications/initialized"}
      {"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}
      {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"readonly_query","arguments":{"sql":"SELECT 1 AS a WHERE 'x' = %s","params":["x"]}}}
      {"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"dsql_lint","arguments":{"sql":"CREATE TABLE t (id serial)","fix":true}}}
      {"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"dsql_search_documentation","arguments":{"search_phrase":"index"}}}
      {"jsonrpc":"2.0","id":5,"method":"resources/list","params":{}}
      {"jsonrpc":"2.0","id":6,"method":"prompts/list","params":{}}
      """;

  private TrainingRun() {}

  /**
   * Needs a {@code BOREALIS_RUNTIME} of its own, so that it finds and stops nobody's service.
   *
   * @param args {@code short}, {@code sql}, {@code lint} or {@code agents}: which commands; {@code
   *     stop}: stops the service
   */
  public static void main(String[] args) throws InterruptedException, IOException {
    Thread.ofPlatform().daemon().start(TrainingRun::giveUpInTime);
    LogFormat.ofCommand();
    while (ServiceRegistry.ofUser().running().isEmpty()) {
      Thread.sleep(POLL);
    }
    for (List<String> command : commands(args[0])) {
      PrintWriter out = StandardOutput.writer(FileDescriptor.out);
      int _ = Dsql.run(command.toArray(String[]::new), out, out);
    }
  }

  private static List<List<String>> commands(String which) throws IOException {
    return switch (which) {
      case "short" -> SHORT;
      case "sql" -> SQL;
      case "lint" -> lint();
      case "agents" -> agents();
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

  /** An agent's session, and what people look up. */
  private static List<List<String>> agents() {
    System.setIn(new ByteArrayInputStream(SESSION.getBytes(StandardCharsets.UTF_8)));
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    return List.of(
        List.of("mcp"),
        List.of("docs", "search", "retry 40001"),
        List.of("docs", "recommend", "CREATE TABLE t (id serial)"));
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
