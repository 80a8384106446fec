package dev.borealis.sql;

/**
 * Finds the ends of operators. A run of operator characters can hold many operators; what has been
 * learnt about a run is kept, so that each character is looked at once.
 */
final class OperatorScanner {
  private final CharSequence text;
  private final int limit;

  /** The end of the run last looked at: the run's last character or a comment's beginning. */
  private int runEnd;

  /** The last character of the run that allows a trailing sign, or -1. */
  private int lastBeyondStandard;

  /** Where the plus and minus signs begin that end the run. */
  private int trailingSigns;

  OperatorScanner(CharSequence text, int limit) {
    this.text = text;
    this.limit = limit;
  }

  /**
   * The end of the operator that begins at {@code start}, where no comment begins.
   *
   * <p>An operator takes all it can up to a comment, but may end in plus or minus only if it
   * contains a character that standard SQL's operators do not ("Lexical Structure", "Operators").
   */
  int end(int start) {
    if (start >= runEnd) {
      readRun(start);
    }
    if (lastBeyondStandard >= start) {
      return runEnd;
    }
    return Math.max(start + 1, trailingSigns);
  }

  private void readRun(int start) {
    lastBeyondStandard = -1;
    trailingSigns = start;
    int i = start;
    while (i < limit) {
      char c = text.charAt(i);
      if (!CharClass.isOperator(c) || (i > start && beginsComment(c, i))) {
        break;
      }
      if (CharClass.isBeyondStandard(c)) {
        lastBeyondStandard = i;
      }
      i++;
      if (c != '+' && c != '-') {
        trailingSigns = i;
      }
    }
    runEnd = i;
  }

  private boolean beginsComment(char c, int i) {
    if (i + 1 >= limit) {
      return false;
    }
    char next = text.charAt(i + 1);
    return (c == '-' && next == '-') || (c == '/' && next == '*');
  }

  /** The kind of the operator {@code text[start, end)}. */
  static TokenKind kind(CharSequence text, int start, int end) {
    return switch (end - start) {
      case 1 -> ofOne(text.charAt(start));
      case 2 -> ofTwo(text.charAt(start), text.charAt(start + 1));
      default -> TokenKind.OP;
    };
  }

  private static TokenKind ofOne(char c) {
    return switch (c) {
      case '+' -> TokenKind.PLUS;
      case '-' -> TokenKind.MINUS;
      case '*' -> TokenKind.STAR;
      case '/' -> TokenKind.SLASH;
      case '%' -> TokenKind.PERCENT;
      case '^' -> TokenKind.CARET;
      case '<' -> TokenKind.LESS;
      case '>' -> TokenKind.GREATER;
      case '=' -> TokenKind.EQUALS;
      default -> TokenKind.OP;
    };
  }

  private static TokenKind ofTwo(char first, char second) {
    if (second == '=') {
      return switch (first) {
        case '<' -> TokenKind.LESS_EQUALS;
        case '>' -> TokenKind.GREATER_EQUALS;
        case '!' -> TokenKind.NOT_EQUALS;
        default -> TokenKind.OP;
      };
    }
    if (second == '>') {
      return switch (first) {
        case '<' -> TokenKind.NOT_EQUALS;
        case '=' -> TokenKind.EQUALS_GREATER;
        default -> TokenKind.OP;
      };
    }
    return TokenKind.OP;
  }
}
