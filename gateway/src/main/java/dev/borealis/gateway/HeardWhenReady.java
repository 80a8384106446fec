package dev.borealis.gateway;

import dev.borealis.gateway.Expected.Completion;
import dev.borealis.gateway.Expected.Confirmation;
import dev.borealis.wire.BackendMessage.CommandComplete;
import dev.borealis.wire.BackendMessage.TransactionStatus;
import dev.borealis.wire.Report;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a client hears only when PostgreSQL is ready, because until then nobody knows whether it is
 * so.
 */
final class HeardWhenReady {
  private final ClientStream client;

  /** An error that may turn out to be another one. */
  private record Doubt(Report report, byte[] frame, Completion completion) {}

  private @Nullable Doubt doubt;

  /** A success, unless an error comes before. */
  private @Nullable String tag;

  private @Nullable Confirmation confirmation;

  HeardWhenReady(ClientStream client) {
    this.client = client;
  }

  void tag(String succeeded) {
    tag = succeeded;
  }

  /** There was no success after all. */
  void dropTag() {
    tag = null;
  }

  void tellTag() throws IOException {
    String succeeded = tag;
    tag = null;
    if (succeeded != null) {
      client.write(new CommandComplete(succeeded));
    }
  }

  void doubt(Report report, byte[] frame, Completion completion) {
    doubt = new Doubt(report, frame, completion);
  }

  boolean isInDoubt() {
    return doubt != null;
  }

  /**
   * Tells the error that was in doubt, if there is one.
   *
   * @param status how the transaction stands
   */
  void tellDoubt(TransactionStatus status) throws IOException, BackendGoneException {
    Doubt resolved = doubt;
    doubt = null;
    if (resolved == null) {
      return;
    }
    Report report =
        status == TransactionStatus.FAILED
            ? resolved.completion().resolve(resolved.report())
            : resolved.report();
    if (report.equals(resolved.report())) {
      client.forwardError(report, resolved.frame(), 0);
    } else {
      client.error(report);
    }
  }

  /** The latest question to be asked before a success is one, if it is not null. */
  void confirmBy(@Nullable Confirmation asked) {
    confirmation = asked == null ? confirmation : asked;
  }

  @Nullable Confirmation takeConfirmation() {
    Confirmation asked = confirmation;
    confirmation = null;
    return asked;
  }
}
