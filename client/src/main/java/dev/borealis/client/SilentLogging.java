package dev.borealis.client;

/** The libraries below log through SLF4J, which would complain that nobody listens. */
final class SilentLogging {
  private SilentLogging() {}

  static void ensure() {
    if (System.getProperty("slf4j.internal.verbosity") == null) {
      System.setProperty("slf4j.internal.verbosity", "ERROR");
    }
  }
}
