package dev.borealis.plan;

import java.time.Duration;

/**
 * What work costs in distributed processing units ("Understanding DPUs in Aurora DSQL"; figures
 * from live plans). Estimates are for comparison: the bill counts transactions, with their
 * minimums, and background work.
 */
public final class Dpu {
  /** A transaction that reads pays for at least so many bytes. */
  public static final long MIN_READ_BYTES = 2_048;

  /** What a transaction that reads pays at least. */
  public static final double MIN_READ = 0.00375;

  /** A transaction that writes pays for at least so many bytes. */
  public static final long MIN_WRITE_BYTES = 1_024;

  /** What a transaction that writes pays at least. */
  public static final double MIN_WRITE = 0.05;

  /** A row counts at least so many bytes, read or written, in the table and in each index. */
  public static final long MIN_ROW_BYTES = 128;

  private static final double PER_BYTE_READ = MIN_READ / MIN_READ_BYTES;
  private static final double PER_BYTE_WRITTEN = MIN_WRITE / MIN_WRITE_BYTES;
  private static final double PER_BYTE_STREAMED = 0.0000023283;
  private static final double NANOS_PER_SECOND = 1e9;

  private Dpu() {}

  /** Of planning and execution: about one DPU per second. */
  public static double compute(Duration duration) {
    return duration.toNanos() / NANOS_PER_SECOND;
  }

  /** Of scanning so many bytes, without the minimum of a transaction. */
  public static double read(double bytes) {
    return bytes * PER_BYTE_READ;
  }

  /** Of a transaction that scans so many bytes; none costs nothing. */
  public static double readInTransaction(double bytes) {
    return bytes == 0 ? 0 : Math.max(MIN_READ, read(bytes));
  }

  /** Of writing so many bytes, without the minimum of a transaction. */
  public static double write(double bytes) {
    return bytes * PER_BYTE_WRITTEN;
  }

  /** Of a transaction that writes so many bytes; none costs nothing. */
  public static double writeInTransaction(double bytes) {
    return bytes == 0 ? 0 : Math.max(MIN_WRITE, write(bytes));
  }

  /** Of a change data stream with so many bytes. */
  public static double stream(double bytes) {
    return bytes * PER_BYTE_STREAMED;
  }

  /** What rows of a width count: each at least {@link #MIN_ROW_BYTES}. */
  public static double bytes(double rows, double width) {
    return rows * Math.max(MIN_ROW_BYTES, width);
  }
}
