package dev.borealis.cli;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values as RFC 4180 has them, with line feeds for line ends like psql and COPY.
 * Null is an empty field; the empty string is a quoted one.
 */
final class CsvPrinter implements ResultPrinter {
  private final Writer out;
  private final String nullText;

  CsvPrinter(Writer out, String nullText) {
    this.out = out;
    this.nullText = nullText;
  }

  @Override
  public void begin(List<Column> columns) throws IOException {
    for (int i = 0; i < columns.size(); i++) {
      separate(i);
      field(columns.get(i).name());
    }
    out.write('\n');
  }

  @Override
  public void rows(List<@Nullable String[]> page) throws IOException {
    for (@Nullable String[] row : page) {
      for (int i = 0; i < row.length; i++) {
        separate(i);
        String value = row[i];
        if (value == null) {
          out.write(nullText);
        } else {
          field(value);
        }
      }
      out.write('\n');
    }
  }

  private void separate(int column) throws IOException {
    if (column > 0) {
      out.write(',');
    }
  }

  private void field(String value) throws IOException {
    if (needsQuotes(value)) {
      out.write('"');
      out.write(value.replace("\"", "\"\""));
      out.write('"');
    } else {
      out.write(value);
    }
  }

  private boolean needsQuotes(String value) {
    return value.isEmpty()
        || value.equals(nullText)
        || value.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
  }

  @Override
  public void end(String commandTag) throws IOException {
    out.flush();
  }

  @Override
  public void done(String commandTag) {
    // A reader of CSV wants rows only.
  }
}
