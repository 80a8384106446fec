package dev.borealis.gateway.history;

import dev.borealis.wire.Report;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client was told of one statement.
 *
 * @param rows the rows that it showed
 * @param tag the command tag; empty if it failed
 * @param error why it failed, or null
 */
record Answer(List<Version> rows, String tag, @Nullable Report error) {
  Answer(List<Version> rows, String tag) {
    this(rows, tag, null);
  }

  boolean isError(String sqlState) {
    return error != null && error.sqlState().equals(sqlState);
  }

  /** SQLSTATE and message, or the tag. */
  @Override
  public String toString() {
    return error == null ? tag : error.sqlState() + " " + error.message();
  }
}
