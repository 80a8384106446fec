package dev.borealis.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "load-resume",
    description = {
      "Whether 'dsql load' brings every row exactly once if it is killed: loads CSV and Parquet,",
      "kills the loader with SIGKILL at random moments, resumes, verifies, loads the same into a",
      "second cluster, and compares checksums. The rows and the moments are made by a seed."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  bench/run load-resume --rows 300000 --kills 3"})
final class LoadResume implements Callable<Integer> {
  private static final double BYTES_PER_MEBIBYTE = 1 << 20;

  @Mixin private LoadRows rows = new LoadRows();

  @Option(
      names = "--kills",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often each load is killed (default: ${DEFAULT-VALUE}).")
  private int kills;

  @Mixin private ReportOptions output = new ReportOptions();

  private final List<List<String>> table = new ArrayList<>();

  /**
   * A load that is killed and resumed.
   *
   * @param seconds of all its runs together
   * @param killedAt how many rows were in the table at each kill
   * @param peakMiB of the run that needed most
   */
  private record Outcome(double seconds, List<Long> killedAt, long peakMiB) {}

  @Override
  public Integer call() {
    Report report = output.open();
    try (Scratch scratch = Scratch.create()) {
      DsqlService.Dsql one = DsqlService.Dsql.of(scratch);
      DsqlService.Dsql two = new DsqlService.Dsql(one.launcher(), scratch.resolve("runtime-two"));
      Path csv = scratch.resolve("rows.csv");
      report.progress("writing " + csv);
      rows.write(csv);
      report.line(
          "%,d rows, %,.0f MiB of CSV"
              .formatted(rows.count(), Files.size(csv) / BYTES_PER_MEBIBYTE));
      table.add(List.of("what", "seconds", "rows at each kill", "peak MiB"));
      List<String> sums = new ArrayList<>();
      try (DsqlService service = start(one, scratch, "data")) {
        Postmaster postmaster = service.postmaster();
        Path parquet = scratch.resolve("exported").resolve("public.from_csv.parquet");
        sums.add(loaded(report, one, postmaster, scratch, csv, "from_csv", kills));
        report.progress("writing Parquet");
        one.run(
            "export", "-q", "--table", "from_csv", "-f", "parquet", "-o", "" + parquet.getParent());
        sums.add(loaded(report, one, postmaster, scratch, parquet, "from_parquet", kills));
      }
      try (DsqlService service = start(two, scratch, "data-two")) {
        sums.add(loaded(report, two, service.postmaster(), scratch, csv, "second", 0));
      }
      report.table(table);
      return sums.stream().distinct().count() == 1 ? 0 : 1;
    } catch (IOException e) {
      throw new BenchFailure("The files cannot be used: " + e.getMessage(), e);
    }
  }

  private static DsqlService start(DsqlService.Dsql dsql, Scratch scratch, String data) {
    return dsql.start("--data", scratch.resolve(data).toString(), "--http-port", "0");
  }

  /** Loads a file into a new table; returns the table's count and checksum. */
  private String loaded(
      Report report,
      DsqlService.Dsql dsql,
      Postmaster postmaster,
      Scratch scratch,
      Path file,
      String name,
      int times)
      throws IOException {
    dsql.run("sql", "-c", "CREATE TABLE " + name + " " + LoadRows.COLUMNS);
    Path manifests = scratch.resolve("manifests-" + name);
    report.progress("loading " + name);
    Outcome outcome = killedAndResumed(dsql, postmaster, manifests, file, name, times);
    String sum = dsql.run("sql", "--format", "csv", "-c", LoadRows.checksum(name)).strip();
    report.line(name + " " + sum);
    report.fact(
        "load-resume",
        Map.of(
            "what",
            name,
            "seconds",
            outcome.seconds(),
            "killedAt",
            outcome.killedAt(),
            "peakMiB",
            outcome.peakMiB(),
            "checksum",
            sum));
    table.add(
        List.of(
            name,
            "%.1f".formatted(outcome.seconds()),
            outcome.killedAt().toString(),
            Long.toString(outcome.peakMiB())));
    return sum;
  }

  private Outcome killedAndResumed(
      DsqlService.Dsql dsql,
      Postmaster postmaster,
      Path manifests,
      Path file,
      String name,
      int times)
      throws IOException {
    List<Long> moments =
        new Random(rows.seed())
            .longs(times, rows.count() / 20, rows.count() - rows.count() / 20)
            .sorted()
            .boxed()
            .toList();
    List<Long> killedAt = new ArrayList<>();
    List<String> command =
        new ArrayList<>(
            List.of(
                dsql.launcher().toString(),
                "load",
                "-q",
                "--verify",
                "full",
                "--manifest-dir",
                manifests.toString()));
    List<String> first = List.of("-s", file.toString(), "-t", name);
    List<String> next = first;
    Map<String, String> runtime = Map.of("BOREALIS_RUNTIME", dsql.runtime().toString());
    double seconds = 0;
    long peakMiB = 0;
    for (long moment : moments) {
      List<String> all = new ArrayList<>(command);
      all.addAll(next);
      MeasuredProcess run =
          new BulkCommand(all, runtime)
              .runAndKillWhen(() -> rowsDone(postmaster, manifests) > moment);
      seconds += run.seconds();
      peakMiB = Math.max(peakMiB, run.peakMiB());
      killedAt.add(rowsDone(postmaster, manifests));
      next = List.of("--resume", job(manifests));
    }
    command.addAll(next);
    MeasuredProcess last = new BulkCommand(command, runtime).run();
    return new Outcome(seconds + last.seconds(), killedAt, Math.max(peakMiB, last.peakMiB()));
  }

  private static String job(Path manifests) throws IOException {
    Path jobs = manifests.resolve("jobs");
    if (!Files.isDirectory(jobs)) {
      return "";
    }
    try (Stream<Path> entries = Files.list(jobs)) {
      return entries.findFirst().map(path -> path.getFileName().toString()).orElse("");
    }
  }

  /** How many rows the job's ledger says are loaded; asking it does not read the table itself. */
  private static long rowsDone(Postmaster postmaster, Path manifests) {
    try {
      String job = job(manifests);
      if (job.isEmpty()) {
        return 0;
      }
      Program.Run asked =
          Program.run(
              List.of(
                  "psql",
                  "-qXAt",
                  "-h",
                  postmaster.socketDirectory().toString(),
                  "-U",
                  Postmaster.SUPERUSER,
                  "-d",
                  "postgres",
                  "-c",
                  "SELECT coalesce(sum(loaded), 0) FROM public.dsql_load_" + job),
              Map.of());
      // The ledger is made after the manifest.
      return asked.exitCode() == 0 ? Long.parseLong(asked.out().strip()) : 0;
    } catch (IOException e) {
      throw new BenchFailure("The manifests cannot be read: " + e.getMessage(), e);
    }
  }
}
