package dev.borealis.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * One run of one process. The operating system gives a dead process's id to new ones; together with
 * the start mark it stands for this run only.
 *
 * @param startMark when the process started, in a form that only equality is asked of
 */
public record ProcessIdentity(long pid, String startMark) {
  private static final Path PROC = Path.of("/proc");
  private static final String NO_PROCESS = "";
  private static final String UNKNOWN = "unknown";

  public ProcessIdentity {
    if (startMark.equals(NO_PROCESS)) {
      throw new IllegalArgumentException("process " + pid + " has no start mark");
    }
  }

  /** This JVM. */
  public static ProcessIdentity current() {
    long pid = ProcessHandle.current().pid();
    return new ProcessIdentity(pid, startMark(pid));
  }

  /** Whether this very run still runs. A zombie, which only waits to be collected, does not. */
  boolean isAlive() {
    return startMark(pid).equals(startMark);
  }

  private static String startMark(long pid) {
    Path stat = PROC.resolve(Long.toString(pid)).resolve("stat");
    if (Files.isReadable(PROC.resolve("self/stat"))) {
      return linuxStartMark(stat);
    }
    return ProcessHandle.of(pid)
        .map(process -> process.info().startInstant().map(Instant::toString).orElse(UNKNOWN))
        .orElse(NO_PROCESS);
  }

  // Ticks since a boot, and which boot: unlike the instant that the JDK computes from both, this
  // stays the same when somebody sets the clock.
  private static String linuxStartMark(Path stat) {
    try {
      String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
      // The command's name, in parentheses, may itself have spaces and parentheses (proc(5)).
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      String state = fields[0];
      if (state.equals("Z") || state.equals("X")) {
        return NO_PROCESS;
      }
      int startTimeField = 22;
      int stateField = 3;
      String boot = Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
      return fields[startTimeField - stateField] + "@" + boot;
    } catch (IOException e) {
      return NO_PROCESS;
    }
  }
}
