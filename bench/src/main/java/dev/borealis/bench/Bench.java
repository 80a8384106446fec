package dev.borealis.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program behind {@code bench/run}. Exit codes: 0 measured, 1 could not, 2 usage. */
@Command(
    name = "bench/run",
    description = "Measures this checkout and its peers in the same run.",
    mixinStandardHelpOptions = true,
    subcommands = {
      Startup.class,
      Connections.class,
      Pgbench.class,
      Contention.class,
      ParserSpeed.class,
      LintSpeed.class,
      LoadSpeed.class,
      LoadResume.class,
      LoadStatements.class
    },
    footer = {
      "",
      "Example:",
      "  bench/run startup --rounds 10",
      "  bench/run connections --count 10000",
      "  bench/run pgbench --seconds 30 --json",
      "  bench/run contention --seconds 10",
      "  bench/run parser",
      "  bench/run lint",
      "  bench/run load",
      "  bench/run load-resume",
      "  bench/run load-statements"
    })
final class Bench {
  private Bench() {}

  /** Runs one benchmark. */
  public static void main(String[] args) {
    CommandLine bench =
        new CommandLine(new Bench())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler((failure, command, _) -> {
              if (failure instanceof BenchFailure) {
                command.getErr().println("bench: " + failure.getMessage());
                return command.getCommandSpec().exitCodeOnExecutionException();
              }
              throw failure;
            });
    System.exit(bench.execute(args));
  }
}
