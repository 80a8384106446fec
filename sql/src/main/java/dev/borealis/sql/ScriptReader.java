package dev.borealis.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a script piece by piece, forward only: what is behind a returned piece is never looked at
 * again, so a window over a longer stream can take the place of the whole text.
 */
final class ScriptReader {
  private final CharSequence text;
  private final int limit;

  /** Pieces that are read but not yet returned. */
  private final Deque<ScriptPiece> ready = new ArrayDeque<>();

  private final StatementNesting nesting = new StatementNesting();
  private final CopyStatement copy = new CopyStatement();
  private final List<ScriptPiece.MetaCommand> within = new ArrayList<>();

  private Lexer lexer;

  /** Where the lexer stops: the end of a line that data lines follow, else the end of the text. */
  private int regionEnd;

  private boolean regionEndsAtLine;

  /** Data blocks that follow the region, one for each COPY that has been sent. */
  private int dataBlocks;

  /** COPY statements that end in {@code \;} and wait for the query to be sent. */
  private int unsentCopies;

  /** Where the current statement begins and ends so far; no statement if the start is -1. */
  private int start = -1;

  private int end;

  ScriptReader(CharSequence text) {
    this.text = text;
    this.limit = text.length();
    this.lexer = new Lexer(text);
    this.regionEnd = limit;
  }

  /** The next piece, or null at the end of the script. */
  @Nullable ScriptPiece next() {
    while (ready.isEmpty()) {
      TokenKind kind = lexer.next();
      if (kind == TokenKind.END) {
        finishStatement(ScriptPiece.Terminator.END_OF_SCRIPT);
        if (dataBlocks > 0) {
          readData();
        } else if (ready.isEmpty()) {
          return null;
        }
      } else if (kind == TokenKind.OTHER && text.charAt(lexer.start()) == '\\') {
        backslash(lexer.start());
      } else if (kind != TokenKind.LINE_COMMENT && kind != TokenKind.BLOCK_COMMENT) {
        token(kind);
      }
    }
    return ready.poll();
  }

  private void token(TokenKind kind) {
    boolean topLevel = nesting.isAtTopLevel();
    if (nesting.endsWith(kind, lexer.keyword())) {
      finishStatement(ScriptPiece.Terminator.SEMICOLON);
      expectData(lexer.end());
      return;
    }
    if (start < 0) {
      start = lexer.start();
    }
    end = lexer.end();
    if (topLevel && nesting.isAtTopLevel()) {
      copy.accept(lexer.keyword());
    }
  }

  private void backslash(int at) {
    char next = at + 1 < regionEnd ? text.charAt(at + 1) : 0;
    if (next == ';') {
      finishStatement(ScriptPiece.Terminator.BACKSLASH_SEMICOLON);
      continueAt(at + 2);
    } else if (next == '\\' || next == ':') {
      continueAt(at + 2);
    } else {
      metaCommand(MetaCommandScanner.read(text, at, regionEnd));
    }
  }

  private void metaCommand(ScriptPiece.MetaCommand command) {
    boolean sends = MetaCommandScanner.sends(command);
    if (sends) {
      finishStatement(ScriptPiece.Terminator.META_COMMAND);
    } else if (MetaCommandScanner.resets(command)) {
      finishStatement(ScriptPiece.Terminator.RESET);
      unsentCopies = 0;
    }
    if (start < 0) {
      ready.add(command);
    } else {
      within.add(command);
    }
    continueAt(command.end());
    if (MetaCommandScanner.copiesFromStdin(command, text)) {
      dataBlocks++;
      endRegionAtLine(command.end());
    } else if (sends) {
      expectData(command.end());
    }
  }

  private void finishStatement(ScriptPiece.Terminator terminator) {
    if (start >= 0) {
      int inside = 0;
      while (inside < within.size() && within.get(inside).start() < end) {
        inside++;
      }
      ready.add(new ScriptPiece.Sql(start, end, terminator, within.subList(0, inside)));
      ready.addAll(within.subList(inside, within.size()));
      if (copy.readsStdin()) {
        unsentCopies++;
      }
    }
    within.clear();
    nesting.reset();
    copy.reset();
    start = -1;
  }

  private void continueAt(int at) {
    lexer = new Lexer(text, at, regionEnd);
  }

  /**
   * Called when psql sends its query: data follows this line if the query copies from the client.
   */
  private void expectData(int at) {
    if (unsentCopies > 0) {
      dataBlocks += unsentCopies;
      unsentCopies = 0;
      endRegionAtLine(at);
    }
  }

  private void endRegionAtLine(int at) {
    if (!regionEndsAtLine) {
      regionEndsAtLine = true;
      regionEnd = lineFeed(text, at, limit);
      continueAt(at);
    }
  }

  private void readData() {
    int at = Math.min(limit, regionEnd + 1);
    while (dataBlocks > 0) {
      at = readDataBlock(at);
      dataBlocks--;
    }
    regionEnd = limit;
    regionEndsAtLine = false;
    continueAt(at);
  }

  /** Reads data lines from {@code from} on; returns where the line after them begins. */
  private int readDataBlock(int from) {
    int line = from;
    while (line < limit) {
      int lineEnd = lineFeed(text, line, limit);
      if (Script.isDataEnd(text, line, lineEnd)) {
        ready.add(new ScriptPiece.CopyData(from, line, true));
        return Math.min(limit, lineEnd + 1);
      }
      line = Math.min(limit, lineEnd + 1);
    }
    ready.add(new ScriptPiece.CopyData(from, limit, false));
    return limit;
  }

  /** The end of psql's line: a line feed, or {@code limit}. */
  static int lineFeed(CharSequence text, int i, int limit) {
    if (text instanceof String string) {
      // Data may be most of a script, and this is how the JDK looks through it fastest.
      int at = string.indexOf('\n', i, Math.max(i, limit));
      return at < 0 ? Math.max(i, limit) : at;
    }
    while (i < limit && text.charAt(i) != '\n') {
      i++;
    }
    return i;
  }
}
