package dev.borealis.engine;

import java.lang.System.Logger.Level;

/** The engine's logger. */
final class EngineLog {
  private EngineLog() {}

  // Looked up where there is something to say: setting up logging costs a cold JVM a tenth of a
  // second, and a start in which all goes well has nothing to say.
  static void log(Level level, String message) {
    System.getLogger(EngineLog.class.getPackageName()).log(level, message);
  }

  static void log(Level level, String message, Throwable cause) {
    System.getLogger(EngineLog.class.getPackageName()).log(level, message, cause);
  }
}
