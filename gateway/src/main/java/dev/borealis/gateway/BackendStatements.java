package dev.borealis.gateway;

import dev.borealis.engine.StatementCache;
import dev.borealis.gateway.Expected.Answer;
import dev.borealis.gateway.Expected.Change;
import dev.borealis.gateway.Expected.Kind;
import dev.borealis.gateway.Expected.Wording;
import dev.borealis.wire.FrontendMessage.Close;
import dev.borealis.wire.FrontendMessage.Target;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Has the backend of an exchange hold prepared statements, and keeps the record of what it holds
 * true whatever comes of it.
 */
final class BackendStatements {
  private BackendStatements() {}

  /** Prepares a statement on the backend unless it is there already. */
  static void makeHeld(Exchange with, PreparedStatement statement)
      throws IOException, BackendGoneException {
    StatementCache onBackend = with.backend().statements();
    boolean isHeld =
        statement.isUnnamed()
            ? onBackend.holdsUnnamedOf(statement)
            : onBackend.holds(statement.backendName());
    if (!isHeld) {
      prepare(with, statement, statement.text().prepared().length, false, Change.NONE);
    }
  }

  /**
   * Prepares a statement on the backend.
   *
   * @param bytes that the client has sent for it
   * @param forward whether the client gets the answer
   */
  static void prepare(
      Exchange with, PreparedStatement statement, int bytes, boolean forward, Change change)
      throws IOException, BackendGoneException {
    StatementCache onBackend = with.backend().statements();
    Change both;
    if (statement.isUnnamed()) {
      both = unnamedOn(onBackend, onBackend.unnamed(), change);
      onBackend.unnamed(statement);
    } else {
      both = namedOn(onBackend, statement.backendName(), change);
      String evicted = onBackend.add(statement.backendName());
      if (evicted != null) {
        with.ask(
            new Close(Target.STATEMENT, evicted),
            0,
            new Answer(Kind.CLOSE, false, Wording.POSTGRES, keptOn(onBackend, evicted)));
      }
    }
    with.ask(
        statement.parse(),
        bytes,
        new Answer(Kind.PARSE, forward, statement.text().wording(), both));
  }

  private static Change unnamedOn(StatementCache onBackend, @Nullable Object before, Change then) {
    return new Change() {
      @Override
      public void failed() {
        onBackend.unnamed(null);
        then.failed();
      }

      @Override
      public void skipped() {
        onBackend.unnamed(before);
        then.skipped();
      }
    };
  }

  private static Change namedOn(StatementCache onBackend, String name, Change then) {
    return new Change() {
      @Override
      public void failed() {
        onBackend.remove(name);
        then.failed();
      }

      @Override
      public void skipped() {
        onBackend.remove(name);
        then.skipped();
      }
    };
  }

  private static Change keptOn(StatementCache onBackend, String evicted) {
    return new Change() {
      @Override
      public void failed() {}

      @Override
      public void skipped() {
        onBackend.keep(evicted);
      }
    };
  }
}
