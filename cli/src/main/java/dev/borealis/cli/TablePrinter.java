package dev.borealis.cli;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Aligned tables, character for character as psql prints them by default. The widths of the columns
 * come from the first {@value #MEASURED_ROWS} rows; wider values further down widen what follows,
 * so that a result of any size needs little memory.
 */
final class TablePrinter implements ResultPrinter {
  static final int MEASURED_ROWS = 10_000;

  private final Writer out;
  private final String nullText;
  private final List<CellText[]> held = new ArrayList<>();
  private List<Column> columns = List.of();
  private CellText[] header = {};
  private int[] widths = {};
  private boolean headerPrinted;
  private long rowCount;

  TablePrinter(Writer out, String nullText) {
    this.out = out;
    this.nullText = nullText;
  }

  @Override
  public void begin(List<Column> columns) {
    this.columns = columns;
    header = columns.stream().map(column -> CellText.of(column.name())).toArray(CellText[]::new);
    widths = new int[header.length];
    widen(header);
    held.clear();
    headerPrinted = false;
    rowCount = 0;
  }

  @Override
  public void rows(List<@Nullable String[]> page) throws IOException {
    for (@Nullable String[] row : page) {
      CellText[] cells = new CellText[row.length];
      for (int i = 0; i < row.length; i++) {
        String value = row[i];
        cells[i] = CellText.of(value == null ? nullText : value);
      }
      widen(cells);
      held.add(cells);
    }
    rowCount += page.size();
    if (rowCount >= MEASURED_ROWS) {
      printHeld();
    }
  }

  private void widen(CellText[] cells) {
    for (int i = 0; i < cells.length; i++) {
      widths[i] = Math.max(widths[i], cells[i].width());
    }
  }

  private void printHeld() throws IOException {
    if (!headerPrinted) {
      printHeader();
      headerPrinted = true;
    }
    for (CellText[] row : held) {
      printRow(row);
    }
    held.clear();
  }

  private void printHeader() throws IOException {
    int height = header.length == 0 ? 0 : height(header);
    for (int line = 0; line < height; line++) {
      for (int i = 0; i < header.length; i++) {
        out.write(i == 0 ? " " : "| ");
        int space = widths[i] - header[i].width(line);
        spaces(space / 2);
        out.write(header[i].line(line));
        spaces(space - space / 2);
        out.write(header[i].continuesAfter(line) ? '+' : ' ');
      }
      out.write('\n');
    }
    out.write('-');
    for (int i = 0; i < widths.length; i++) {
      out.write(i == 0 ? "" : "-+-");
      out.write("-".repeat(widths[i]));
    }
    out.write("-\n");
  }

  private void printRow(CellText[] row) throws IOException {
    int height = row.length == 0 ? 0 : height(row);
    for (int line = 0; line < height; line++) {
      for (int i = 0; i < row.length; i++) {
        out.write(i == 0 ? " " : "| ");
        printCell(row[i], i, line);
      }
      out.write('\n');
    }
  }

  private void printCell(CellText cell, int column, int line) throws IOException {
    boolean last = column == widths.length - 1;
    boolean continues = cell.continuesAfter(line);
    int space = widths[column] - cell.width(line);
    if (columns.get(column).alignsRight() && line < cell.height()) {
      spaces(space);
      out.write(cell.line(line));
    } else {
      out.write(cell.line(line));
      // Nothing stands to the right of the last column, so nothing needs to be reached.
      spaces(last && !continues ? 0 : space);
    }
    if (continues) {
      out.write('+');
    } else if (!last) {
      out.write(' ');
    }
  }

  private static int height(CellText[] cells) {
    int height = 1;
    for (CellText cell : cells) {
      height = Math.max(height, cell.height());
    }
    return height;
  }

  private void spaces(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      out.write(' ');
    }
  }

  @Override
  public void end(String commandTag) throws IOException {
    printHeld();
    out.write(rowCount == 1 ? "(1 row)\n\n" : "(" + rowCount + " rows)\n\n");
    if (isChange(commandTag)) {
      out.write(commandTag + "\n");
    }
    out.flush();
  }

  // What RETURNING shows is a result, but the number of changed rows is news too.
  private static boolean isChange(String commandTag) {
    return commandTag.startsWith("INSERT")
        || commandTag.startsWith("UPDATE")
        || commandTag.startsWith("DELETE")
        || commandTag.startsWith("MERGE");
  }

  @Override
  public void done(String commandTag) throws IOException {
    out.write(commandTag + "\n");
    out.flush();
  }
}
