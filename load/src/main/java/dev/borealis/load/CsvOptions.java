package dev.borealis.load;

/**
 * How a CSV or TSV file is written.
 *
 * @param delimiter between fields, one character or more
 * @param quote around fields that hold what would end them
 * @param escape within quotes, has the character behind it stand for itself; the quote if only a
 *     doubled quote does
 * @param header whether the first record has the names of the columns
 * @param nullText a field with this text, not in quotes, is NULL
 * @param encoding the name of the file's character set
 */
public record CsvOptions(
    String delimiter, char quote, char escape, boolean header, String nullText, String encoding) {
  /**
   * Refuses what no file can be taken apart by.
   *
   * @throws LoadException if the delimiter is empty or has a quote or the end of a line, or the
   *     quote is one
   */
  public CsvOptions {
    boolean ended = isEnd(quote) || delimiter.chars().anyMatch(CsvOptions::isEnd);
    if (delimiter.isEmpty() || ended || delimiter.indexOf(quote) >= 0) {
      throw new LoadException(
          "The delimiter has at least one character, and neither it nor the quote can be the other or the end of a line.");
    }
  }

  private static boolean isEnd(int c) {
    return c == '\n' || c == '\r';
  }

  /** CSV as PostgreSQL writes it, without a header. */
  public static final CsvOptions CSV = new CsvOptions(",", '"', '"', false, "", "UTF-8");

  /** Whether quotes within quotes are written in another way than doubled. */
  boolean hasEscape() {
    return escape != quote;
  }
}
