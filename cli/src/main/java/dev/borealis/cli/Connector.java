package dev.borealis.cli;

import dev.borealis.client.ClusterLogin;
import java.io.PrintWriter;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Signs in to the cluster that the command line names, each time with a fresh token. */
final class Connector {
  private final TargetOptions options;
  private final PrintWriter err;

  /**
   * @param err where the server's notices go
   */
  Connector(TargetOptions options, PrintWriter err) {
    this.options = options;
    this.err = err;
  }

  /**
   * A new session.
   *
   * @throws CommandFailure if the cluster cannot be reached or refuses
   */
  SqlSession connect() {
    ClusterLogin login = options.login();
    try {
      return SqlSession.open(login, this::notice);
    } catch (SQLException e) {
      throw new CommandFailure(
          "Signing in to %s port %d as %s failed: %s"
              .formatted(login.address().host(), login.address().port(), login.user(), reason(e)),
          e);
    }
  }

  private void notice(ServerErrorMessage message) {
    err.println(SqlErrorText.notice(message));
    err.flush();
  }

  private static String reason(SQLException e) {
    ServerErrorMessage message =
        e instanceof PSQLException known ? known.getServerErrorMessage() : null;
    if (message != null) {
      return SqlErrorText.notice(message);
    }
    Throwable cause = e.getCause();
    String detail =
        cause == null || cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
    return e.getMessage() + detail;
  }
}
