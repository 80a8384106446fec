package dev.borealis.gateway;

import dev.borealis.gateway.TransactionLog.Bound;
import dev.borealis.gateway.TransactionLog.Entry;
import dev.borealis.wire.FrontendMessage;
import dev.borealis.wire.FrontendMessage.Bind;
import dev.borealis.wire.FrontendMessage.Execute;
import dev.borealis.wire.FrontendMessage.Parse;
import dev.borealis.wire.FrontendMessage.Query;
import dev.borealis.wire.FrontendMessage.Sync;
import dev.borealis.wire.Report;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Does what a transaction has done once more, in the same snapshot. Every statement must answer as
 * it did before; anything else means that another transaction has committed in between.
 */
final class Replay {
  /** The statement without a name, which an error leaves no trace of. */
  private static final String NAME = "";

  private Replay() {}

  /** Runs a log; why it could not be done again, or null. */
  static @Nullable Report run(Exchange with, TransactionLog log) throws BackendGoneException {
    for (Entry entry : log.entries()) {
      Conversed answer = with.converse(questions(entry.statement().sql(), entry.bound()));
      Report failure = answer.failure();
      if (failure != null && failure.sqlState().equals(ErrorReports.QUERY_CANCELED)) {
        return failure;
      }
      if (failure != null || !entry.tag().equals(answer.tag())) {
        return log.changesSchema() ? ErrorReports.schemaConflict() : ErrorReports.rowConflict();
      }
    }
    return null;
  }

  /** The messages that run a statement. */
  static List<FrontendMessage> questions(byte[] sql, @Nullable Bound bound) {
    if (bound == null) {
      return List.of(new Query(sql));
    }
    return List.of(
        new Parse(NAME, sql, bound.types()),
        new Bind(NAME, NAME, bound.arguments()),
        new Execute(NAME, 0),
        new Sync());
  }
}
