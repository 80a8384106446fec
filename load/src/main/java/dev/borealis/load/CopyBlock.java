package dev.borealis.load;

import dev.borealis.sql.Lexer;
import dev.borealis.sql.Quoted;
import dev.borealis.sql.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The head of a block of data in a dump: {@code COPY schema.table (columns) FROM stdin;}.
 *
 * @param line where it stands in the dump, from 1
 */
public record CopyBlock(String schema, String table, List<String> columns, long line) {
  private static final String DEFAULT_SCHEMA = "public";

  /** A block whose columns are named. */
  public CopyBlock {
    columns = List.copyOf(columns);
  }

  /** Whether a line may be such a head. */
  static boolean looksLikeOne(String text) {
    return text.length() > 5
        && text.regionMatches(true, 0, "COPY ", 0, 5)
        && text.stripTrailing().endsWith(";");
  }

  /**
   * The block that a line begins; null if the line is another statement, such as COPY TO.
   *
   * @throws LoadException if it has options, which pg_dump does not write
   */
  static @Nullable CopyBlock parse(String file, String text, long line) {
    List<String> tokens = new ArrayList<>();
    Lexer lexer = new Lexer(text);
    for (TokenKind kind = lexer.next(); kind != TokenKind.END; kind = lexer.next()) {
      if (kind == TokenKind.ERROR) {
        return null;
      }
      String token = text.substring(lexer.start(), lexer.end());
      tokens.add(token);
    }
    int from = indexOf(tokens, "FROM");
    if (from < 2 || from + 1 >= tokens.size() || !tokens.get(from + 1).equalsIgnoreCase("stdin")) {
      return null;
    }
    boolean named = tokens.size() > 2 && tokens.get(2).equals(".");
    int open = named ? 4 : 2;
    // A table without columns has rows all the same.
    boolean listed =
        open < from && tokens.get(open).equals("(") && tokens.get(from - 1).equals(")");
    if ((!listed && open != from) || tokens.size() != from + 3) {
      throw new LoadException(
          "%s:%d: a COPY with options is not what pg_dump writes.".formatted(file, line));
    }
    List<String> columns = new ArrayList<>();
    for (int i = open + 1; i < from - 1; i += 2) {
      columns.add(identifier(tokens.get(i)));
    }
    String first = identifier(tokens.get(1));
    return named
        ? new CopyBlock(first, identifier(tokens.get(3)), columns, line)
        : new CopyBlock(DEFAULT_SCHEMA, first, columns, line);
  }

  private static int indexOf(List<String> tokens, String keyword) {
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).equalsIgnoreCase(keyword)) {
        return i;
      }
    }
    return -1;
  }

  private static String identifier(String token) {
    return token.startsWith("\"")
        ? token.substring(1, token.length() - 1).replace("\"\"", "\"")
        : token.toLowerCase(Locale.ROOT);
  }

  /** The table as in SQL. */
  public String qualifiedName() {
    return Quoted.name(schema) + "." + Quoted.name(table);
  }
}
