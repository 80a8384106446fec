package dev.borealis.cli;

import java.util.concurrent.atomic.AtomicBoolean;

/** The end of this process, and what is to be done before it. */
final class ProcessEnd {
  private static final AtomicBoolean HOOKED = new AtomicBoolean();

  private ProcessEnd() {}

  /** Has {@code task} run when this process ends, whether of itself or by a signal. */
  static Thread before(String name, Runnable task) {
    HOOKED.set(true);
    Thread hook = new Thread(task, name);
    Runtime.getRuntime().addShutdownHook(hook);
    return hook;
  }

  /**
   * Ends the process. System.exit looks for a logger to tell of it in every jar of the class path,
   * which takes a short command a quarter of its time; so where nothing is left to be done, the
   * process just ends.
   */
  static void with(int exitCode) {
    if (HOOKED.get()) {
      System.exit(exitCode);
    } else {
      Runtime.getRuntime().halt(exitCode);
    }
  }
}
