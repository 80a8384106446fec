package dev.borealis.sql;

/** A text that is not SQL. It carries no stack trace: it tells of the text, not of the program. */
public final class SqlParseException extends RuntimeException {
  private final transient SqlError error;

  SqlParseException(SqlError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  /** The error as PostgreSQL reports it. */
  public SqlError error() {
    return error;
  }
}
