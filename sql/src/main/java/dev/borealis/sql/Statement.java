package dev.borealis.sql;

/**
 * A statement's place in a text: without the blanks and comments around it and without its
 * semicolon.
 *
 * @param start where its first token begins, in UTF-16 units
 * @param end where its last token ends (exclusive), in UTF-16 units
 * @param firstToken the index of its first token
 * @param endToken the index after its last token
 */
public record Statement(int start, int end, int firstToken, int endToken) {

  /** The statement as written. */
  public String text(String source) {
    return source.substring(start, end);
  }
}
