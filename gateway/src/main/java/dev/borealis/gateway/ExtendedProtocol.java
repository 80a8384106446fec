package dev.borealis.gateway;

import dev.borealis.gateway.BackendHold.NoBackendException;
import dev.borealis.gateway.Expected.Answer;
import dev.borealis.gateway.Expected.Change;
import dev.borealis.gateway.Expected.Kind;
import dev.borealis.gateway.Expected.Wording;
import dev.borealis.gateway.TransactionLog.Bound;
import dev.borealis.wire.BackendMessage.Signal;
import dev.borealis.wire.BackendMessage.TransactionStatus;
import dev.borealis.wire.FrontendMessage;
import dev.borealis.wire.FrontendMessage.Bind;
import dev.borealis.wire.FrontendMessage.Close;
import dev.borealis.wire.FrontendMessage.Describe;
import dev.borealis.wire.FrontendMessage.Execute;
import dev.borealis.wire.FrontendMessage.Parse;
import dev.borealis.wire.FrontendMessage.Sync;
import dev.borealis.wire.FrontendMessage.Target;
import dev.borealis.wire.Report;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The extended-protocol messages of a session, over prepared statements that live in the session.
 */
final class ExtendedProtocol {
  /** The name of a statement that is closed right after it has been prepared. */
  private static final String CHECKED = PreparedStatement.BACKEND_NAME_PREFIX + "checked";

  private final BackendHold hold;
  private final StatementTexts texts;
  private final StatementGate gate;
  private final PreparedStatements prepared = new PreparedStatements();

  /** What each portal was made of; one that a client forgot is replaced or goes with its name. */
  private final Map<String, Portal> portals = new HashMap<>();

  private record Portal(PreparedStatement statement, byte[] arguments) {}

  ExtendedProtocol(BackendHold hold, StatementTexts texts) {
    this.hold = hold;
    this.texts = texts;
    this.gate = new StatementGate(hold);
  }

  /**
   * A simple query drops the unnamed statement and the unnamed portal.
   *
   * @return what to take back if PostgreSQL ignores the query
   */
  Change simpleQueryRuns(StatementText text, Exchange with) {
    with.backend().statements().unnamed(null);
    gate.closesPortal("");
    noteDeallocation(text, with);
    return onSkip("", prepared.replace("", null));
  }

  void parse(Parse parse, int bytes)
      throws NoBackendException, BackendGoneException, IOException, InterruptedException {
    Exchange with = hold.open();
    String name = parse.statement();
    StatementText text = texts.read(parse.sql());
    PreparedStatement unnamed = PreparedStatement.unnamed(text, parse.parameterTypes());
    Report refusal = prepared.whyNot(name, parse.sql().length);
    if (refusal != null) {
      // An error in the text comes before one of the name.
      check(with, unnamed, bytes, false, Change.NONE);
      Interjection.fail(refusal, with);
      return;
    }
    PreparedStatement statement = name.isEmpty() ? unnamed : named(text, parse.parameterTypes());
    Change change = onSkip(name, prepared.replace(name, statement));
    if (statement.isUnnamed() || !with.backend().statements().holds(statement.backendName())) {
      BackendStatements.prepare(with, statement, bytes, true, change);
    } else if (with.status() == TransactionStatus.FAILED) {
      // Whether it may be prepared now depends on what it is; PostgreSQL shall say.
      check(with, unnamed, bytes, true, change);
    } else {
      with.know(Signal.PARSE_COMPLETE, change);
    }
  }

  private PreparedStatement named(StatementText text, List<Integer> parameterTypes) {
    // PostgreSQL reads constants such as dates when it prepares a statement, under the settings of
    // that moment.
    return hold.knowsSettings() && !text.namesMoment()
        ? PreparedStatement.named(
            text, parameterTypes, hold.settings(), hold.cluster().catalogVersion())
        : PreparedStatement.unshared(text, parameterTypes);
  }

  /** Takes back that a statement was made or removed; {@code before} was there until then. */
  private Change onSkip(String name, @Nullable PreparedStatement before) {
    return new Change() {
      @Override
      public void failed() {
        // The unnamed statement is dropped before PostgreSQL looks at the new one.
        prepared.replace(name, null);
      }

      @Override
      public void skipped() {
        prepared.replace(name, before);
      }
    };
  }

  void bind(Bind bind, int bytes)
      throws NoBackendException, BackendGoneException, IOException, InterruptedException {
    Exchange with = hold.open();
    String name = bind.statement();
    PreparedStatement statement = prepared.get(name);
    if (statement == null) {
      askOfUnknown(with, name, bind, bytes, Kind.BIND);
      return;
    }
    gate.lockPending(with);
    statement.text().statements().forEach(hold::touch);
    noteDeallocation(statement.text(), with);
    BackendStatements.makeHeld(with, statement);
    portals.put(bind.portal(), new Portal(statement, bind.arguments()));
    gate.opensPortal(bind.portal());
    with.ask(
        new Bind(bind.portal(), statement.backendName(), bind.arguments()),
        bytes,
        new Answer(Kind.BIND, true, statement.wording(name), Change.NONE));
  }

  void describe(Describe describe, int bytes)
      throws NoBackendException, BackendGoneException, IOException, InterruptedException {
    Exchange with = hold.open();
    switch (describe.target()) {
      case PORTAL -> with.ask(describe, bytes, answer(Kind.DESCRIBE));
      case STATEMENT -> {
        String name = describe.name();
        PreparedStatement statement = prepared.get(name);
        if (statement == null) {
          askOfUnknown(with, name, describe, bytes, Kind.DESCRIBE);
          return;
        }
        BackendStatements.makeHeld(with, statement);
        with.ask(
            new Describe(Target.STATEMENT, statement.backendName()),
            bytes,
            new Answer(Kind.DESCRIBE, true, statement.wording(name), Change.NONE));
      }
    }
  }

  void execute(Execute execute, int bytes)
      throws NoBackendException, BackendGoneException, IOException, InterruptedException {
    Exchange with = hold.open();
    Portal portal = portals.get(execute.portal());
    SqlStatement statement = portal == null ? null : portal.statement().text().only();
    if (portal != null && statement != null) {
      execute(execute, bytes, with, statement, portal);
    } else {
      with.ask(execute, bytes, answer(Kind.EXECUTE));
    }
    if (with.mayDeallocateAll()) {
      // What the client says next depends on what is left.
      with.answerSoFar();
    }
  }

  private void execute(
      Execute execute, int bytes, Exchange with, SqlStatement statement, Portal portal)
      throws BackendGoneException, IOException, InterruptedException {
    boolean opensBlock = gate.opensBlock(statement, with);
    if (!gate.admit(statement, with)) {
      return;
    }
    Bound bound = new Bound(portal.statement().parameterTypes(), portal.arguments());
    with.ask(
        execute,
        bytes,
        new Answer(
            Kind.EXECUTE,
            true,
            StatementText.wording(statement),
            Change.NONE,
            gate.completion(execute, statement, bound)));
    gate.follow(statement, bound, opensBlock, false, with);
  }

  /** Concludes what was asked; outside a block this commits. */
  void sync(Sync sync, Exchange with)
      throws IOException, BackendGoneException, InterruptedException {
    int copies = with.copiesBegun();
    gate.beforeSync(with);
    if (with.copiesBegun() != copies) {
      // In COPY mode PostgreSQL ignores a Sync; the client will send another one.
      return;
    }
    with.ask(sync, 0, new Expected.Synced());
    with.answerAll();
    if (with.status() == TransactionStatus.IDLE) {
      portals.clear();
    }
  }

  void close(Close close, int bytes)
      throws NoBackendException, BackendGoneException, IOException, InterruptedException {
    Exchange with = hold.open();
    switch (close.target()) {
      case PORTAL -> {
        gate.closesPortal(close.name());
        with.ask(close, bytes, answer(Kind.CLOSE));
      }
      case STATEMENT ->
          with.know(
              Signal.CLOSE_COMPLETE, onSkip(close.name(), prepared.replace(close.name(), null)));
    }
  }

  /** A message whose frame is right and whose content is not; PostgreSQL fails instead of it. */
  void malformed(Report reason)
      throws NoBackendException, BackendGoneException, IOException, InterruptedException {
    Interjection.fail(reason, hold.open());
  }

  private static Answer answer(Kind kind) {
    return new Answer(kind, true, Wording.POSTGRES, Change.NONE);
  }

  private void noteDeallocation(StatementText text, Exchange with) {
    if (text.statements().stream().anyMatch(SqlStatement::deallocatesAll)) {
      with.afterDeallocateAll(() -> {
        prepared.clearNamed();
        // PostgreSQL has forgotten statements that it held for other sessions too, so this
        // backend's books are closed.
        with.backend().statements().clearNamed();
        with.backend().markUnusable();
      });
    }
  }

  /** Asks PostgreSQL of a statement that does not exist, so that it says so in its own words. */
  private static void askOfUnknown(
      Exchange with, String name, FrontendMessage question, int bytes, Kind kind)
      throws IOException, BackendGoneException {
    if (name.startsWith(PreparedStatement.BACKEND_NAME_PREFIX)) {
      // That one may well exist there, as another session's.
      Interjection.fail(ErrorReports.unknownPreparedStatement(name), with);
      return;
    }
    if (name.isEmpty()) {
      with.backend().statements().unnamed(null);
      with.ask(new Close(Target.STATEMENT, ""), 0, own(Kind.CLOSE, Change.NONE));
    }
    with.ask(question, bytes, answer(kind));
  }

  private static Answer own(Kind kind, Change change) {
    return new Answer(kind, false, Wording.POSTGRES, change);
  }

  /** Has PostgreSQL prepare a statement only to see what it says. */
  private static void check(
      Exchange with, PreparedStatement statement, int bytes, boolean forward, Change change)
      throws IOException, BackendGoneException {
    StatementText text = statement.text();
    with.ask(
        new Parse(CHECKED, text.prepared(), statement.parameterTypes()),
        bytes,
        new Answer(Kind.PARSE, forward, text.wording(), change));
    with.ask(new Close(Target.STATEMENT, CHECKED), 0, own(Kind.CLOSE, Change.NONE));
  }
}
