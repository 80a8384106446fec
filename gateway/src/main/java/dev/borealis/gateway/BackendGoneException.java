package dev.borealis.gateway;

import dev.borealis.wire.Report;

/** PostgreSQL ended the connection; what the client is told. */
final class BackendGoneException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Report report;

  BackendGoneException(Report report) {
    super(report.message());
    this.report = report;
  }

  Report report() {
    return report;
  }
}
