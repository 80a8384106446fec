package dev.borealis.load;

import dev.borealis.client.FailureKind;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What a cluster's error says about the row that it is about. */
final class ServerError {
  // CONTEXT of an error within COPY: COPY t, line 17, column amount: "abc"
  private static final Pattern COPY_CONTEXT =
      Pattern.compile("COPY .*, line (\\d+)(?:, column ([^:]+))?.*", Pattern.DOTALL);
  private static final int MAX_SHOWN_CHARS = 200;

  private ServerError() {}

  private static @Nullable ServerErrorMessage message(SQLException e) {
    // The pool puts its own error around that of a connection that cannot be made.
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof PSQLException known && known.getServerErrorMessage() != null) {
        return known.getServerErrorMessage();
      }
    }
    return null;
  }

  private static @Nullable Matcher copyContext(SQLException e) {
    ServerErrorMessage message = message(e);
    String where = message == null ? null : message.getWhere();
    if (where == null) {
      return null;
    }
    Matcher matcher = COPY_CONTEXT.matcher(where);
    return matcher.matches() ? matcher : null;
  }

  /** The row of the COPY that the error is about, from 0; -1 if it does not say. */
  static int row(SQLException e) {
    Matcher context = copyContext(e);
    return context == null ? -1 : Integer.parseInt(context.group(1)) - 1;
  }

  /** The column that the error is about; null if it does not say. */
  static @Nullable String column(SQLException e) {
    ServerErrorMessage message = message(e);
    String named = message == null ? null : message.getColumn();
    if (named != null) {
      return named;
    }
    Matcher context = copyContext(e);
    return context == null ? null : context.group(2);
  }

  /** The table that a constraint belongs to. */
  static @Nullable String table(SQLException e) {
    ServerErrorMessage message = message(e);
    return message == null ? null : message.getTable();
  }

  private static Throwable innermost(SQLException e) {
    Throwable innermost = e;
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      innermost = cause instanceof PSQLException ? cause : innermost;
    }
    return innermost;
  }

  /** What the cluster advises, with a blank before it; empty if it does not. */
  static String hint(SQLException e) {
    ServerErrorMessage message = message(e);
    String hint = message == null ? null : message.getHint();
    return hint == null ? "" : " " + hint;
  }

  /** The error in one line: message, detail and SQLSTATE. */
  static String text(SQLException e) {
    ServerErrorMessage message = message(e);
    String text = message == null ? innermost(e).getMessage() : message.getMessage();
    String detail = message == null ? null : message.getDetail();
    String all = String.valueOf(text) + (detail == null ? "" : " (" + detail + ")");
    String shown =
        all.codePoints()
            .limit(MAX_SHOWN_CHARS)
            .map(c -> Character.isISOControl(c) ? ' ' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return shown + (e.getSQLState() == null ? "" : " [SQLSTATE " + e.getSQLState() + "]");
  }

  /**
   * Whether the values are to blame, and other rows of the batch may do: data exceptions (class
   * 22), constraints (23), a row twice in one ON CONFLICT DO UPDATE (21), limits of a transaction
   * or a row (54).
   */
  static boolean isAboutRows(SQLException e) {
    String state = e.getSQLState();
    return state != null
        && (state.startsWith("22")
            || state.startsWith("23")
            || state.equals("21000")
            || state.equals("54000"));
  }

  /** What ends a load, in words. */
  static LoadException endOfLoad(LoadOptions options, SQLException e) {
    String what =
        "42P01".equals(e.getSQLState())
            ? "The table %s.%s is not there any more.".formatted(options.schema(), options.table())
            : switch (FailureKind.of(e)) {
              case CONNECTION_LOST, BUSY ->
                  "The cluster cannot be reached any more: %s.".formatted(text(e));
              case ACCESS_DENIED ->
                  "The cluster does not let us in any more: %s.%s Have the credentials expired?"
                      .formatted(text(e), hint(e));
              case CONFLICT, PERMANENT -> "The cluster refuses: %s.".formatted(text(e));
            };
    return new LoadException(what, e);
  }
}
