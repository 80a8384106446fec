package dev.borealis.lint;

import dev.borealis.lint.ScriptUnit.Kind;
import dev.borealis.sql.Script;
import dev.borealis.sql.ScriptPiece;
import dev.borealis.sql.SqlError;
import dev.borealis.sql.Tokens;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a script block by block and takes each to units. Of a long one only a window is in memory:
 * data of a COPY pass through it in blocks, and a statement may have {@link #MAX_STATEMENT_CHARS}.
 */
final class ScriptBlocks implements AutoCloseable {
  /**
   * Longer statements end the reading. The service takes messages of 10 MiB ("Cluster quotas and
   * database limits"), so nothing that could be run is longer.
   */
  static final int MAX_STATEMENT_CHARS = 16 << 20;

  private static final int BLOCK_CHARS = 256 << 10;

  private final Reader reader;
  private final char[] block = new char[BLOCK_CHARS];
  private final Deque<ScriptUnit> units = new ArrayDeque<>();
  private String window = "";

  /** How much of the window has become units. */
  private int done;

  private int line = 1;
  private int column = 1;
  private boolean inData;
  private boolean atEnd;
  private @Nullable String unreadable;

  ScriptBlocks(Reader reader) {
    this.reader = reader;
  }

  /** Whether there may be more. */
  boolean hasNext() {
    return !(atEnd && window.isEmpty() && unreadable == null);
  }

  /** The next units, none at the end. */
  List<ScriptUnit> next() throws IOException {
    int wanted = BLOCK_CHARS;
    while (units.isEmpty() && hasNext()) {
      if (!atEnd) {
        read(wanted);
      }
      if (inData) {
        passData();
        window = window.substring(done);
        done = 0;
      }
      if (!inData) {
        split();
      }
      window = window.substring(done);
      done = 0;
      if (atEnd || window.length() > MAX_STATEMENT_CHARS) {
        finish();
      }
      // A statement of any length is split a few times only.
      wanted = Math.max(BLOCK_CHARS, window.length());
    }
    List<ScriptUnit> block = List.copyOf(units);
    units.clear();
    return block;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private void read(int wanted) throws IOException {
    StringBuilder more = new StringBuilder(window);
    int limit = more.length() + wanted;
    try {
      while (!atEnd && more.length() < limit) {
        int count = reader.read(block, 0, Math.min(block.length, limit - more.length()));
        if (count < 0) {
          atEnd = true;
        } else {
          more.append(block, 0, count);
        }
      }
    } catch (UnreadableTextException e) {
      atEnd = true;
      unreadable = e.getMessage();
    }
    window = more.toString();
  }

  /** Adds what remains when no more will be read. */
  private void finish() {
    if (unreadable == null && window.length() > MAX_STATEMENT_CHARS) {
      Tokens tokens = Tokens.of(window);
      SqlError error = tokens.error();
      add(Kind.BETWEEN, error == null ? tokens.start(0) : Math.max(0, error.offset()));
      String message = error == null ? "statement longer than 16 MiB" : error.message();
      units.add(ScriptUnit.unreadable(message, line, column));
    } else if (unreadable != null) {
      add(Kind.DATA, window.length());
      units.add(ScriptUnit.unreadable(unreadable, line, column));
    } else {
      add(Kind.BETWEEN, window.length());
    }
    window = "";
    done = 0;
    unreadable = null;
    atEnd = true;
  }

  private void split() {
    List<ScriptPiece> pieces = Script.pieces(window);
    int complete = complete(pieces);
    for (ScriptPiece piece : pieces.subList(0, complete)) {
      switch (piece) {
        case ScriptPiece.Sql sql -> {
          add(Kind.BETWEEN, sql.start());
          addStatement(sql);
        }
        case ScriptPiece.MetaCommand _ -> {}
        case ScriptPiece.CopyData data -> {
          add(Kind.BETWEEN, data.start());
          add(Kind.DATA, data.end());
        }
      }
    }
    if (complete < pieces.size()
        && pieces.get(complete) instanceof ScriptPiece.CopyData data
        && !atEnd) {
      add(Kind.BETWEEN, data.start());
      inData = true;
      passData();
    }
  }

  /** The statement as psql sends it, but with blanks where psql's commands were. */
  private void addStatement(ScriptPiece.Sql sql) {
    if (sql.within().isEmpty()) {
      add(Kind.STATEMENT, sql.end());
      return;
    }
    StringBuilder read = new StringBuilder(window.substring(sql.start(), sql.end()));
    for (ScriptPiece.MetaCommand command : sql.within()) {
      int start = command.start() - sql.start();
      int end = command.end() - sql.start();
      read.replace(start, end, " ".repeat(end - start));
    }
    add(Kind.STATEMENT, sql.end());
    units.add(units.removeLast().readAs(read.toString()));
  }

  /** How many pieces will stay what they are, whatever comes behind the window. */
  private int complete(List<ScriptPiece> pieces) {
    if (atEnd && unreadable == null) {
      return pieces.size();
    }
    int complete = pieces.size();
    while (complete > 0 && !isComplete(pieces.get(complete - 1))) {
      complete--;
    }
    // Two blocks of data after one line: where the second begins, the first has to tell.
    if (complete < pieces.size() && pieces.get(complete) instanceof ScriptPiece.CopyData) {
      int line = complete;
      while (line > 0 && onOneLine(pieces.get(line - 1), pieces.get(line))) {
        line--;
      }
      return complete - line > 1 ? line : complete;
    }
    return complete;
  }

  private boolean onOneLine(ScriptPiece first, ScriptPiece second) {
    int lineFeed = window.indexOf('\n', first.end());
    return lineFeed < 0 || lineFeed >= second.start() - 1;
  }

  private boolean isComplete(ScriptPiece piece) {
    return switch (piece) {
      case ScriptPiece.Sql sql -> sql.terminator() != ScriptPiece.Terminator.END_OF_SCRIPT;
      // The arguments of a meta-command end with its line at the latest.
      case ScriptPiece.MetaCommand meta -> window.indexOf('\n', meta.end()) >= 0;
      case ScriptPiece.CopyData data -> data.terminated() && window.indexOf('\n', data.end()) >= 0;
    };
  }

  /** Passes lines on up to the one that ends the data. */
  private void passData() {
    int from = done;
    while (from < window.length()) {
      int lineFeed = window.indexOf('\n', from);
      if (lineFeed < 0) {
        break;
      }
      // The window may begin within a line.
      boolean wholeLine = from > done || column == 1;
      if (wholeLine && Script.isDataEnd(window, from, lineFeed)) {
        inData = false;
        break;
      }
      from = lineFeed + 1;
    }
    add(Kind.DATA, from);
    if (!inData) {
      int lineFeed = window.indexOf('\n', from);
      add(Kind.BETWEEN, lineFeed + 1);
    } else if (atEnd || window.length() - from > BLOCK_CHARS) {
      // A line longer than the window is data for certain.
      add(Kind.DATA, window.length());
    }
  }

  private void add(Kind kind, int end) {
    if (end <= done) {
      return;
    }
    String text = window.substring(done, end);
    units.add(new ScriptUnit(kind, text, text, line, column));
    int last = -1;
    for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
      line++;
      last = i;
    }
    int counted = last < 0 ? column : 1;
    column = counted + text.codePointCount(last + 1, text.length());
    done = end;
  }
}
