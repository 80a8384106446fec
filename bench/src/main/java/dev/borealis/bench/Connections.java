package dev.borealis.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "connections",
    description = {
      "Opens many TLS connections, each with a token and a query; then, with all of them",
      "open, runs another query on each. Its peer is PgBouncer in transaction mode in front of",
      "the same PostgreSQL, which checks no token."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  bench/run connections --count 10000"})
final class Connections implements Callable<Integer> {
  /** Files that this program has open beside its connections. */
  private static final int OTHER_FILES = 200;

  private static final int PGBOUNCER_BACKENDS = 100;
  private static final double NANOS_PER_SECOND = 1e9;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Connections open at once (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      defaultValue = "32",
      description = "How many of them connect or ask at the same time (default: ${DEFAULT-VALUE}).")
  private int atOnce;

  @Mixin private ReportOptions output = new ReportOptions();

  /**
   * What was measured of one server.
   *
   * @param before memory of the server's process before the first connection
   * @param after with all connections open, after the second query on each
   */
  private record Result(
      String server,
      double connectsPerSecond,
      double queriesPerSecond,
      ProcFile.Memory before,
      ProcFile.Memory after,
      int backends) {}

  @Override
  public Integer call() {
    requireFiles();
    PgBouncer.program();
    Report report = output.open();
    List<Result> results = new ArrayList<>();
    try (Scratch scratch = Scratch.create();
        DsqlService service = DsqlService.Dsql.of(scratch).start("--ephemeral")) {
      Postmaster postgres = service.postmaster();
      report.progress(count + " connections to the service");
      Target gateway = Target.of(service);
      results.add(measure(gateway, postgres));
      try (PgBouncer pgbouncer =
          PgBouncer.start(scratch, postgres, PGBOUNCER_BACKENDS, count + atOnce)) {
        report.progress(count + " connections to PgBouncer");
        results.add(measure(Target.of(pgbouncer), postgres));
      }
    }
    print(report, results);
    return 0;
  }

  private void requireFiles() {
    String line =
        ProcFile.text("/proc/self/limits")
            .lines()
            .filter(limit -> limit.startsWith("Max open files"))
            .findFirst()
            .orElseThrow();
    // The JVM raises the soft limit to the hard one by itself.
    String hard = line.split("\\s+", -1)[4];
    if (!hard.equals("unlimited") && Long.parseLong(hard) < (long) count + OTHER_FILES) {
      throw new BenchFailure(
          "A process may open %s files here (ulimit -Hn), too few for %d connections. Raise the limit, or give a smaller --count."
              .formatted(hard, count));
    }
  }

  private Result measure(Target target, Postmaster postgres) {
    ProcFile.Memory before = ProcFile.memory(target.pid());
    SSLContext trust = WireClient.trusting(target.caFile());
    List<WireClient> clients = new ArrayList<>();
    try {
      long begin = System.nanoTime();
      clients.addAll(
          Crowd.each(
              count,
              atOnce,
              _ -> {
                WireClient client =
                    WireClient.overTls(trust, target.port(), DsqlService.USER, target.password());
                client.query("SELECT 1");
                return client;
              }));
      double connectSeconds = (System.nanoTime() - begin) / NANOS_PER_SECOND;
      begin = System.nanoTime();
      Crowd.each(count, atOnce, i -> String.valueOf(clients.get(i).query("SELECT 2")));
      double querySeconds = (System.nanoTime() - begin) / NANOS_PER_SECOND;
      return new Result(
          target.name(),
          count / connectSeconds,
          count / querySeconds,
          before,
          ProcFile.memory(target.pid()),
          backends(postgres));
    } finally {
      closeAll(clients);
    }
  }

  private static void closeAll(List<WireClient> clients) {
    for (WireClient client : clients) {
      try {
        client.close();
      } catch (IOException e) {
        throw new BenchFailure("A connection cannot be closed: " + e.getMessage(), e);
      }
    }
  }

  /** PostgreSQL processes that serve clients at this moment. */
  private static int backends(Postmaster postgres) {
    try (WireClient client = WireClient.overUnixSocket(postgres.socket(), Postmaster.SUPERUSER)) {
      return Integer.parseInt(
          String.valueOf(
              client.query(
                  "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
                      + " AND pid <> pg_backend_pid()")));
    } catch (IOException e) {
      throw new BenchFailure("PostgreSQL's backends cannot be counted: " + e.getMessage(), e);
    }
  }

  private void print(Report report, List<Result> results) {
    List<List<String>> table = new ArrayList<>();
    table.add(
        List.of(
            "%d TLS connections".formatted(count),
            "connects/s",
            "queries/s",
            "RSS before MiB",
            "RSS open MiB",
            "peak MiB",
            "KiB each",
            "backends"));
    for (Result result : results) {
      double kibibytesEach =
          (result.after().residentMiB() - result.before().residentMiB()) * 1024.0 / count;
      table.add(
          List.of(
              result.server(),
              "%.0f".formatted(result.connectsPerSecond()),
              "%.0f".formatted(result.queriesPerSecond()),
              "" + result.before().residentMiB(),
              "" + result.after().residentMiB(),
              "" + result.after().peakMiB(),
              "%.0f".formatted(kibibytesEach),
              "" + result.backends()));
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("server", result.server());
      fields.put("connections", count);
      fields.put("connectsPerSecond", result.connectsPerSecond());
      fields.put("queriesPerSecond", result.queriesPerSecond());
      fields.put("residentBeforeMiB", result.before().residentMiB());
      fields.put("residentMiB", result.after().residentMiB());
      fields.put("peakMiB", result.after().peakMiB());
      fields.put("backends", result.backends());
      report.fact("connections", fields);
    }
    report.table(table);
  }
}
