package dev.borealis.bench;

import dev.borealis.bench.PgbenchRun.Load;
import dev.borealis.bench.PgbenchRun.Mode;
import dev.borealis.bench.PgbenchRun.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "pgbench",
    description = {
      "Throughput of pgbench against the service over TLS, against PgBouncer over TLS in",
      "transaction mode, and against PostgreSQL itself over its socket without TLS: the same",
      "PostgreSQL and the same tables, in turns."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  bench/run pgbench --seconds 30",
      "  bench/run pgbench --seconds 10 --rounds 5 --modes simple --scripts S"
    })
final class Pgbench implements Callable<Integer> {
  private static final String POSTGRES = "postgres";

  /** Connections beside pgbench's clients: the benchmark's own. */
  private static final int OTHER_CLIENTS = 10;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "30",
      description = "Length of one measurement (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "1",
      description = "How often each is measured; medians are shown (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "64",
      description = "Clients that ask all the time (default: ${DEFAULT-VALUE}).")
  private int clients;

  @Option(
      names = "--modes",
      split = ",",
      defaultValue = "simple,extended,prepared",
      description = "How statements are sent (default: ${DEFAULT-VALUE}).")
  private List<Mode> modes = List.of();

  @Option(
      names = "--scripts",
      split = ",",
      defaultValue = "S,N",
      description = "pgbench's scripts: S only reads, N writes too (default: ${DEFAULT-VALUE}).")
  private List<Script> scripts = List.of();

  @Option(
      names = "--scale",
      paramLabel = "N",
      defaultValue = "10",
      description = "pgbench's scale: N times 100,000 accounts (default: ${DEFAULT-VALUE}).")
  private int scale;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "20",
      description =
          "How long each script and mode runs before it is measured (default: ${DEFAULT-VALUE}).")
  private int warmUpSeconds;

  @Mixin private ReportOptions output = new ReportOptions();

  /**
   * A server that pgbench runs against.
   *
   * @param pid the process between pgbench and PostgreSQL; null if there is none
   */
  private record Server(String name, String connection, String password, @Nullable Long pid) {
    static Server of(Target target) {
      return new Server(
          target.name(),
          "host=localhost port=%d user=%s dbname=postgres sslmode=verify-full sslrootcert=%s"
              .formatted(target.port(), DsqlService.USER, target.caFile()),
          target.password(),
          target.pid());
    }

    static Server direct(Postmaster postgres) {
      return new Server(
          POSTGRES,
          "host=%s user=%s dbname=postgres".formatted(postgres.socketDirectory(), DsqlService.USER),
          "",
          null);
    }
  }

  /**
   * One measurement.
   *
   * @param processorMicros what the process between pgbench and PostgreSQL used per transaction
   */
  private record Measured(PgbenchRun run, double processorMicros) {}

  @Override
  public Integer call() {
    Path pgbench = PgbenchRun.program();
    PgBouncer.program();
    Report report = output.open();
    try (Scratch scratch = Scratch.create();
        DsqlService service = DsqlService.Dsql.of(scratch).start("--ephemeral")) {
      Postmaster postgres = service.postmaster();
      report.progress("making pgbench's tables, scale " + scale);
      PgbenchTables.create(service, postgres, scale);
      try (PgBouncer pgbouncer =
          PgBouncer.start(scratch, postgres, clients, clients + OTHER_CLIENTS)) {
        List<Server> servers =
            List.of(
                Server.of(Target.of(service)),
                Server.of(Target.of(pgbouncer)),
                Server.direct(postgres));
        List<List<String>> table = new ArrayList<>();
        table.add(
            List.of(
                "script mode",
                "server",
                "tps",
                "latency ms",
                "proxy CPU us",
                "retried",
                "vs pgbouncer",
                "vs postgres"));
        for (Script script : scripts) {
          for (Mode mode : modes) {
            measure(report, pgbench, servers, script, mode, table);
          }
        }
        report.table(table);
      }
    }
    return 0;
  }

  private void measure(
      Report report,
      Path pgbench,
      List<Server> allServers,
      Script script,
      Mode mode,
      List<List<String>> table) {
    // Before 1.21 PgBouncer loses prepared statements in transaction mode.
    List<Server> servers =
        mode == Mode.PREPARED && !PgBouncer.supportsPreparedStatements()
            ? allServers.stream().filter(s -> !s.name().equals(Target.PGBOUNCER)).toList()
            : allServers;
    if (warmUpSeconds > 0) {
      for (Server server : servers) {
        report.progress("%s %s: warming up %s".formatted(script, mode, server.name()));
        var _ = once(pgbench, server, new Load(script, mode, clients, warmUpSeconds));
      }
    }
    Map<String, List<Measured>> measured = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      for (Server server : servers) {
        report.progress("%s %s, round %d: %s".formatted(script, mode, round, server.name()));
        Measured one = once(pgbench, server, new Load(script, mode, clients, seconds));
        measured.computeIfAbsent(server.name(), _ -> new ArrayList<>()).add(one);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("script", script);
        fields.put("mode", mode);
        fields.put("server", server.name());
        fields.put("clients", clients);
        fields.put("seconds", seconds);
        fields.putAll(one.run().fields());
        fields.put("proxyCpuMicros", one.processorMicros());
        report.fact("pgbench", fields);
      }
    }
    measured.forEach((server, runs) -> table.add(row(script, mode, server, runs, measured)));
  }

  private static Measured once(Path pgbench, Server server, Load load) {
    Long pid = server.pid();
    Duration before = pid == null ? Duration.ZERO : ProcFile.processorTime(pid);
    PgbenchRun run = PgbenchRun.of(pgbench, load, server.connection(), server.password());
    Duration used = pid == null ? Duration.ZERO : ProcFile.processorTime(pid).minus(before);
    return new Measured(run, used.toNanos() / 1e3 / Math.max(1, run.transactions()));
  }

  private static List<String> row(
      Script script,
      Mode mode,
      String server,
      List<Measured> runs,
      Map<String, List<Measured>> measured) {
    return List.of(
        "-%s %s".formatted(script, mode.name().toLowerCase(Locale.ROOT)),
        server,
        "%.0f".formatted(median(runs, one -> one.run().tps())),
        "%.2f".formatted(median(runs, one -> one.run().latencyMs())),
        server.equals(POSTGRES) ? "-" : "%.1f".formatted(median(runs, Measured::processorMicros)),
        "%.0f".formatted(median(runs, one -> one.run().retried())),
        ratio(runs, measured.get(Target.PGBOUNCER)),
        ratio(runs, measured.get(POSTGRES)));
  }

  private static double median(List<Measured> runs, ToDoubleFunction<Measured> value) {
    return new Samples(runs.stream().map(value::applyAsDouble).toList()).median();
  }

  /** The median of the ratios of runs of the same round. */
  private static String ratio(List<Measured> runs, @Nullable List<Measured> peer) {
    if (peer == null) {
      return "-";
    }
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < runs.size(); round++) {
      ratios.add(runs.get(round).run().tps() / peer.get(round).run().tps());
    }
    return "%.2f".formatted(new Samples(ratios).median());
  }
}
