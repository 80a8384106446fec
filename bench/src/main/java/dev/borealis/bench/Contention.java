package dev.borealis.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "contention",
    description = {
      "Clients that add 1 to a few rows and try again after 40001: how many transactions commit.",
      "Each is a block with one UPDATE. Measured are the service over TLS, and its PostgreSQL",
      "itself in REPEATABLE READ over its socket without TLS, in turns."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  bench/run contention --seconds 10",
      "  bench/run contention --rows 1 --clients 8 --rounds 3"
    })
final class Contention implements Callable<Integer> {
  private static final String POSTGRES = "postgres";
  private static final String SERIALIZATION_FAILURE = "40001";
  private static final double NANOS_PER_SECOND = 1e9;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "10",
      description = "Length of one measurement (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "10",
      description = "How long each server works before it is measured (default: ${DEFAULT-VALUE}).")
  private int warmUpSeconds;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "1",
      description = "How often each is measured; medians are shown (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "32",
      description = "Clients that add all the time (default: ${DEFAULT-VALUE}).")
  private int clients;

  @Option(
      names = "--rows",
      split = ",",
      paramLabel = "N",
      defaultValue = "1,4,16",
      description = "Rows that they add to, of which each takes any (default: ${DEFAULT-VALUE}).")
  private List<Integer> rows = List.of();

  @Mixin private ReportOptions output = new ReportOptions();

  /** A server, and what a block of its begins with. */
  private record Server(String name, String begin, Door door) {}

  /** How a client comes to a server. */
  @FunctionalInterface
  private interface Door {
    WireClient open() throws IOException;
  }

  /** What one client did. */
  private record Work(long committed, long attempts) {}

  /** What all clients did. */
  private record Measured(double committedPerSecond, double attemptsPerCommit) {}

  @Override
  public Integer call() {
    Report report = output.open();
    try (Scratch scratch = Scratch.create();
        DsqlService service = DsqlService.Dsql.of(scratch).start("--ephemeral")) {
      Postmaster postgres = service.postmaster();
      SSLContext trust = WireClient.trusting(service.caFile());
      String token = service.token();
      Server gateway =
          new Server(
              Target.GATEWAY,
              "BEGIN",
              () -> WireClient.overTls(trust, service.port(), DsqlService.USER, token));
      Server direct =
          new Server(
              POSTGRES,
              "BEGIN ISOLATION LEVEL REPEATABLE READ",
              () -> WireClient.overUnixSocket(postgres.socket(), DsqlService.USER));
      List<List<String>> table = new ArrayList<>();
      table.add(List.of("rows", "server", "commits/s", "attempts per commit", "vs postgres"));
      makeTable(gateway);
      for (int count : rows) {
        measure(report, List.of(gateway, direct), count, table);
      }
      report.table(table);
    }
    return 0;
  }

  private static void makeTable(Server server) {
    try (WireClient client = server.door().open()) {
      client.query("CREATE TABLE hot (id int PRIMARY KEY, n bigint NOT NULL)");
    } catch (IOException e) {
      throw new BenchFailure("The table cannot be made: " + e.getMessage(), e);
    }
  }

  private void measure(Report report, List<Server> servers, int count, List<List<String>> table) {
    for (Server server : servers) {
      report.progress("%d rows: warming up %s".formatted(count, server.name()));
      if (warmUpSeconds > 0) {
        var _ = once(server, count, warmUpSeconds);
      }
    }
    Map<String, List<Measured>> measured = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      for (Server server : servers) {
        report.progress("%d rows, round %d: %s".formatted(count, round, server.name()));
        Measured one = once(server, count, seconds);
        measured.computeIfAbsent(server.name(), _ -> new ArrayList<>()).add(one);
        report.fact(
            "contention",
            Map.of(
                "rows",
                count,
                "server",
                server.name(),
                "clients",
                clients,
                "seconds",
                seconds,
                "committedPerSecond",
                one.committedPerSecond(),
                "attemptsPerCommit",
                one.attemptsPerCommit()));
      }
    }
    double peer = median(measured.getOrDefault(POSTGRES, List.of()));
    measured.forEach((server, runs) ->
        table.add(
            List.of(
                Integer.toString(count),
                server,
                "%.0f".formatted(median(runs)),
                "%.2f"
                    .formatted(
                        new Samples(runs.stream().map(Measured::attemptsPerCommit).toList())
                            .median()),
                "%.2f".formatted(median(runs) / peer))));
  }

  private static double median(List<Measured> runs) {
    return new Samples(runs.stream().map(Measured::committedPerSecond).toList()).median();
  }

  /** Lets all clients work; in the end every commit must be found in the rows, and no more. */
  private Measured once(Server server, int count, int duration) {
    try (WireClient client = server.door().open()) {
      client.query("DELETE FROM hot");
      client.query(
          "INSERT INTO hot SELECT id, 0 FROM generate_series(1, %d) AS id".formatted(count));
      List<WireClient> connected = Crowd.each(clients, clients, _ -> server.door().open());
      long begin = System.nanoTime();
      long end = begin + (long) (duration * NANOS_PER_SECOND);
      List<Work> works =
          Crowd.each(
              clients,
              clients,
              number -> {
                try (WireClient one = connected.get(number)) {
                  return work(one, server.begin(), count, end);
                }
              });
      double elapsedSeconds = (System.nanoTime() - begin) / NANOS_PER_SECOND;
      long committed = works.stream().mapToLong(Work::committed).sum();
      long attempts = works.stream().mapToLong(Work::attempts).sum();
      String sum = String.valueOf(client.query("SELECT sum(n)::bigint FROM hot"));
      if (!sum.equals(Long.toString(committed))) {
        throw new BenchFailure(
            "%s: %d transactions have committed, but the rows add up to %s."
                .formatted(server.name(), committed, sum));
      }
      return new Measured(committed / elapsedSeconds, attempts / (double) Math.max(1, committed));
    } catch (IOException e) {
      throw new BenchFailure(server.name() + ": " + e.getMessage(), e);
    }
  }

  private static Work work(WireClient client, String begin, int count, long end)
      throws IOException {
    long committed = 0;
    long attempts = 0;
    while (System.nanoTime() - end < 0) {
      String update =
          "UPDATE hot SET n = n + 1 WHERE id = " + (1 + ThreadLocalRandom.current().nextInt(count));
      boolean done = false;
      while (!done && System.nanoTime() - end < 0) {
        attempts++;
        done = attempt(client, begin, update);
      }
      committed += done ? 1 : 0;
    }
    return new Work(committed, attempts);
  }

  /** Whether the transaction has committed; if not, it has lost. */
  private static boolean attempt(WireClient client, String begin, String update)
      throws IOException {
    String running = begin;
    try {
      client.query(begin);
      running = update;
      client.query(update);
      running = "COMMIT";
      client.query(running);
      return true;
    } catch (WireClient.RefusedException e) {
      if (!e.sqlState().equals(SERIALIZATION_FAILURE)) {
        throw e;
      }
      if (!running.equals("COMMIT")) {
        client.query("ROLLBACK");
      }
      return false;
    }
  }
}
