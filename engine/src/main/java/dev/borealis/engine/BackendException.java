package dev.borealis.engine;

import dev.borealis.wire.Report;

/** PostgreSQL answered with an error, at sign-in or to a statement of the server's own. */
public final class BackendException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Report report;

  BackendException(Report report) {
    super(report.sqlState() + " " + report.message());
    this.report = report;
  }

  public Report report() {
    return report;
  }
}
