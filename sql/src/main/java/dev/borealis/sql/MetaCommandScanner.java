package dev.borealis.sql;

import java.util.Set;

/** Reads psql's meta-commands (psql reference page, "Meta-Commands"). */
final class MetaCommandScanner {
  /** Commands whose argument is the whole rest of the line, backslashes included. */
  private static final Set<String> WHOLE_LINE =
      Set.of("copy", "ef", "ev", "h", "help", "sf", "sf+", "sv", "sv+");

  /** Commands whose argument is the whole rest of the line if it begins with a pipe. */
  private static final Set<String> PIPE = Set.of("g", "gx", "o", "out", "w", "write");

  private static final Set<String> SENDS =
      Set.of("g", "gx", "gset", "gexec", "gdesc", "crosstabview", "watch");

  private static final Set<String> RESETS = Set.of("r", "reset");

  private MetaCommandScanner() {}

  /** Reads the command that begins with the backslash at {@code start}. */
  static ScriptPiece.MetaCommand read(CharSequence text, int start, int limit) {
    int i = start + 1;
    while (i < limit && !CharClass.isSpace(text.charAt(i)) && text.charAt(i) != '\\') {
      i++;
    }
    String name = text.subSequence(start + 1, i).toString();
    int end =
        takesWholeLine(name, text, i, limit)
            ? ScriptReader.lineFeed(text, i, limit)
            : argumentsEnd(text, i, limit);
    return new ScriptPiece.MetaCommand(start, trimmed(text, start, end), name);
  }

  /** True if the command sends the statement before it. */
  static boolean sends(ScriptPiece.MetaCommand command) {
    return SENDS.contains(command.name());
  }

  /** True if the command throws the statement before it away. */
  static boolean resets(ScriptPiece.MetaCommand command) {
    return RESETS.contains(command.name());
  }

  /** True if the data lines of a {@code \copy} follow the command's line. */
  static boolean copiesFromStdin(ScriptPiece.MetaCommand command, CharSequence text) {
    if (!command.name().equals("copy")) {
      return false;
    }
    CopyStatement copy = new CopyStatement();
    Lexer lexer = new Lexer(text, command.start() + 1, command.end());
    int parentheses = 0;
    while (lexer.next() != TokenKind.END) {
      if (lexer.kind() == TokenKind.LEFT_PAREN) {
        parentheses++;
      } else if (lexer.kind() == TokenKind.RIGHT_PAREN) {
        parentheses--;
      } else if (parentheses == 0) {
        copy.accept(lexer.keyword());
      }
    }
    return copy.readsStdin();
  }

  private static boolean takesWholeLine(String name, CharSequence text, int i, int limit) {
    if (WHOLE_LINE.contains(name) || name.startsWith("!")) {
      return true;
    }
    while (i < limit && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
      i++;
    }
    return PIPE.contains(name) && i < limit && text.charAt(i) == '|';
  }

  /** The index of the backslash, outside quotes, that ends the arguments; else the line's end. */
  private static int argumentsEnd(CharSequence text, int i, int limit) {
    char quote = 0;
    while (i < limit && text.charAt(i) != '\n') {
      char c = text.charAt(i);
      if (quote == 0) {
        if (c == '\\') {
          return i;
        }
        quote = c == '\'' || c == '"' || c == '`' ? c : 0;
      } else if (c == quote) {
        quote = 0;
      } else if (c == '\\' && quote == '\'' && i + 1 < limit && text.charAt(i + 1) == '\'') {
        i++;
      }
      i++;
    }
    return i;
  }

  private static int trimmed(CharSequence text, int start, int end) {
    while (end > start + 1 && CharClass.isSpace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }
}
