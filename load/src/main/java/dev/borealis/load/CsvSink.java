package dev.borealis.load;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows as CSV with a header: NULL is nothing, empty text is {@code ""}. */
final class CsvSink implements RowSink {
  private static final int BUFFER_BYTES = 256 << 10;
  private static final byte[] EMPTY = {'"', '"'};

  private final OutputStream out;

  CsvSink(Path file, List<TargetColumn> columns) throws IOException {
    out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES);
    String header =
        columns.stream().map(column -> quoted(column.name())).collect(Collectors.joining(","));
    out.write((header + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String quoted(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  @Override
  public void row(byte[] row) throws IOException {
    int from = 0;
    for (int i = 0; i < row.length; i++) {
      if (row[i] == '\t' || row[i] == '\n') {
        field(row, from, i);
        out.write(row[i] == '\t' ? ',' : '\n');
        from = i + 1;
      }
    }
  }

  private void field(byte[] row, int from, int to) throws IOException {
    if (from == to) {
      out.write(EMPTY);
      return;
    }
    for (int i = from; i < to; i++) {
      byte b = row[i];
      if (b == '\\' || b == ',' || b == '"') {
        @Nullable String value = CopyText.value(row, from, to);
        if (value != null) {
          out.write(quoted(value).getBytes(StandardCharsets.UTF_8));
        }
        return;
      }
    }
    out.write(row, from, to - from);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
