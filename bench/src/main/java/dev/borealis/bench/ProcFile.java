package dev.borealis.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What the kernel tells below {@code /proc}; see proc(5). */
final class ProcFile {
  /** Ticks per second of the times in {@code /proc/PID/stat}; fixed in Linux's interface. */
  private static final long USER_HZ = 100;

  /** Positions of utime and stime, counted from behind the process's name. */
  private static final int USER_TICKS = 11;

  private static final int SYSTEM_TICKS = 12;

  private ProcFile() {}

  static String text(String path) {
    try {
      return Files.readString(Path.of(path)).strip();
    } catch (IOException e) {
      throw new BenchFailure(path + " cannot be read (" + e + "). The benchmarks need Linux.", e);
    }
  }

  /** A file of {@code name: value} lines; the first of several values of a name counts. */
  static Map<String, String> fields(String path) {
    Map<String, String> fields = new HashMap<>();
    for (String line : text(path).lines().toList()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.putIfAbsent(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    return fields;
  }

  /** A field like {@code VmRSS: 1234 kB}. */
  static long kibibytes(Map<String, String> fields, String name) {
    return Long.parseLong(fields.getOrDefault(name, "0 kB").split(" ", 2)[0]);
  }

  /** Processor time that a process has used, all of its threads, user and kernel. */
  static Duration processorTime(long pid) {
    String stat = text("/proc/" + pid + "/stat");
    String[] behindName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(behindName[USER_TICKS]) + Long.parseLong(behindName[SYSTEM_TICKS]);
    return Duration.ofMillis(ticks * 1000 / USER_HZ);
  }

  /** Memory of a process that is in RAM, in MiB: now, and at most so far. */
  static Memory memory(long pid) {
    Map<String, String> status = fields("/proc/" + pid + "/status");
    return new Memory(kibibytes(status, "VmRSS") / 1024, kibibytes(status, "VmHWM") / 1024);
  }

  /**
   * Memory of a process.
   *
   * @param residentMiB VmRSS
   * @param peakMiB VmHWM
   */
  record Memory(long residentMiB, long peakMiB) {}
}
