package dev.borealis.bench;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench/run parser}. */
@Command(
    name = "parser",
    description = "Measures the SQL parser with JMH: half a minute.",
    mixinStandardHelpOptions = true)
final class ParserSpeed implements Callable<Integer> {
  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Measurements of a second each (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Options options =
        new OptionsBuilder()
            .include(ParserBenchmark.class.getName())
            .forks(1)
            .warmupIterations(3)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(rounds)
            .measurementTime(TimeValue.seconds(1))
            .jvmArgs("-XX:+UseSerialGC", "--sun-misc-unsafe-memory-access=allow")
            .verbosity(VerboseMode.SILENT)
            .build();
    try {
      for (RunResult result : new Runner(options).run()) {
        print(result);
      }
    } catch (RunnerException e) {
      throw new BenchFailure("JMH could not run: " + e.getMessage());
    }
    return 0;
  }

  /** The best round is told too: on a machine with other work it is nearer to the truth. */
  private void print(RunResult result) {
    String name = result.getPrimaryResult().getLabel();
    double mean = result.getPrimaryResult().getScore();
    double best = result.getPrimaryResult().getStatistics().getMin();
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%-12s mean %.2f us, best %.2f us", name, mean, best);
    if (name.startsWith("script")) {
      out.printf(
          ", mean %.1f MB/s, best %.1f MB/s", megabytesPerSecond(mean), megabytesPerSecond(best));
    }
    out.println();
  }

  /** A byte for a microsecond is a megabyte for a second. */
  private static double megabytesPerSecond(double micros) {
    return ParserBenchmark.SCRIPT.length() / micros;
  }
}
