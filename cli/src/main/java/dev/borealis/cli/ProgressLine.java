package dev.borealis.cli;

import dev.borealis.load.LoadProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Shows on a terminal how far long work is: one line that is written again and again. */
final class ProgressLine implements AutoCloseable {
  private static final int STDERR = 2;
  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final double NANOS_PER_SECOND = 1e9;
  private static final String CLEAR = "\r\033[K";

  private final LoadProgress progress;
  private final PrintWriter err;
  private final Thread thread;
  private final long start = System.nanoTime();

  private ProgressLine(LoadProgress progress, PrintWriter err, boolean shown) {
    this.progress = progress;
    this.err = err;
    this.thread = Thread.ofPlatform().daemon().name("progress").unstarted(this::show);
    if (shown) {
      thread.start();
    }
  }

  static ProgressLine start(LoadProgress progress, PrintWriter err, boolean quiet) {
    boolean shown = !quiet && System.getenv("TERM") != null && Posix.isTerminal(STDERR);
    return new ProgressLine(progress, err, shown);
  }

  private void show() {
    try {
      while (true) {
        Thread.sleep(INTERVAL);
        err.print(CLEAR + text());
        err.flush();
      }
    } catch (InterruptedException e) {
      err.print(CLEAR);
      err.flush();
    }
  }

  private String text() {
    double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
    long read = progress.bytesRead();
    long total = progress.totalBytes();
    StringBuilder text = new StringBuilder();
    text.append(progress.phase().name().toLowerCase(Locale.ROOT));
    text.append("  %,d rows read".formatted(progress.rowsRead()));
    switch (progress.phase()) {
      case LOADING -> {
        text.append(", %,d loaded".formatted(progress.rowsLoaded()));
        text.append(", %,.0f/s".formatted(progress.rowsLoaded() / Math.max(seconds, 1)));
      }
      case STARTING, INFERRING, VERIFYING, DONE -> {}
    }
    if (total > 0 && read > 0) {
      double part = Math.min(1, read / (double) total);
      text.append(", %d%%".formatted((int) (part * 100)));
      text.append(", %s left".formatted(duration(seconds / part - seconds)));
    }
    if (progress.retries() > 0) {
      text.append(", %,d retries".formatted(progress.retries()));
    }
    if (progress.rowsRejected() > 0) {
      text.append(", %,d rejected".formatted(progress.rowsRejected()));
    }
    return text.toString();
  }

  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60
        ? whole + " s"
        : whole < 3600
            ? "%d min".formatted(Math.ceilDiv(whole, 60))
            : "%d h %d min".formatted(whole / 3600, whole % 3600 / 60);
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
