package dev.borealis.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
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
  private static final String COLUMNS =
      "(id bigint PRIMARY KEY, customer uuid NOT NULL, placed_at timestamp NOT NULL,"
          + " amount numeric(10,2) NOT NULL, status text NOT NULL, note text)";
  private static final List<String> STATUSES = List.of("new", "paid", "packed", "shipped");

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "10000000",
      description = "How many rows (default: ${DEFAULT-VALUE}).")
  private int rows;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What the rows are made from (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private ReportOptions output = new ReportOptions();

  private final List<List<String>> table = new ArrayList<>();

  @Override
  public Integer call() {
    Report report = output.open();
    try (Scratch scratch = Scratch.create()) {
      DsqlService.Dsql dsql = DsqlService.Dsql.of(scratch);
      Path csv = scratch.resolve("rows.csv");
      report.progress("writing " + csv);
      writeRows(csv);
      long bytes = Files.size(csv);
      report.line("%,d rows, %,.0f MiB of CSV".formatted(rows, bytes / BYTES_PER_MEBIBYTE));
      table.add(List.of("what", "seconds", "rows/s", "MiB/s of CSV", "peak MiB"));
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
      dsql.run("sql", "-c", "CREATE TABLE " + name + " " + COLUMNS);
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
    row(report, "dsql load, CSV", bytes, run(fromCsv, runtime));
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
    row(report, "dsql load, Parquet", bytes, run(fromParquet, runtime));
    report.progress("comparing the tables");
    for (String name : List.of("peer", "from_csv", "from_parquet")) {
      report.line(name + " " + dsql.run("sql", "--format", "csv", "-c", checksum(name)).strip());
    }
  }

  private static String checksum(String name) {
    return "SELECT count(*), sum(hashtextextended(row(id, customer, placed_at, amount, status, note)::text, 0)::numeric) FROM "
        + name;
  }

  private void row(Report report, String what, long bytes, MeasuredProcess run) {
    report.progress("%s: %.1f s".formatted(what, run.seconds()));
    double mebibytes = bytes / BYTES_PER_MEBIBYTE / run.seconds();
    report.fact(
        "load",
        Map.of(
            "what",
            what,
            "seconds",
            run.seconds(),
            "rowsPerSecond",
            rows / run.seconds(),
            "mebibytesPerSecond",
            mebibytes,
            "peakMiB",
            run.peakMiB()));
    table.add(
        List.of(
            what,
            "%.1f".formatted(run.seconds()),
            "%,.0f".formatted(rows / run.seconds()),
            "%.1f".formatted(mebibytes),
            Long.toString(run.peakMiB())));
  }

  private static MeasuredProcess run(List<String> command, Map<String, String> environment) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    MeasuredProcess run = MeasuredProcess.run(builder);
    if (run.exitCode() != 0) {
      throw new BenchFailure("This failed: " + String.join(" ", command));
    }
    return run;
  }

  private void writeRows(Path csv) throws IOException {
    Random random = new Random(seed);
    StringBuilder row = new StringBuilder();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(csv), 1 << 20)) {
      for (int id = 0; id < rows; id++) {
        row.setLength(0);
        row.append(id).append(',');
        row.append(new UUID(random.nextLong(), random.nextLong())).append(',');
        row.append("2026-");
        twoDigits(row, 1 + random.nextInt(12)).append('-');
        twoDigits(row, 1 + random.nextInt(28)).append(' ');
        twoDigits(row, random.nextInt(24)).append(':');
        twoDigits(row, random.nextInt(60)).append(':');
        twoDigits(row, random.nextInt(60)).append(',');
        int cents = random.nextInt(10_000_000);
        row.append(cents / 100).append('.').append(cents / 10 % 10).append(cents % 10).append(',');
        row.append(STATUSES.get(random.nextInt(STATUSES.size()))).append(',');
        if (random.nextInt(4) > 0) {
          row.append("\"note ").append(random.nextInt()).append(", with a comma\"");
        }
        out.write(row.append('\n').toString().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static StringBuilder twoDigits(StringBuilder row, int number) {
    return row.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
