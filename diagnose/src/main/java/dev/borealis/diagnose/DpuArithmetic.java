package dev.borealis.diagnose;

import dev.borealis.plan.Dpu;
import java.time.Duration;
import java.util.List;

/**
 * What a captured statement would cost by the published arithmetic, for clusters that do not tell.
 *
 * @param compute of planning and execution
 * @param read of the rows that were read, at the widths of the statistics
 */
record DpuArithmetic(double compute, double read) {
  private static final double NANOS_PER_MILLI = 1e6;

  static DpuArithmetic of(CapturedPlan capture, List<ScannedTable> scans) {
    double bytes = 0;
    for (ScannedTable scan : scans) {
      bytes += Dpu.bytes(scan.readRows(), scan.readWidth());
    }
    return new DpuArithmetic(
        Dpu.compute(Duration.ofNanos((long) (capture.totalMillis() * NANOS_PER_MILLI))),
        Dpu.read(bytes));
  }

  double total() {
    return compute + read;
  }
}
