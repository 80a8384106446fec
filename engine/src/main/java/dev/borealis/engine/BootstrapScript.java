package dev.borealis.engine;

/**
 * SQL that every new database cluster has run already, as the superuser {@code postgres} in the
 * database {@code postgres}.
 *
 * <p>That database is the only one: initdb's templates are removed, so CREATE DATABASE needs
 * TEMPLATE postgres. A semicolon at the end of a line that is followed by an empty line ends a
 * command ("postgres", option {@code -j}); everything up to there is sent at once, so that several
 * statements without an empty line between them make one transaction. A command that fails ends the
 * script and the start of the server.
 *
 * @param sql the script; empty if there is nothing to run
 */
public record BootstrapScript(String sql) {
  /** Clusters as initdb makes them. */
  public static final BootstrapScript NONE = new BootstrapScript("");

  public BootstrapScript {
    if (sql.indexOf('\0') >= 0) {
      throw new EngineException("A bootstrap script must not contain the character NUL.");
    }
    // PostgreSQL looks for the empty line byte by byte and would not see one made of CR LF.
    sql = sql.replace("\r\n", "\n");
  }
}
