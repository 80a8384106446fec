package dev.borealis.diagnose;

/**
 * A statement is not diagnosed, or the cluster refuses to. The message is for the person who asked:
 * the cluster's words, or what to give instead.
 */
public final class DiagnosisException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DiagnosisException(String message) {
    super(message);
  }

  DiagnosisException(String message, Throwable cause) {
    super(message, cause);
  }
}
