package dev.borealis.cluster;

/**
 * The local service could not be started, found or stopped. The message is meant for the person at
 * the terminal: what is wrong, where, and what to do next.
 */
public class ServiceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ServiceException(String message) {
    super(message);
  }

  public ServiceException(String message, Throwable cause) {
    super(message, cause);
  }
}
