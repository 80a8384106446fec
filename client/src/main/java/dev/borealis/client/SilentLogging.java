package dev.borealis.client;

/** Libraries that log through SLF4J would have it complain that nobody listens. */
public final class SilentLogging {
  private SilentLogging() {}

  /** To be called before such a library is used for the first time. */
  public static void ensure() {
    if (System.getProperty("slf4j.internal.verbosity") == null) {
      System.setProperty("slf4j.internal.verbosity", "ERROR");
    }
  }
}
