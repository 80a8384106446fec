package dev.borealis.cli;

import dev.borealis.sql.Script;
import dev.borealis.sql.ScriptPiece;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a script statement by statement. Of a long one only a window is in memory: the statements
 * that have been read but not yet run, and the beginning of the next.
 */
final class ScriptInput {
  private static final int BLOCK_CHARS = 64 << 10;

  private final Reader reader;
  private final char[] block = new char[BLOCK_CHARS];
  private final Deque<Step> steps = new ArrayDeque<>();
  private String window = "";
  private int windowLine = 1;
  private boolean atEnd;

  ScriptInput(Reader reader) {
    this.reader = reader;
  }

  /**
   * What a script asks for at one place.
   *
   * @param piece a statement, a meta-command, or data of a COPY before it
   * @param text the piece as written; of a statement, what is to be sent
   * @param line where it begins, from 1
   */
  record Step(ScriptPiece piece, String text, int line) {}

  /** The next step, or null at the end of the script. */
  @Nullable Step next() throws IOException {
    int wanted = BLOCK_CHARS;
    while (steps.isEmpty() && !atEnd) {
      read(wanted);
      split();
      // A statement of any length is split a few times only.
      wanted = Math.max(BLOCK_CHARS, window.length());
    }
    return steps.poll();
  }

  /** Takes the data of the COPY FROM STDIN that runs now, or returns null if none follow it. */
  @Nullable String takeCopyData() {
    for (Iterator<Step> following = steps.iterator(); following.hasNext(); ) {
      Step step = following.next();
      if (step.piece() instanceof ScriptPiece.CopyData) {
        following.remove();
        return step.text();
      }
    }
    return null;
  }

  // Whoever types or pipes statements one by one wants each of them run when it is complete, so
  // only what is there already is read.
  private void read(int wanted) throws IOException {
    StringBuilder more = new StringBuilder(window);
    int limit = more.length() + wanted;
    do {
      int count = reader.read(block);
      if (count < 0) {
        atEnd = true;
      } else {
        more.append(block, 0, count);
      }
    } while (!atEnd && more.length() < limit && reader.ready());
    window = more.toString();
  }

  private void split() {
    List<ScriptPiece> pieces = Script.pieces(window);
    int complete = atEnd ? pieces.size() : completePieces(pieces);
    int line = windowLine;
    int counted = 0;
    for (ScriptPiece piece : pieces.subList(0, complete)) {
      line += lineFeeds(counted, piece.start());
      counted = piece.start();
      String text =
          piece instanceof ScriptPiece.Sql sql
              ? sql.text(window)
              : window.substring(piece.start(), piece.end());
      steps.add(new Step(piece, text, line));
    }
    // A statement's semicolon stays in the window, where it ends nothing and is passed over.
    int from = complete == 0 ? 0 : restAfter(pieces.get(complete - 1));
    windowLine = line + lineFeeds(counted, from);
    window = window.substring(from);
  }

  private int lineFeeds(int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      if (window.charAt(i) == '\n') {
        count++;
      }
    }
    return count;
  }

  private int restAfter(ScriptPiece piece) {
    return switch (piece) {
      case ScriptPiece.Sql sql -> sql.end();
      case ScriptPiece.MetaCommand meta -> meta.end();
      // Behind the line that ends the data.
      case ScriptPiece.CopyData data -> {
        int lineFeed = window.indexOf('\n', data.end());
        yield lineFeed < 0 ? window.length() : lineFeed + 1;
      }
    };
  }

  /** How many pieces will stay what they are, whatever comes behind the window. */
  private int completePieces(List<ScriptPiece> pieces) {
    int complete = pieces.size();
    boolean dataMissing = false;
    while (complete > 0 && !isComplete(pieces.get(complete - 1))) {
      complete--;
      dataMissing |= pieces.get(complete) instanceof ScriptPiece.CopyData;
    }
    // Without its COPY, data would look like statements: the whole line has to wait for them.
    boolean sameLine = dataMissing;
    while (complete > 0 && sameLine) {
      complete--;
      sameLine =
          complete > 0
              && (pieces.get(complete) instanceof ScriptPiece.CopyData
                  || onOneLine(pieces.get(complete - 1), pieces.get(complete)));
    }
    return complete;
  }

  private boolean onOneLine(ScriptPiece first, ScriptPiece second) {
    return lineFeeds(first.end(), second.start()) == 0;
  }

  private boolean isComplete(ScriptPiece piece) {
    return switch (piece) {
      case ScriptPiece.Sql sql -> sql.terminator() != ScriptPiece.Terminator.END_OF_SCRIPT;
      // The arguments of a meta-command end with its line at the latest.
      case ScriptPiece.MetaCommand meta -> window.indexOf('\n', meta.end()) >= 0;
      case ScriptPiece.CopyData data -> data.terminated() && window.indexOf('\n', data.end()) >= 0;
    };
  }
}
