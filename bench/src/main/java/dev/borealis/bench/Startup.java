package dev.borealis.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "startup",
    description = {
      "How long 'dsql start --ephemeral --detach' takes to return and to answer a first",
      "query, and how long 'dsql token' takes. Its peer is the same PostgreSQL, started by",
      "hand on a copied data directory."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  bench/run startup --rounds 10"})
final class Startup implements Callable<Integer> {
  private static final String RETURNED = "dsql start --ephemeral --detach returns";
  private static final String ANSWERED = "first answer over TLS with a token";
  private static final String TOKEN = "dsql token";
  private static final String PEER = "peer: postgres answers over its socket";

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "10",
      description = "How often each is measured, in turns (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Mixin private ReportOptions output = new ReportOptions();

  @Override
  public Integer call() {
    Report report = output.open();
    Map<String, List<Double>> milliseconds = new LinkedHashMap<>();
    for (String name : List.of(RETURNED, ANSWERED, TOKEN, PEER)) {
      milliseconds.put(name, new ArrayList<>());
    }
    try (Scratch scratch = Scratch.create()) {
      DsqlService.Dsql dsql = DsqlService.Dsql.of(scratch);
      CopiedPostgres peer = CopiedPostgres.of(dsql, scratch);
      report.progress("a round that does not count, to warm up this program and the page cache");
      measure(dsql, peer);
      for (int round = 1; round <= rounds; round++) {
        report.progress("round " + round + " of " + rounds);
        measure(dsql, peer)
            .forEach((name, time) -> {
              double value = time.toNanos() / 1e6;
              milliseconds.getOrDefault(name, new ArrayList<>()).add(value);
              report.fact("startup", Map.of("what", name, "milliseconds", value));
            });
      }
    }
    print(report, milliseconds);
    return 0;
  }

  private static Map<String, Duration> measure(DsqlService.Dsql dsql, CopiedPostgres peer) {
    Map<String, Duration> times = new LinkedHashMap<>();
    long begin = System.nanoTime();
    try (DsqlService service = dsql.start("--ephemeral")) {
      times.put(RETURNED, since(begin));
      try (WireClient client =
          WireClient.overTls(
              WireClient.trusting(service.caFile()),
              service.port(),
              DsqlService.USER,
              service.token())) {
        client.query("SELECT 1");
        times.put(ANSWERED, since(begin));
      } catch (IOException e) {
        throw new BenchFailure("The service does not answer: " + e.getMessage(), e);
      }
      long tokenBegin = System.nanoTime();
      dsql.run("token");
      times.put(TOKEN, since(tokenBegin));
    }
    times.put(PEER, peer.timeToFirstAnswer());
    return times;
  }

  private static Duration since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private static void print(Report report, Map<String, List<Double>> milliseconds) {
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("wall time", "median ms", "worst ms"));
    milliseconds.forEach((name, values) -> {
      Samples samples = new Samples(values);
      table.add(List.of(name, "%.0f".formatted(samples.median()), "%.0f".formatted(samples.max())));
      report.fact(
          "startupSummary",
          Map.of("what", name, "medianMs", samples.median(), "worstMs", samples.max()));
    });
    report.table(table);
  }
}
