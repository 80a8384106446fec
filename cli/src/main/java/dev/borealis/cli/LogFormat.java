package dev.borealis.cli;

/** How messages of the system logger look: java.util.logging's console, one line for each. */
final class LogFormat {
  private static final String FORMAT = "java.util.logging.SimpleFormatter.format";

  private LogFormat() {}

  /** For commands: without a time, like their own complaints. Must come before any message. */
  static void ofCommand() {
    System.setProperty(FORMAT, Complaints.PREFIX + "%4$s: %5$s%n");
  }

  /** For a service: with the time, and where an unexpected error came from. */
  static void ofService() {
    System.setProperty(FORMAT, "%1$tFT%1$tT.%1$tL%1$tz %4$s %5$s%6$s%n");
  }
}
