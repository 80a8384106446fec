package dev.borealis.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Query;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.Tuple;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/** Takes a statement's answer from the driver, page by page, and gives it to a printer. */
final class RowPages extends ResultHandlerBase {
  private static final int FIRST_PAGE_ROWS = 200;
  private static final int MAX_PAGE_ROWS = 10_000;
  private static final long PAGE_BYTES = 8 << 20;

  private final @Nullable ResultPrinter printer;
  private final Consumer<ServerErrorMessage> notices;
  private @Nullable List<Column> columns;
  private List<Tuple> page = List.of();
  private @Nullable ResultCursor cursor;
  private @Nullable String commandTag;
  private boolean begun;
  private int nextSize = FIRST_PAGE_ROWS;

  RowPages(@Nullable ResultPrinter printer, Consumer<ServerErrorMessage> notices) {
    this.printer = printer;
    this.notices = notices;
  }

  @Override
  public void handleResultRows(
      Query query, Field[] fields, List<Tuple> tuples, @Nullable ResultCursor next) {
    columns = columns(fields);
    page = tuples;
    cursor = next;
  }

  private static List<Column> columns(Field[] fields) {
    List<Column> columns = new ArrayList<>(fields.length);
    for (Field field : fields) {
      columns.add(new Column(field.getColumnLabel(), field.getOID()));
    }
    return columns;
  }

  @Override
  public void handleCommandStatus(String status, long updateCount, long insertOid) {
    commandTag = status;
  }

  @Override
  public void handleWarning(SQLWarning warning) {
    ServerErrorMessage message =
        warning instanceof PSQLWarning known ? known.getServerErrorMessage() : null;
    if (message != null) {
      notices.accept(message);
    }
  }

  /** How many rows to ask for next: about 8 MiB of what rows have been like so far. */
  int nextSize() {
    return nextSize;
  }

  /** Prints the page that has come; true if there is more to fetch from {@link #takeCursor}. */
  boolean printPage() throws IOException {
    if (columns == null || printer == null) {
      return false;
    }
    if (!begun) {
      printer.begin(columns);
      begun = true;
    }
    List<@Nullable String[]> rows = new ArrayList<>(page.size());
    long bytes = 0;
    for (Tuple tuple : page) {
      bytes += tuple.length();
      rows.add(row(tuple));
    }
    if (!page.isEmpty()) {
      long rowBytes = Math.max(1, bytes / page.size());
      nextSize = Math.clamp(PAGE_BYTES / rowBytes, 1, MAX_PAGE_ROWS);
    }
    page = List.of();
    printer.rows(rows);
    return cursor != null;
  }

  private static @Nullable String[] row(Tuple tuple) {
    @Nullable String[] row = new @Nullable String[tuple.fieldCount()];
    for (int i = 0; i < row.length; i++) {
      byte[] value = tuple.get(i);
      row[i] = value == null ? null : new String(value, StandardCharsets.UTF_8);
    }
    return row;
  }

  ResultCursor takeCursor() {
    ResultCursor taken = Objects.requireNonNull(cursor, "no more pages");
    cursor = null;
    return taken;
  }

  /** Prints what is left of the answer, and its end. */
  void finish() throws IOException {
    if (printer == null) {
      return;
    }
    if (!begun && columns != null) {
      boolean _ = printPage();
    }
    if (begun) {
      printer.end(commandTag == null ? "" : commandTag);
    } else if (commandTag != null) {
      printer.done(commandTag);
    }
  }
}
