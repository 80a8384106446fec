package dev.borealis.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "load",
    description = {
      "How fast 'dsql load' fills a table from CSV and from Parquet, and how fast COPY of the same",
      "CSV straight into the same PostgreSQL is. The rows are made by a seed."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  bench/run load --rows 10000000"})
final class LoadSpeed implements Callable<Integer> {
  private static final double BYTES_PER_MEBIBYTE = 1 << 20;

  @Mixin private LoadRows rows = new LoadRows();

  @Option(
      names = "--jfr",
      paramLabel = "DIR",
      description =
          "Have the loads write recordings of Java Flight Recorder there; 'jfr view hot-methods' shows where the time goes.")
  private @Nullable Path recordings;

  @Mixin private ReportOptions output = new ReportOptions();

  private final List<List<String>> table = new ArrayList<>();

  /** Of COPY, which comes first; 0 before. */
  private double copySeconds;

  @Override
  public Integer call() {
    Report report = output.open();
    try (Scratch scratch = Scratch.create()) {
      DsqlService.Dsql dsql = DsqlService.Dsql.of(scratch);
      Path csv = scratch.resolve("rows.csv");
      report.progress("writing " + csv);
      rows.write(csv);
      long bytes = Files.size(csv);
      report.line("%,d rows, %,.0f MiB of CSV".formatted(rows.count(), bytes / BYTES_PER_MEBIBYTE));
      table.add(List.of("what", "seconds", "rows/s", "MiB/s of CSV", "x COPY", "peak MiB"));
      try (DsqlService service =
          dsql.start("--data", scratch.resolve("data").toString(), "--http-port", "0")) {
        measure(report, scratch, dsql, service, csv, bytes);
      }
      report.table(table);
    } catch (IOException e) {
      throw new BenchFailure("The files cannot be written: " + e.getMessage(), e);
    }
    return 0;
  }

  private void measure(
      Report report,
      Scratch scratch,
      DsqlService.Dsql dsql,
      DsqlService service,
      Path csv,
      long bytes) {
    for (String name : List.of("peer", "from_csv", "from_parquet")) {
      dsql.run("sql", "-c", "CREATE TABLE " + name + " " + LoadRows.COLUMNS);
    }
    Postmaster postmaster = service.postmaster();
    List<String> copy =
        List.of(
            "psql",
            "-qX",
            "-h",
            postmaster.socketDirectory().toString(),
            "-U",
            Postmaster.SUPERUSER,
            "-d",
            "postgres",
            "-c",
            "\\copy public.peer FROM '" + csv + "' CSV");
    Map<String, String> runtime = Map.of("BOREALIS_RUNTIME", dsql.runtime().toString());
    row(report, "COPY over PostgreSQL's socket", bytes, run(copy, Map.of()));
    List<String> load = List.of(dsql.launcher().toString(), "load", "-q", "--manifest-dir");
    String manifests = scratch.resolve("manifests").toString();
    List<String> fromCsv = new ArrayList<>(load);
    fromCsv.addAll(List.of(manifests, "-s", csv.toString(), "-t", "from_csv"));
    row(report, "dsql load, CSV", bytes, run(fromCsv, recorded(runtime, "csv")));
    Path exported = scratch.resolve("exported");
    report.progress("writing Parquet");
    List<String> export =
        List.of(
            dsql.launcher().toString(),
            "export",
            "-q",
            "--table",
            "from_csv",
            "-f",
            "parquet",
            "-o",
            exported.toString());
    row(report, "dsql export, Parquet", bytes, run(export, runtime));
    List<String> fromParquet = new ArrayList<>(load);
    fromParquet.addAll(
        List.of(
            manifests,
            "-s",
            exported.resolve("public.from_csv.parquet").toString(),
            "-t",
            "from_parquet"));
    row(report, "dsql load, Parquet", bytes, run(fromParquet, recorded(runtime, "parquet")));
    report.progress("comparing the tables");
    for (String name : List.of("peer", "from_csv", "from_parquet")) {
      report.line(
          name + " " + dsql.run("sql", "--format", "csv", "-c", LoadRows.checksum(name)).strip());
    }
  }

  /** The environment of a load that is recorded, if one is to be. */
  private Map<String, String> recorded(Map<String, String> environment, String name) {
    Path directory = recordings;
    if (directory == null) {
      return environment;
    }
    Map<String, String> more = new HashMap<>(environment);
    String file = directory.toAbsolutePath().resolve("load-" + name + ".jfr").toString();
    more.put("DSQL_JAVA_OPTS", "-XX:StartFlightRecording:settings=profile,filename=" + file);
    return more;
  }

  private void row(Report report, String what, long bytes, MeasuredProcess run) {
    report.progress("%s: %.1f s".formatted(what, run.seconds()));
    copySeconds = copySeconds == 0 ? run.seconds() : copySeconds;
    double mebibytes = bytes / BYTES_PER_MEBIBYTE / run.seconds();
    report.fact(
        "load",
        Map.of(
            "what",
            what,
            "seconds",
            run.seconds(),
            "rowsPerSecond",
            rows.count() / run.seconds(),
            "mebibytesPerSecond",
            mebibytes,
            "timesCopy",
            copySeconds / run.seconds(),
            "peakMiB",
            run.peakMiB()));
    table.add(
        List.of(
            what,
            "%.1f".formatted(run.seconds()),
            "%,.0f".formatted(rows.count() / run.seconds()),
            "%.1f".formatted(mebibytes),
            "%.2f".formatted(copySeconds / run.seconds()),
            Long.toString(run.peakMiB())));
  }

  private static MeasuredProcess run(List<String> command, Map<String, String> environment) {
    return new BulkCommand(command, environment).run();
  }
}
