package dev.borealis.load;

import dev.borealis.client.Cancellation;
import dev.borealis.client.ClusterClient;
import dev.borealis.load.Ledger.Part;
import dev.borealis.load.Rejections.Rejection;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Reads records in one thread, and hands them in batches to as many others as the cluster likes.
 * The first failure ends the reading; batches that are on their way then come to their own end.
 */
final class Job implements AutoCloseable {
  private final ClusterClient client;
  private final Cancellation cancellation;
  private final LoadProgress progress;
  private final Rejections rejections;
  private final OnError onError;
  private final Map<Long, List<Part>> done;
  private final AdaptiveLimit limit;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /**
   * @param done parts of batches that earlier runs of the job have written
   * @param trying whether nothing is to be kept, so that no record ends the job
   */
  Job(
      ClusterClient client,
      Cancellation cancellation,
      LoadProgress progress,
      Rejections rejections,
      LoadOptions options,
      Map<Long, List<Part>> done,
      boolean trying) {
    this.client = client;
    this.cancellation = cancellation;
    this.progress = progress;
    this.rejections = rejections;
    this.onError = trying ? OnError.SKIP : options.onError();
    this.done = done;
    this.limit = new AdaptiveLimit(options.maxConnections());
  }

  /** Does something with a batch; returns how many rows arrived. */
  @FunctionalInterface
  interface Step {
    long take(Batch batch) throws SQLException;
  }

  /** Writes all records. Returns when they are committed. */
  void write(Records input, String name, BatchBuilder builder, BatchWriter writer)
      throws IOException, SQLException {
    read(
        input,
        name,
        builder,
        batch -> {
          List<Part> parts = done.getOrDefault(batch.number(), List.of());
          requireSameRows(batch, parts);
          int rowsDone = parts.stream().mapToInt(Part::rows).sum();
          count(parts);
          if (rowsDone == batch.rows()) {
            return;
          }
          hand(
              batch,
              given -> {
                BatchWriter.Outcome outcome = writer.write(given, parts);
                progress.rowsLoaded.addAndGet(outcome.loaded());
                progress.rowsConflicting.addAndGet(outcome.conflicting());
                progress.rowsRejected.addAndGet(outcome.rejected());
                progress.batches.incrementAndGet();
                return outcome.loaded();
              });
        });
    settle();
  }

  /** Gives all records to {@code step}, and returns when it is through with them. */
  void forEachBatch(Records input, String name, BatchBuilder builder, Step step)
      throws IOException, SQLException {
    read(input, name, builder, batch -> hand(batch, step));
    settle();
  }

  /** Takes batches in the reading thread. */
  @FunctionalInterface
  private interface Taker {
    void take(Batch batch) throws SQLException;
  }

  private void read(Records input, String name, BatchBuilder builder, Taker taker)
      throws IOException, SQLException {
    while (failure.get() == null) {
      cancellation.check();
      try {
        Fields record = input.next();
        if (record == null) {
          break;
        }
        boolean full = builder.add(record);
        progress.rowsRead.incrementAndGet();
        if (full) {
          taker.take(builder.build(name, input.unit()));
        }
      } catch (BadRecordException e) {
        reject(name, input.unit(), e);
      }
    }
    if (!builder.isEmpty() && failure.get() == null) {
      taker.take(builder.build(name, input.unit()));
    }
  }

  private void reject(String name, String unit, BadRecordException e) {
    String place =
        unit.equals("line") ? name + ":" + e.line() : name + ", " + unit + " " + e.line();
    Rejection rejection =
        new Rejection(
            place,
            null,
            String.valueOf(e.getMessage()),
            null,
            e.values().isEmpty() ? null : e.values());
    if (onError == OnError.ABORT) {
      throw new LoadException(rejection.text() + ".");
    }
    rejections.add(rejection);
    progress.rowsRead.incrementAndGet();
    progress.rowsRejected.incrementAndGet();
  }

  private static void requireSameRows(Batch batch, List<Part> parts) {
    for (Part part : parts) {
      if (part.digest() != batch.digest()) {
        throw new LoadException(
            "%s to %s are not the rows that were loaded from there before: the file, or how it is read, has changed. What is in the table already stays there. Load the file anew, into an empty table."
                .formatted(batch.place(0), batch.place(batch.rows() - 1)));
      }
    }
  }

  private void count(List<Part> parts) {
    for (Part part : parts) {
      progress.rowsLoaded.addAndGet(part.loaded());
      progress.rowsRejected.addAndGet(part.rejected());
      progress.rowsConflicting.addAndGet(part.rows() - part.loaded() - part.rejected());
      progress.rowsResumed.addAndGet(part.rows());
    }
  }

  private void hand(Batch batch, Step step) {
    long bytes = batch.data().length;
    try {
      limit.acquire(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cancellation.cancel();
      cancellation.check();
    }
    workers.execute(() -> {
      long before = troubles();
      long rows = 0;
      try {
        rows = step.take(batch);
      } catch (SQLException | RuntimeException | Error e) {
        failure.compareAndSet(null, e);
      } finally {
        long troubles = troubles();
        progress.retries.set(troubles);
        limit.release(bytes, rows, troubles > before);
      }
    });
  }

  private long troubles() {
    return client.conflicts() + client.reconnects();
  }

  /** Waits for what is on its way, and reports what went wrong. */
  private void settle() throws SQLException {
    try {
      limit.awaitNone();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cancellation.cancel();
      cancellation.check();
    }
    switch (failure.get()) {
      case null -> {}
      case SQLException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  /** Waits for batches that are on their way. */
  @Override
  public void close() {
    workers.close();
  }
}
