package dev.borealis.gateway;

import dev.borealis.gateway.Expected.Completion;
import dev.borealis.gateway.Expected.Confirmation;
import dev.borealis.gateway.Expected.Outcome;
import dev.borealis.wire.BackendMessage.TransactionStatus;
import dev.borealis.wire.Report;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a transaction has added keys that its snapshot shows, because others have deleted
 * the rows since: at once if there were deletions before the statement; when PostgreSQL is ready if
 * there were some while it ran; and before the commit. Whoever deletes a row says so before its
 * commit, and an insertion in the row's place can succeed only after that.
 */
final class KeyChecks {
  private final BackendHold hold;
  private boolean planned;

  KeyChecks(BackendHold hold) {
    this.hold = hold;
  }

  /** Decides whether {@link #follow} looks after the statement that is about to run. */
  boolean plan(OpenTransaction open, SqlStatement statement) {
    planned = !open.overDeleted(statement).isEmpty();
    return planned;
  }

  /**
   * Looks right after a statement if that was planned.
   *
   * @param success what the client hears if all is well
   */
  void follow(OpenTransaction open, SqlStatement statement, Completion success, Exchange with)
      throws IOException, BackendGoneException {
    if (planned) {
      planned = false;
      byte[] query = TransactionKeys.query(open.overDeleted(statement));
      Interjection.runOnce(query, null, new Found(open, success), with);
    }
  }

  /** The answer is there. */
  private record Found(OpenTransaction open, Completion success) implements Completion {
    @Override
    public Outcome ran(String tag) {
      if (OpenTransaction.rowsOf(tag) == 0) {
        return success.ran(tag);
      }
      open.failed();
      return Outcome.failure(ErrorReports.rowConflict());
    }
  }

  /** What is to be asked after a statement that was not followed; null if nothing. */
  @Nullable Confirmation confirmation(OpenTransaction open, SqlStatement statement) {
    Exchange with = hold.current();
    if (with == null || open.overDeleted(statement).isEmpty()) {
      return null;
    }
    return () -> Contender.isOverDeleted(with, open) ? ErrorReports.rowConflict() : null;
  }

  /** Why a transaction must not commit, or null. */
  @Nullable Report whyNot(OpenTransaction open, Exchange with)
      throws IOException, BackendGoneException {
    TableNames tables = open.overDeleted();
    boolean found =
        !tables.isEmpty()
            && with.status() != TransactionStatus.FAILED
            && Interjection.rowsOnce(TransactionKeys.query(tables), with) > 0;
    return found ? ErrorReports.rowConflict() : null;
  }
}
