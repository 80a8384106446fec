package dev.borealis.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What figures depend on.
 *
 * @param memoryMiB of the whole machine
 * @param load processes that wanted to run, as an average of the minute before the benchmark
 */
record Machine(
    int cores, String processor, long memoryMiB, String kernel, String jdk, double load) {
  static Machine current() {
    Map<String, String> processor = ProcFile.fields("/proc/cpuinfo");
    Map<String, String> memory = ProcFile.fields("/proc/meminfo");
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        processor.getOrDefault("model name", System.getProperty("os.arch")),
        ProcFile.kibibytes(memory, "MemTotal") / 1024,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        Double.parseDouble(ProcFile.text("/proc/loadavg").split(" ", 2)[0]));
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("cores", cores);
    fields.put("processor", processor);
    fields.put("memoryMiB", memoryMiB);
    fields.put("kernel", kernel);
    fields.put("jdk", jdk);
    fields.put("loadBefore", load);
    return fields;
  }

  @Override
  public String toString() {
    return "%d cores (%s), %d MiB memory, %s, %s, load before: %.2f"
        .formatted(cores, processor, memoryMiB, kernel, jdk, load);
  }
}
