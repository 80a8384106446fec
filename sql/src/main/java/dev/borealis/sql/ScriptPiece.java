package dev.borealis.sql;

import java.util.List;

/** A piece of a psql script. Offsets are UTF-16 units from the beginning of the script. */
public sealed interface ScriptPiece {
  /** Where the piece begins. */
  int start();

  /** Where the piece ends (exclusive). */
  int end();

  /**
   * A statement, without its terminator and without the blanks and comments around it.
   *
   * @param terminator how the statement ends in the script
   * @param within meta-commands between the statement's tokens, in order; nearly always none
   */
  record Sql(int start, int end, Terminator terminator, List<MetaCommand> within)
      implements ScriptPiece {

    public Sql {
      within = List.copyOf(within);
    }

    /** The statement as psql sends it: without the meta-commands within. */
    public String text(String script) {
      if (within.isEmpty()) {
        return script.substring(start, end);
      }
      StringBuilder text = new StringBuilder(end - start);
      int from = start;
      for (MetaCommand command : within) {
        text.append(script, from, command.start());
        from = command.end();
      }
      return text.append(script, from, end).toString();
    }
  }

  /**
   * A psql meta-command: from its backslash to the end of its arguments, at most to the line's end.
   *
   * @param name the word after the backslash, such as {@code connect} or {@code gset}
   */
  record MetaCommand(int start, int end, String name) implements ScriptPiece {}

  /**
   * The data lines of {@code COPY ... FROM STDIN}, each with its newline; the line {@code \.} that
   * ends them is not included.
   *
   * @param terminated false if the script ends before that line
   */
  record CopyData(int start, int end, boolean terminated) implements ScriptPiece {}

  /** How a statement ends in a script. */
  enum Terminator {
    /** A semicolon: psql sends the statement. */
    SEMICOLON,
    /** {@code \;}: psql sends the statement together with the next one, in one query. */
    BACKSLASH_SEMICOLON,
    /** A meta-command that sends it, such as {@code \g} or {@code \gset}; that piece follows. */
    META_COMMAND,
    /** {@code \r}: psql throws the statement away. */
    RESET,
    /** The end of the script: psql sends the statement. */
    END_OF_SCRIPT
  }
}
