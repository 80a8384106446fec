package dev.borealis.gateway.testing;

import dev.borealis.wire.BackendMessage;
import dev.borealis.wire.BackendMessage.Column;
import dev.borealis.wire.BackendMessage.CommandComplete;
import dev.borealis.wire.BackendMessage.DataRow;
import dev.borealis.wire.BackendMessage.ErrorResponse;
import dev.borealis.wire.BackendMessage.RowDescription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client hears of one statement. */
public sealed interface Answer {
  /**
   * The statement ran.
   *
   * @param columns names of the result's columns; null if it has none
   * @param rows values as text; null if the statement gives no rows, or if nobody knows them
   */
  record Ran(
      String tag, @Nullable List<String> columns, @Nullable List<List<@Nullable String>> rows)
      implements Answer {
    /** What remains of it when rows differ from run to run. */
    @Override
    public Ran withoutRows() {
      return new Ran(tag.replaceFirst(" \\d+$", ""), columns, null);
    }
  }

  /** The statement failed. */
  record Failed(String sqlState, String message) implements Answer {}

  /** What remains of it when rows differ from run to run. */
  default Answer withoutRows() {
    return this;
  }

  /** The answers that a server's messages are. */
  static List<Answer> of(List<BackendMessage> messages) {
    List<Answer> answers = new ArrayList<>();
    List<String> columns = null;
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (BackendMessage message : messages) {
      switch (message) {
        case RowDescription description ->
            columns = description.columns().stream().map(Column::name).toList();
        case DataRow row -> rows.add(texts(row));
        case CommandComplete(String tag) -> {
          answers.add(new Ran(tag, columns, columns == null ? null : rows));
          columns = null;
          rows = new ArrayList<>();
        }
        case ErrorResponse(var report) ->
            answers.add(new Failed(report.sqlState(), report.message()));
        default -> {}
      }
    }
    return answers;
  }

  private static List<@Nullable String> texts(DataRow row) {
    List<@Nullable String> texts = new ArrayList<>();
    for (byte[] value : row.values()) {
      texts.add(value == null ? null : new String(value, StandardCharsets.UTF_8));
    }
    return texts;
  }
}
