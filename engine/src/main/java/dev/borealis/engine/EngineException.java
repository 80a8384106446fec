package dev.borealis.engine;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL could not be installed, started, reached or stopped. The message is meant for the
 * person at the terminal: what is wrong, where, and what to do next.
 */
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EngineException(String message) {
    super(message);
  }

  public EngineException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The failure of {@code doing}, with the operating system's own reason behind it. */
  static EngineException of(String doing, IOException cause) {
    return of(doing, cause, "");
  }

  /** The same, with a sentence on {@code whatNext}. */
  static EngineException of(String doing, IOException cause, String whatNext) {
    String reason = cause.getMessage();
    String detail = cause.getClass().getSimpleName() + (reason == null ? "" : ": " + reason);
    String message = doing + " failed (" + detail + "). " + whatNext;
    return new EngineException(message.strip(), cause);
  }
}
