package dev.borealis.cli;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Errors and notices of the server in words, with the offending line marked. */
final class SqlErrorText {
  private static final int MAX_SHOWN_COLUMNS = 100;
  private static final String CUT = "...";

  private SqlErrorText() {}

  /**
   * Where a statement came from.
   *
   * @param place names the script, as a prefix of the message; empty if there is none
   * @param firstLine the line of the script on which the statement begins, from 1
   */
  record Origin(String place, int firstLine) {
    static final Origin COMMAND = new Origin("", 1);

    String prefix(int line) {
      return place.isEmpty() ? "" : place + ":" + line + ": ";
    }
  }

  /** An error of {@code statement}, one or more lines without a line feed at the end. */
  static String of(SQLException error, String statement, Origin origin) {
    ServerErrorMessage message =
        error instanceof PSQLException known ? known.getServerErrorMessage() : null;
    if (message == null) {
      return "%sERROR: %s%s"
          .formatted(
              origin.prefix(origin.firstLine()), error.getMessage(), code(error.getSQLState()));
    }
    return of(message, statement, origin);
  }

  private static String of(ServerErrorMessage message, String statement, Origin origin) {
    int offset = offset(statement, message.getPosition());
    int line = origin.firstLine() + (offset < 0 ? 0 : lineFeedsBefore(statement, offset));
    StringBuilder text = new StringBuilder(origin.prefix(line));
    text.append(severity(message)).append(": ").append(shown(message.getMessage()));
    text.append(code(message.getSQLState()));
    if (offset >= 0) {
      text.append('\n').append(markedLine(statement, offset, line));
    }
    append(text, "DETAIL", message.getDetail());
    append(text, "HINT", message.getHint());
    append(text, "QUERY", message.getInternalQuery());
    append(text, "CONTEXT", message.getWhere());
    return text.toString();
  }

  /** A notice or warning of the server. */
  static String notice(ServerErrorMessage message) {
    StringBuilder text = new StringBuilder();
    text.append(severity(message)).append(": ").append(shown(message.getMessage()));
    append(text, "DETAIL", message.getDetail());
    append(text, "HINT", message.getHint());
    return text.toString();
  }

  private static String severity(ServerErrorMessage message) {
    String severity = message.getSeverity();
    return severity == null ? "ERROR" : severity;
  }

  private static void append(StringBuilder text, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      text.append('\n').append(name).append(": ").append(shown(value));
    }
  }

  private static String code(@Nullable String sqlState) {
    return sqlState == null ? "" : " (SQLSTATE " + sqlState + ")";
  }

  // Whatever a server sends, it must not drive the terminal.
  private static String shown(@Nullable String value) {
    StringBuilder text = new StringBuilder();
    for (String line : String.valueOf(value).split("\n", -1)) {
      text.append(text.isEmpty() ? "" : "\n").append(CellText.visible(line));
    }
    return text.toString();
  }

  // The protocol counts characters from 1, and 0 means that it has no position.
  private static int offset(String statement, int position) {
    int length = statement.codePointCount(0, statement.length());
    if (position < 1 || position > length + 1) {
      return -1;
    }
    return statement.offsetByCodePoints(0, position - 1);
  }

  private static int lineFeedsBefore(String statement, int offset) {
    return (int) statement.substring(0, offset).chars().filter(c -> c == '\n').count();
  }

  private static String markedLine(String statement, int offset, int line) {
    int start = statement.lastIndexOf('\n', offset - 1) + 1;
    int lineFeed = statement.indexOf('\n', offset);
    int end = lineFeed < 0 ? statement.length() : lineFeed;
    String before = CellText.visible(statement.substring(start, offset));
    String after = CellText.visible(statement.substring(offset, end));
    // A long line is cut on both sides, so that the mark stays in view.
    int room = MAX_SHOWN_COLUMNS / 2;
    if (before.length() > room) {
      before = CUT + before.substring(before.length() - room);
    }
    if (after.length() > room) {
      after = after.substring(0, room) + CUT;
    }
    String head = "LINE " + line + ": ";
    int column = head.length() + CellText.displayWidth(before);
    return head + before + after + "\n" + " ".repeat(column) + "^";
  }
}
