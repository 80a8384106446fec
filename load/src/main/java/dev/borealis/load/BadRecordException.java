package dev.borealis.load;

/** One record of a source cannot be read, but the next one can. */
final class BadRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  private final long line;

  /**
   * @param line where the record begins, from 1
   */
  BadRecordException(long line, String message) {
    super(message);
    this.line = line;
  }

  long line() {
    return line;
  }
}
