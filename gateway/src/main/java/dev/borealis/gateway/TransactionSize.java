package dev.borealis.gateway;

import dev.borealis.wire.BackendMessage.TransactionStatus;
import dev.borealis.wire.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Whether a transaction has written more than it may commit. */
final class TransactionSize {
  private TransactionSize() {}

  /** Why what the transaction has written cannot be committed, or null. */
  static @Nullable Report whyTooLarge(OpenTransaction open, BackendHold hold, Exchange with)
      throws IOException, BackendGoneException, InterruptedException {
    if (!open.mayBeTooLarge() || with.status() == TransactionStatus.FAILED) {
      return null;
    }
    if (hold.readsUtf8() && open.isSurelySmall(hold.cluster().relations(), hold.searchPath())) {
      return null;
    }
    if (with.owesCompletion()) {
      // The rows of all statements have to be known.
      with.answerSoFar();
    }
    if (with.isSkippingToSync()) {
      return null;
    }
    String measure =
        "SELECT FROM pg_catalog.generate_series(1, sys.borealis_written_mebibytes(%d))"
            .formatted(open.rowsKept());
    return open.whyTooLarge(
        Interjection.rowsOnce(measure.getBytes(StandardCharsets.US_ASCII), with));
  }
}
