package dev.borealis.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * A process from its start to its end.
 *
 * @param peakMiB the most memory that was resident, as far as looking every {@value #POLL_MILLIS}
 *     ms tells
 */
record MeasuredProcess(double seconds, long peakMiB, int exitCode) {
  private static final long POLL_MILLIS = 20;

  /** Runs a command, which reads and writes what the builder says. */
  static MeasuredProcess run(ProcessBuilder command) {
    return run(command, () -> false);
  }

  /** The same, and kills it as {@code kill -9} does as soon as that is due. */
  static MeasuredProcess run(ProcessBuilder command, BooleanSupplier killIsDue) {
    String name = command.command().getFirst();
    try {
      long begin = System.nanoTime();
      Process process = command.start();
      long peak = 0;
      while (!process.waitFor(Duration.ofMillis(POLL_MILLIS))) {
        peak = Math.max(peak, peakMiB(process.pid()));
        if (killIsDue.getAsBoolean()) {
          process.destroyForcibly().waitFor();
        }
      }
      return new MeasuredProcess((System.nanoTime() - begin) / 1e9, peak, process.exitValue());
    } catch (IOException e) {
      throw new BenchFailure(name + " cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted while " + name + " ran", e);
    }
  }

  /** Zero for a process that has just ended. */
  private static long peakMiB(long pid) {
    try {
      return ProcFile.memory(pid).peakMiB();
    } catch (BenchFailure e) {
      return 0;
    }
  }
}
