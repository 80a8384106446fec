package dev.borealis.sql;

import dev.borealis.sql.tree.Node;

/**
 * Writes trees as SQL. To read a statement's text again gives an equal tree; comments, layout and
 * noise words are not kept. Parentheses stand where precedence asks for them, names are quoted
 * where they would read as something else. What was read by {@link SqlParser} can be printed in a
 * thread of the JVM's usual stack.
 */
public final class SqlPrinter {
  private SqlPrinter() {}

  /** A statement without semicolon, or a part of one as it stands in a statement. */
  public static String print(Node node) {
    Printout printout = new Printout();
    printout.print(node);
    return printout.text.toString();
  }

  /** A name, in double quotes if it would not read as that name without them. */
  public static String printName(String name) {
    return SqlText.quoteName(name);
  }

  /** A string constant. */
  public static String printString(String value) {
    return SqlText.quoteString(value);
  }
}
