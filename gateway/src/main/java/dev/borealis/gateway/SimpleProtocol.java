package dev.borealis.gateway;

import dev.borealis.gateway.BackendHold.NoBackendException;
import dev.borealis.gateway.Expected.Answer;
import dev.borealis.gateway.Expected.AtSync;
import dev.borealis.gateway.Expected.Change;
import dev.borealis.gateway.Expected.Completion;
import dev.borealis.gateway.Expected.Kind;
import dev.borealis.gateway.Expected.Wording;
import dev.borealis.gateway.SqlStatement.Role;
import dev.borealis.sql.tree.UtilityStmt.CopyStmt;
import dev.borealis.sql.tree.UtilityStmt.TransactionStmt;
import dev.borealis.wire.BackendMessage.CommandComplete;
import dev.borealis.wire.BackendMessage.ReadyForQuery;
import dev.borealis.wire.BackendMessage.TransactionStatus;
import dev.borealis.wire.FrontendMessage.Bind;
import dev.borealis.wire.FrontendMessage.Close;
import dev.borealis.wire.FrontendMessage.Describe;
import dev.borealis.wire.FrontendMessage.Execute;
import dev.borealis.wire.FrontendMessage.Parse;
import dev.borealis.wire.FrontendMessage.Query;
import dev.borealis.wire.FrontendMessage.Sync;
import dev.borealis.wire.FrontendMessage.Target;
import dev.borealis.wire.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The simple queries of a session. One that is a single statement goes to PostgreSQL as it came. If
 * there is something to decide between two statements, or before a statement's effect is committed,
 * PostgreSQL gets the statements one by one, as the extended protocol allows without committing in
 * between.
 */
final class SimpleProtocol {
  private static final byte[] WITH_SAVEPOINT =
      (";" + Contender.SAVEPOINT).getBytes(StandardCharsets.US_ASCII);

  /** No parameters, and all results as text. */
  private static final byte[] NO_ARGUMENTS = new byte[6];

  private final ClientStream client;
  private final BackendHold hold;
  private final ExtendedProtocol extended;
  private final StatementGate gate;

  SimpleProtocol(ClientStream client, BackendHold hold, ExtendedProtocol extended) {
    this.client = client;
    this.hold = hold;
    this.extended = extended;
    this.gate = new StatementGate(hold);
  }

  /** Runs a simple query. */
  void run(StatementText text, int bytes)
      throws IOException, BackendGoneException, NoBackendException, InterruptedException {
    SqlStatement only = text.only();
    boolean rollsBack = only != null && only.role() == Role.ROLLBACK;
    Exchange with = rollsBack ? hold.openToEnd() : hold.open();
    if (with.isUnsynced()) {
      // An error in what came before voids the query, which must not be concluded then.
      with.answerSoFar();
      if (with.isSkippingToSync()) {
        return;
      }
    }
    Change change = extended.simpleQueryRuns(text, with);
    text.statements().forEach(hold::touch);
    if (only == null ? text.statements().isEmpty() : !gate.needsSteps(only, with)) {
      whole(text, bytes, with, change);
    } else {
      steps(text.statements(), with);
    }
    hold.settle();
  }

  /** Has PostgreSQL fail instead of a message that is not well formed. */
  void refuse(Report reason)
      throws IOException, BackendGoneException, NoBackendException, InterruptedException {
    Exchange with = hold.open();
    // The client's unnamed statement stays, but the backend's goes.
    with.backend().statements().unnamed(null);
    with.ask(new Query(StatementText.REFUSED), 0, new Expected.Simple(_ -> reason, Change.NONE));
    with.answerAll();
    hold.settle();
  }

  private void whole(StatementText text, int bytes, Exchange with, Change change)
      throws IOException, BackendGoneException, InterruptedException {
    SqlStatement only = text.only();
    if (only == null) {
      with.ask(new Query(text.prepared()), bytes, new Expected.Simple(text.wording(), change));
      with.answerAll();
      return;
    }
    boolean opensBlock = gate.opensBlock(only, with);
    Report refusal = gate.whyNot(only, with);
    if (opensBlock && refusal == null && cannotFail(only)) {
      begin(only, with);
      return;
    }
    if (refusal != null && only.role() == Role.COMMIT) {
      with.answerAll();
      gate.rollBack(with);
      client.error(refusal);
      client.write(new ReadyForQuery(TransactionStatus.IDLE));
      return;
    }
    SqlStatement statement = refusal == null ? only : SqlStatement.refused(refusal);
    byte[] sql = statement.sql();
    if (opensBlock && refusal == null) {
      sql = joined(sql, WITH_SAVEPOINT);
    }
    Wording wording = StatementText.wording(statement);
    with.ask(
        new Query(sql), bytes, new Expected.Simple(wording, change, gate.completion(statement)));
    with.answerAll();
  }

  /** Whether PostgreSQL takes a BEGIN for sure: it looks at nothing but the characters. */
  private static boolean cannotFail(SqlStatement begin) {
    boolean isAscii = true;
    for (byte each : begin.sql()) {
      isAscii &= each > 0;
    }
    return isAscii && begin.refusal() == null && begin.own() == null;
  }

  /** Tells the client at once that its block has begun, which spares it waiting for PostgreSQL. */
  private void begin(SqlStatement statement, Exchange with)
      throws IOException, BackendGoneException {
    with.askOwn(joined(statement.sql(), WITH_SAVEPOINT), TransactionStatus.IN_TRANSACTION);
    // PostgreSQL takes its arrival for the time of the transaction.
    with.flush();
    gate.blockBegins();
    boolean starts =
        statement.tree() instanceof TransactionStmt begin
            && begin.kind() == TransactionStmt.Kind.START;
    client.write(new CommandComplete(starts ? "START TRANSACTION" : "BEGIN"));
    client.write(new ReadyForQuery(TransactionStatus.IN_TRANSACTION));
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream(first.length + second.length);
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }

  private void steps(List<SqlStatement> statements, Exchange with)
      throws IOException, BackendGoneException, InterruptedException {
    for (int i = 0; i < statements.size(); i++) {
      step(statements.get(i), i == statements.size() - 1, with);
      if (with.isSkippingToSync()) {
        break;
      }
    }
    // A simple query leaves no portal in its transaction.
    with.ask(new Close(Target.PORTAL, ""), 0, Answer.own(Kind.CLOSE));
    gate.beforeSync(with);
    with.ask(new Sync(), 0, new Expected.Synced());
    with.answerAll();
  }

  private void step(SqlStatement statement, boolean last, Exchange with)
      throws IOException, BackendGoneException, InterruptedException {
    boolean opensBlock = gate.opensBlock(statement, with);
    if (!gate.admit(statement, with)) {
      return;
    }
    Wording wording = StatementText.wording(statement);
    Completion completion = gate.completionBeforeFollowing(statement, null);
    int bytes = statement.sql().length;
    with.backend().statements().unnamed(null);
    with.ask(new Parse("", statement.sql(), List.of()), bytes, own(Kind.PARSE, wording));
    with.ask(new Bind("", "", NO_ARGUMENTS), 0, own(Kind.BIND, wording));
    with.ask(
        new Describe(Target.PORTAL, ""),
        0,
        new Answer(Kind.DESCRIBE_ROWS, true, wording, Change.NONE));
    with.ask(
        new Execute("", 0),
        0,
        new Answer(
            Kind.EXECUTE,
            true,
            wording,
            Change.NONE,
            // A client of a simple query hears of the commit's failure and not of success before.
            last ? new AtSync(completion) : completion));
    gate.follow(statement, null, opensBlock, last, with);
    boolean takesData = statement.tree() instanceof CopyStmt copy && copy.isFrom();
    if (statement.role().endsTransaction() || takesData) {
      // What comes next belongs to another transaction, or would be taken for the data.
      with.answerSoFar();
    }
  }

  private static Answer own(Kind kind, Wording wording) {
    return new Answer(kind, false, wording, Change.NONE);
  }
}
