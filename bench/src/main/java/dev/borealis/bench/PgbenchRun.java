package dev.borealis.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one run of pgbench brought.
 *
 * @param transactions committed ones
 * @param tps transactions per second, without the time to connect
 * @param latencyMs average of a transaction, with its repetitions
 * @param retried transactions that were repeated at least once because of 40001
 * @param failed transactions given up after many repetitions
 */
record PgbenchRun(long transactions, double tps, double latencyMs, long retried, long failed) {
  private static final int MAX_TRIES = 100;
  private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");
  private static final Pattern LATENCY = Pattern.compile("latency average = ([0-9.]+) ms");
  private static final Pattern PROCESSED = Pattern.compile("actually processed: ([0-9]+)");
  private static final Pattern RETRIED = Pattern.compile("transactions retried: ([0-9]+)");
  private static final Pattern FAILED = Pattern.compile("failed transactions: ([0-9]+)");

  /** How statements are sent; pgbench's {@code -M}. */
  enum Mode {
    SIMPLE,
    EXTENDED,
    PREPARED
  }

  /** Which of pgbench's own scripts runs. */
  enum Script {
    /** One SELECT by key. */
    S("select-only"),
    /** A transaction of an UPDATE, a SELECT and an INSERT. */
    N("simple-update");

    private final String builtin;

    Script(String builtin) {
      this.builtin = builtin;
    }
  }

  /**
   * What is run.
   *
   * @param seconds how long
   */
  record Load(Script script, Mode mode, int clients, int seconds) {}

  /** The installed program, of a version that repeats transactions that failed with 40001. */
  static Path program() {
    Path program = Program.require("pgbench", "postgresql-contrib");
    String version = Program.output(List.of(program.toString(), "--version"), Map.of());
    Matcher major = Pattern.compile("\\) ([0-9]+)").matcher(version);
    if (!major.find() || Integer.parseInt(major.group(1)) < 15) {
      throw new BenchFailure("pgbench 15 or newer is needed, for --max-tries; this is " + version);
    }
    return program;
  }

  /**
   * Runs pgbench.
   *
   * @param connection libpq's connection string
   * @throws BenchFailure for any error other than 40001, and for transactions that failed for good
   */
  static PgbenchRun of(Path program, Load load, String connection, String password) {
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--no-vacuum",
                "--builtin=" + load.script().builtin,
                "--protocol=" + load.mode().name().toLowerCase(Locale.ROOT),
                "--client=" + load.clients(),
                "--jobs=" + Math.min(load.clients(), Runtime.getRuntime().availableProcessors()),
                "--time=" + load.seconds(),
                "--max-tries=" + MAX_TRIES));
    command.add(connection);
    Program.Run run = Program.run(command, Map.of("PGPASSWORD", password));
    if (run.exitCode() != 0) {
      throw new BenchFailure(
          "%s failed with exit code %d: %s"
              .formatted(String.join(" ", command), run.exitCode(), run.err().strip()));
    }
    PgbenchRun result = parse(run.out());
    if (result.failed() > 0) {
      throw new BenchFailure(
          "%d transactions failed after %d tries each: %s"
              .formatted(result.failed(), MAX_TRIES, run.err().strip()));
    }
    return result;
  }

  /** Reads what pgbench prints. */
  static PgbenchRun parse(String output) {
    return new PgbenchRun(
        (long) number(PROCESSED, output),
        number(TPS, output),
        number(LATENCY, output),
        (long) number(RETRIED, output),
        (long) number(FAILED, output));
  }

  private static double number(Pattern pattern, String output) {
    Matcher matcher = pattern.matcher(output);
    if (!matcher.find()) {
      throw new BenchFailure("pgbench printed no '" + pattern + "': " + output);
    }
    return Double.parseDouble(matcher.group(1));
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("transactions", transactions);
    fields.put("tps", tps);
    fields.put("latencyMs", latencyMs);
    fields.put("retried", retried);
    return fields;
  }
}
