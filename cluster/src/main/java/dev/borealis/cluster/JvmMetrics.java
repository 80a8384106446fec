package dev.borealis.cluster;

import dev.borealis.cluster.Exposition.MetricType;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadMXBean;
import java.util.Map;

/** What the JVM tells of itself, under the names that Prometheus's own Java client uses. */
final class JvmMetrics {
  private static final double MILLIS_PER_SECOND = 1e3;
  private static final double NANOS_PER_SECOND = 1e9;

  private JvmMetrics() {}

  static void write(Exposition out) {
    memory(out);
    threads(out);
    collections(out);
    process(out);
  }

  private static void memory(Exposition out) {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    MemoryUsage heap = memory.getHeapMemoryUsage();
    MemoryUsage other = memory.getNonHeapMemoryUsage();
    out.family("jvm_memory_used_bytes", MetricType.GAUGE, "Used bytes of a memory area.");
    out.sample("jvm_memory_used_bytes", Map.of("area", "heap"), heap.getUsed());
    out.sample("jvm_memory_used_bytes", Map.of("area", "nonheap"), other.getUsed());
    out.family("jvm_memory_committed_bytes", MetricType.GAUGE, "Committed bytes of a memory area.");
    out.sample("jvm_memory_committed_bytes", Map.of("area", "heap"), heap.getCommitted());
    out.sample("jvm_memory_committed_bytes", Map.of("area", "nonheap"), other.getCommitted());
    out.family(
        "jvm_memory_max_bytes", MetricType.GAUGE, "Most bytes of a memory area; -1 for no limit.");
    out.sample("jvm_memory_max_bytes", Map.of("area", "heap"), heap.getMax());
    out.sample("jvm_memory_max_bytes", Map.of("area", "nonheap"), other.getMax());
  }

  private static void threads(Exposition out) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    out.family("jvm_threads_current", MetricType.GAUGE, "Platform threads.");
    out.sample("jvm_threads_current", Map.of(), threads.getThreadCount());
    out.family("jvm_threads_peak", MetricType.GAUGE, "Most platform threads that there have been.");
    out.sample("jvm_threads_peak", Map.of(), threads.getPeakThreadCount());
  }

  private static void collections(Exposition out) {
    String name = "jvm_gc_collection_seconds";
    out.family(name, MetricType.SUMMARY, "Time spent in a garbage collector.");
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      Map<String, String> labels = Map.of("gc", collector.getName());
      out.sample(name + "_count", labels, collector.getCollectionCount());
      out.sample(name + "_sum", labels, collector.getCollectionTime() / MILLIS_PER_SECOND);
    }
  }

  private static void process(Exposition out) {
    RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
    out.family(
        "process_start_time_seconds",
        MetricType.GAUGE,
        "Start of the process, in seconds since 1970.");
    out.sample("process_start_time_seconds", Map.of(), runtime.getStartTime() / MILLIS_PER_SECOND);
    ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .ifPresent(used -> {
          out.family(
              "process_cpu_seconds_total",
              MetricType.COUNTER,
              "CPU time of this process, without PostgreSQL's.");
          out.sample("process_cpu_seconds_total", Map.of(), used.toNanos() / NANOS_PER_SECOND);
        });
  }
}
