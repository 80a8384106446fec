package dev.borealis.mcp;

import dev.borealis.dialect.DsqlVersion;

/**
 * How the server behaves.
 *
 * @param version the version of this program, which clients are told
 * @param allowWrites whether {@code transact} and {@code execute} may change anything
 * @param maxRows how many rows a result has at most; more are left out, and the result says so
 * @param maxResultBytes how much text a result has at most, roughly
 * @param dsqlVersion the state of the service that SQL is checked against unless a call says
 *     another
 */
public record McpOptions(
    String version, boolean allowWrites, int maxRows, int maxResultBytes, DsqlVersion dsqlVersion) {
  /** Rows enough for an agent to read. */
  public static final int DEFAULT_MAX_ROWS = 1_000;

  /** Text enough for an agent to read. */
  public static final int DEFAULT_MAX_RESULT_BYTES = 1 << 20;

  /**
   * @throws IllegalArgumentException if a limit is not positive
   */
  public McpOptions {
    if (maxRows < 1 || maxResultBytes < 1) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }
}
