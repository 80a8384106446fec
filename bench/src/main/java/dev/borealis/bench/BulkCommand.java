package dev.borealis.bench;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A command that moves many rows; what it prints on its standard output is thrown away.
 *
 * @param environment what it gets beyond the benchmark's own
 */
record BulkCommand(List<String> command, Map<String, String> environment) {
  /** The exit code of a program that SIGKILL has ended. */
  private static final int KILLED = 128 + 9;

  /** Runs it to its end; it must succeed. */
  MeasuredProcess run() {
    return ended(MeasuredProcess.run(builder()), 0);
  }

  /** Runs it, and kills it when that is due; it must not come to its end before. */
  MeasuredProcess runAndKillWhen(BooleanSupplier due) {
    return ended(MeasuredProcess.run(builder(), due), KILLED);
  }

  private ProcessBuilder builder() {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    return builder;
  }

  private MeasuredProcess ended(MeasuredProcess run, int exitCode) {
    if (run.exitCode() != exitCode) {
      throw new BenchFailure(
          "This ended with %d: %s".formatted(run.exitCode(), String.join(" ", command)));
    }
    return run;
  }
}
