package dev.borealis.client;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What an error of a cluster means for whoever asked. Decided by SQLSTATE. */
public enum FailureKind {
  /**
   * 40001: another transaction was first (OC000), or the schema has changed (OC001). Nothing was
   * done; the transaction can be run again ("Concurrency control in Aurora DSQL").
   */
  CONFLICT,

  /**
   * The connection is gone or was never made (class 08, 57P01 to 57P03, and 57P05), or the server
   * says that it is not available (XX000). What was uncommitted is lost.
   */
  CONNECTION_LOST,

  /** 53300, 53400: too many connections, or too many at once. Later there will be room. */
  BUSY,

  /**
   * 28000, 28P01, or 08006 with which the service denies access: the token or the role is not
   * accepted. A fresh token may be.
   */
  ACCESS_DENIED,

  /** Anything else: asking again would fail again. */
  PERMANENT;

  /** What {@code error} means. */
  public static FailureKind of(SQLException error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof PSQLException known && isDenial(known)) {
        return ACCESS_DENIED;
      }
    }
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException known && known.getSQLState() != null) {
        return ofState(known.getSQLState());
      }
    }
    return PERMANENT;
  }

  /**
   * The service has the same SQLSTATE for whoever it denies access and while it wakes up
   * (recorded), so here the words decide.
   */
  private static boolean isDenial(PSQLException error) {
    ServerErrorMessage said = error.getServerErrorMessage();
    return said != null
        && "08006".equals(said.getSQLState())
        && String.valueOf(said.getMessage()).contains("access denied");
  }

  private static FailureKind ofState(String state) {
    return switch (state) {
      // OC000 and OC001 stand in the message, but some proxies hand them on as the code.
      case "40001", "OC000", "OC001" -> CONFLICT;
      case "53300", "53400" -> BUSY;
      case "28000", "28P01" -> ACCESS_DENIED;
      case "57P01", "57P02", "57P03", "57P05", "XX000" -> CONNECTION_LOST;
      default -> state.startsWith("08") ? CONNECTION_LOST : PERMANENT;
    };
  }

  /** Whether a transaction that failed like this before COMMIT can be run again. */
  boolean isTransient() {
    return switch (this) {
      case CONFLICT, CONNECTION_LOST, BUSY -> true;
      case ACCESS_DENIED, PERMANENT -> false;
    };
  }
}
