package dev.borealis.gateway;

import dev.borealis.engine.StatementCache;
import dev.borealis.gateway.BackendHold.NoBackendException;
import dev.borealis.gateway.Exchange.BackendGoneException;
import dev.borealis.gateway.Expected.Answer;
import dev.borealis.gateway.Expected.Kind;
import dev.borealis.wire.BackendMessage.Signal;
import dev.borealis.wire.BackendMessage.TransactionStatus;
import dev.borealis.wire.FrontendMessage.Bind;
import dev.borealis.wire.FrontendMessage.Close;
import dev.borealis.wire.FrontendMessage.Describe;
import dev.borealis.wire.FrontendMessage.Execute;
import dev.borealis.wire.FrontendMessage.Parse;
import dev.borealis.wire.FrontendMessage.Target;
import dev.borealis.wire.Report;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The extended-protocol messages of a session, over prepared statements that live in the session.
 */
final class ExtendedProtocol {
  private static final StatementText OTHER = StatementText.passed(new byte[0]);

  private final BackendHold hold;
  private final StatementTexts texts;
  private final PreparedStatements prepared = new PreparedStatements();

  ExtendedProtocol(BackendHold hold, StatementTexts texts) {
    this.hold = hold;
    this.texts = texts;
  }

  /** A simple query drops the unnamed statement, and DEALLOCATE ALL the others. */
  void simpleQueryRuns(StatementText text, Exchange with) {
    prepared.remove("");
    with.backend().statements().unnamed(null);
    if (text.deallocatesAll()) {
      prepared.clear();
    }
  }

  void parse(Parse parse, int bytes)
      throws NoBackendException, BackendGoneException, IOException, InterruptedException {
    Exchange with = hold.open();
    String name = parse.statement();
    StatementText text = texts.read(parse.sql());
    Report refusal = prepared.whyNot(name, parse.sql().length);
    if (refusal != null) {
      refuse(with, refusal);
      return;
    }
    PreparedStatement statement =
        name.isEmpty()
            ? PreparedStatement.unnamed(text, parse.parameterTypes())
            : PreparedStatement.named(
                text, parse.parameterTypes(), hold.settings(), hold.cluster().schemaVersion());
    prepared.put(name, statement);
    if (!statement.isUnnamed()
        && with.status() != TransactionStatus.FAILED
        && with.backend().statements().holds(statement.backendName())) {
      with.know(Signal.PARSE_COMPLETE);
    } else {
      prepareOn(with, statement, bytes, true, () -> prepared.remove(name));
    }
  }

  void bind(Bind bind, int bytes)
      throws NoBackendException, BackendGoneException, IOException, InterruptedException {
    Exchange with = hold.open();
    PreparedStatement statement = held(with, bind.statement());
    if (statement != null) {
      hold.touch(statement.text(), with);
      if (statement.text().deallocatesAll()) {
        prepared.clear();
      }
      with.ask(
          new Bind(bind.portal(), statement.backendName(), bind.arguments()),
          bytes,
          new Answer(Kind.BIND, true, statement.text(), ExtendedProtocol::nothing));
    }
  }

  void describe(Describe describe)
      throws NoBackendException, BackendGoneException, IOException, InterruptedException {
    Exchange with = hold.open();
    switch (describe.target()) {
      case PORTAL ->
          with.ask(describe, 0, new Answer(Kind.DESCRIBE, true, OTHER, ExtendedProtocol::nothing));
      case STATEMENT -> {
        PreparedStatement statement = held(with, describe.name());
        if (statement != null) {
          with.ask(
              new Describe(Target.STATEMENT, statement.backendName()),
              0,
              new Answer(Kind.DESCRIBE, true, statement.text(), ExtendedProtocol::nothing));
        }
      }
    }
  }

  void execute(Execute execute)
      throws NoBackendException, BackendGoneException, IOException, InterruptedException {
    hold.open().ask(execute, 0, new Answer(Kind.EXECUTE, true, OTHER, ExtendedProtocol::nothing));
  }

  void close(Close close)
      throws NoBackendException, BackendGoneException, IOException, InterruptedException {
    Exchange with = hold.open();
    switch (close.target()) {
      case PORTAL ->
          with.ask(close, 0, new Answer(Kind.CLOSE, true, OTHER, ExtendedProtocol::nothing));
      case STATEMENT -> {
        prepared.remove(close.name());
        with.know(Signal.CLOSE_COMPLETE);
      }
    }
  }

  /**
   * The statement of that name, held by the backend; null if there is none, which the client will
   * be told.
   */
  private @Nullable PreparedStatement held(Exchange with, String name)
      throws IOException, BackendGoneException {
    PreparedStatement statement = prepared.get(name);
    if (statement == null) {
      refuse(with, ErrorReports.unknownPreparedStatement(name));
      return null;
    }
    StatementCache onBackend = with.backend().statements();
    boolean isHeld =
        statement.isUnnamed()
            ? statement.equals(onBackend.unnamed())
            : onBackend.holds(statement.backendName());
    if (!isHeld) {
      prepareOn(with, statement, statement.text().sql().length, false, ExtendedProtocol::nothing);
    }
    return statement;
  }

  private static void prepareOn(
      Exchange with, PreparedStatement statement, int bytes, boolean forward, Runnable undo)
      throws IOException, BackendGoneException {
    StatementCache onBackend = with.backend().statements();
    if (statement.isUnnamed()) {
      onBackend.unnamed(statement);
    } else {
      String evicted = onBackend.add(statement.backendName());
      if (evicted != null) {
        with.ask(
            new Close(Target.STATEMENT, evicted),
            0,
            new Answer(Kind.CLOSE, false, OTHER, ExtendedProtocol::nothing));
      }
    }
    Runnable forget =
        () -> {
          if (statement.isUnnamed()) {
            onBackend.unnamed(null);
          } else {
            onBackend.remove(statement.backendName());
          }
          undo.run();
        };
    with.ask(statement.parse(), bytes, new Answer(Kind.PARSE, forward, statement.text(), forget));
  }

  /**
   * Has PostgreSQL fail, so that the transaction fails with it, and gives the client the reason.
   */
  private void refuse(Exchange with, Report refusal) throws IOException, BackendGoneException {
    StatementText failing = StatementText.refused(refusal);
    PreparedStatement statement = PreparedStatement.unnamed(failing, List.of());
    prepareOn(with, statement, failing.sql().length, false, ExtendedProtocol::nothing);
  }

  /** What to take back of a message that leaves nothing behind. */
  private static void nothing() {}
}
