package dev.borealis.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "lint",
    description = {
      "How long 'dsql lint' takes for a small file, and how fast and in how much memory it",
      "reads a dump: half of it data of COPY, half of it INSERTs."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  bench/run lint --megabytes 50"})
final class LintSpeed implements Callable<Integer> {
  private static final int TABLES = 20;

  private static final String SMALL =
      """
      CREATE TABLE a (id serial PRIMARY KEY, b text COLLATE "C", c int REFERENCES p (id));
      CREATE INDEX a_b ON a USING btree (b);
      """;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each is measured (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--megabytes",
      paramLabel = "N",
      defaultValue = "50",
      description = "The size of the dump (default: ${DEFAULT-VALUE}).")
  private int megabytes;

  @Mixin private ReportOptions output = new ReportOptions();

  @Override
  public Integer call() {
    Report report = output.open();
    try (Scratch scratch = Scratch.create()) {
      Path dsql = DsqlService.Dsql.of(scratch).launcher();
      Path small = scratch.resolve("small.sql");
      Path dump = scratch.resolve("dump.sql");
      Path fixed = scratch.resolve("fixed.sql");
      Files.writeString(small, SMALL);
      writeDump(dump);
      double size = Files.size(dump) / 1e6;
      List<List<String>> table = new ArrayList<>();
      table.add(List.of("what", "median ms", "worst ms", "MB/s", "peak MiB"));
      table.add(row(report, "one small file", 0, dsql, "lint", small.toString()));
      table.add(row(report, "dump", size, dsql, "lint", dump.toString()));
      table.add(
          row(
              report,
              "dump, mended",
              size,
              dsql,
              "lint",
              "--fix",
              "-o",
              fixed.toString(),
              dump.toString()));
      report.table(table);
    } catch (IOException e) {
      throw new BenchFailure("The files cannot be written: " + e.getMessage(), e);
    }
    return 0;
  }

  private List<String> row(
      Report report, String what, double megabytes, Path dsql, String... arguments) {
    report.progress(what);
    List<Double> times = new ArrayList<>();
    long peak = 0;
    for (int round = 0; round <= rounds; round++) {
      MeasuredProcess run = run(dsql, arguments);
      // The first one fills the page cache.
      if (round > 0) {
        times.add(run.seconds() * 1e3);
        peak = Math.max(peak, run.peakMiB());
      }
    }
    Samples samples = new Samples(times);
    double speed = megabytes / samples.median() * 1e3;
    report.fact(
        "lint",
        Map.of(
            "what", what,
            "medianMs", samples.median(),
            "worstMs", samples.max(),
            "megabytesPerSecond", speed,
            "peakMiB", peak));
    return List.of(
        what,
        "%.0f".formatted(samples.median()),
        "%.0f".formatted(samples.max()),
        megabytes == 0 ? "" : "%.1f".formatted(speed),
        Long.toString(peak));
  }

  /** The script becomes the JVM, so its process is the one to look at. */
  private static MeasuredProcess run(Path dsql, String... arguments) {
    List<String> command = new ArrayList<>(List.of(dsql.toString()));
    command.addAll(List.of(arguments));
    return MeasuredProcess.run(
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD));
  }

  private void writeDump(Path dump) throws IOException {
    long rows = megabytes * 1_000_000L / (2 * TABLES);
    try (BufferedWriter out = Files.newBufferedWriter(dump)) {
      for (int table = 0; table < TABLES; table++) {
        out.write(
            "CREATE TABLE t%d (\n    id integer NOT NULL,\n    name text,\n    at timestamp\n);\n"
                .formatted(table));
      }
      for (int table = 0; table < TABLES; table++) {
        out.write("COPY t%d (id, name, at) FROM stdin;\n".formatted(table));
        for (long written = 0, id = 0; written < rows; id++) {
          String row = id + "\tcustomer number " + id + "; 'x'\t2026-01-01 00:00:00\n";
          out.write(row);
          written += row.length();
        }
        out.write("\\.\n");
      }
      for (int table = 0; table < TABLES; table++) {
        for (long written = 0, id = 0; written < rows; id++) {
          String row =
              "INSERT INTO t%d VALUES (%d, 'customer number %d; ''x''', '2026-01-01 00:00:00');\n"
                  .formatted(table, id, id);
          out.write(row);
          written += row.length();
        }
        out.write(
            "ALTER TABLE ONLY t%1$d ADD CONSTRAINT t%1$d_pkey PRIMARY KEY (id);\n"
                .formatted(table));
        out.write("CREATE INDEX t%1$d_name ON t%1$d USING btree (name);\n".formatted(table));
      }
    }
  }
}
