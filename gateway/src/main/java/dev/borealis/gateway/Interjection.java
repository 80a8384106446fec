package dev.borealis.gateway;

import dev.borealis.gateway.Expected.Answer;
import dev.borealis.gateway.Expected.Change;
import dev.borealis.gateway.Expected.Completion;
import dev.borealis.gateway.Expected.Kind;
import dev.borealis.gateway.Expected.Outcome;
import dev.borealis.gateway.Expected.Wording;
import dev.borealis.gateway.TransactionLog.Bound;
import dev.borealis.wire.FrontendMessage.Bind;
import dev.borealis.wire.FrontendMessage.Close;
import dev.borealis.wire.FrontendMessage.Execute;
import dev.borealis.wire.FrontendMessage.Parse;
import dev.borealis.wire.FrontendMessage.Target;
import dev.borealis.wire.Report;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway has PostgreSQL do between two messages of the client's extended protocol, which
 * hears nothing of it but an error.
 */
final class Interjection {
  /** The name under which the gateway prepares and runs statements of its own. */
  private static final String OWN = PreparedStatement.BACKEND_NAME_PREFIX + "own";

  private static final byte[] NO_ARGUMENTS = new byte[6];

  private Interjection() {}

  /**
   * Has PostgreSQL fail, so that the transaction fails with it, and gives the client the reason.
   */
  static void fail(Report reason, Exchange with) throws IOException, BackendGoneException {
    with.ask(
        new Parse(OWN, StatementText.REFUSED, List.of()),
        0,
        new Answer(Kind.PARSE, false, _ -> reason, Change.NONE));
  }

  /** Runs a statement. */
  static void run(PreparedStatement statement, Completion completion, Exchange with)
      throws IOException, BackendGoneException {
    closePortal(with);
    BackendStatements.makeHeld(with, statement);
    execute(statement.backendName(), NO_ARGUMENTS, completion, with);
  }

  /** Runs a statement that is hardly ever run again. */
  static void runOnce(byte[] sql, @Nullable Bound bound, Completion completion, Exchange with)
      throws IOException, BackendGoneException {
    List<Integer> types = bound == null ? List.of() : bound.types();
    byte[] arguments = bound == null ? NO_ARGUMENTS : bound.arguments();
    closePortal(with);
    // What an error has left behind of an earlier one; closing nothing is no error.
    with.ask(new Close(Target.STATEMENT, OWN), 0, Answer.own(Kind.CLOSE));
    with.ask(new Parse(OWN, sql, types), sql.length, Answer.own(Kind.PARSE));
    execute(OWN, arguments, completion, with);
  }

  private static void closePortal(Exchange with) throws IOException, BackendGoneException {
    with.ask(new Close(Target.PORTAL, OWN), 0, Answer.own(Kind.CLOSE));
  }

  private static void execute(
      String statement, byte[] arguments, Completion completion, Exchange with)
      throws IOException, BackendGoneException {
    with.ask(new Bind(OWN, statement, arguments), arguments.length, Answer.own(Kind.BIND));
    with.ask(
        new Execute(OWN, 0),
        0,
        new Answer(Kind.EXECUTE, false, Wording.POSTGRES, Change.NONE, completion));
  }

  /**
   * Runs a query that is hardly ever run again, and waits for the number of its rows, as its
   * command tag has it.
   */
  static long rowsOnce(byte[] query, Exchange with) throws IOException, BackendGoneException {
    Rows rows = new Rows();
    runOnce(query, null, rows, with);
    with.answerSoFar();
    return rows.number;
  }

  private static final class Rows implements Completion {
    private long number;

    @Override
    public Outcome ran(String tag) {
      number = OpenTransaction.rowsOf(tag);
      return Outcome.SILENT;
    }
  }
}
