package dev.borealis.cli;

import dev.borealis.client.ClusterLogin;
import dev.borealis.sql.Keyword;
import dev.borealis.sql.Lexer;
import dev.borealis.sql.TokenKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOperation;
import org.postgresql.copy.CopyOut;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/**
 * A signed-in connection that runs statements as they were typed, and hands on what the server
 * answers: values in their text form, command tags, notices. It stands on the driver's protocol
 * layer, because JDBC itself has no command tags.
 */
final class SqlSession implements AutoCloseable {
  // COMMIT of a failed transaction answers ROLLBACK, which is shown and no error.
  private static final Map<String, String> DRIVER_SETTINGS =
      Map.of("raiseExceptionOnSilentRollback", "false");

  private static final int STATEMENT_FLAGS =
      QueryExecutor.QUERY_ONESHOT | QueryExecutor.QUERY_NO_BINARY_TRANSFER;

  private final BaseConnection connection;
  private final QueryExecutor executor;
  private final Consumer<ServerErrorMessage> notices;

  private SqlSession(BaseConnection connection, Consumer<ServerErrorMessage> notices) {
    this.connection = connection;
    this.executor = connection.getQueryExecutor();
    this.notices = notices;
  }

  /**
   * Connects and signs in.
   *
   * @param notices is told what the server says beside its answers
   */
  static SqlSession open(ClusterLogin login, Consumer<ServerErrorMessage> notices)
      throws SQLException {
    Connection connection = login.connect(DRIVER_SETTINGS);
    return new SqlSession(connection.unwrap(BaseConnection.class), notices);
  }

  /**
   * Runs one statement and prints what it answers.
   *
   * @param copyInput what COPY FROM STDIN reads
   * @param copyOutput where COPY TO STDOUT writes
   */
  void run(String statement, InputStream copyInput, OutputStream copyOutput, ResultPrinter printer)
      throws SQLException, IOException {
    Keyword first = firstKeyword(statement);
    if (first == Keyword.COPY) {
      copy(statement, copyInput, copyOutput, printer);
    } else if (isQuery(first)) {
      stream(statement, printer);
    } else {
      RowPages pages = new RowPages(printer, notices);
      execute(statement, pages, 0, QueryExecutor.QUERY_SUPPRESS_BEGIN);
      pages.finish();
    }
  }

  private static @Nullable Keyword firstKeyword(String statement) {
    Lexer lexer = new Lexer(statement);
    TokenKind kind = lexer.next();
    while (kind == TokenKind.LINE_COMMENT
        || kind == TokenKind.BLOCK_COMMENT
        || kind == TokenKind.LEFT_PAREN) {
      kind = lexer.next();
    }
    return lexer.keyword();
  }

  private static boolean isQuery(@Nullable Keyword first) {
    return first == Keyword.SELECT
        || first == Keyword.WITH
        || first == Keyword.VALUES
        || first == Keyword.TABLE;
  }

  // Rows come in pages, so that a result of any size needs little memory. A cursor lives as long as
  // its transaction; outside of one, the query gets a transaction of its own, as it has anyway.
  private void stream(String query, ResultPrinter printer) throws SQLException, IOException {
    boolean own = executor.getTransactionState() == TransactionState.IDLE;
    int begin = own ? 0 : QueryExecutor.QUERY_SUPPRESS_BEGIN;
    RowPages pages = new RowPages(printer, notices);
    boolean succeeded = false;
    try {
      execute(query, pages, pages.nextSize(), begin | QueryExecutor.QUERY_FORWARD_CURSOR);
      while (pages.printPage()) {
        executor.fetch(pages.takeCursor(), pages, pages.nextSize(), false);
      }
      succeeded = true;
    } finally {
      if (own && !connection.isClosed()) {
        end(succeeded ? "COMMIT" : "ROLLBACK");
      }
    }
    pages.finish();
  }

  private void end(String command) throws SQLException {
    execute(command, new RowPages(null, notices), 0, QueryExecutor.QUERY_SUPPRESS_BEGIN);
  }

  private void execute(String statement, RowPages pages, int fetchSize, int flags)
      throws SQLException {
    // Neither JDBC's escapes nor its parameters: '?' is an operator of PostgreSQL.
    Query query = executor.createQuery(statement, false, false).query;
    try {
      executor.execute(query, null, pages, 0, fetchSize, STATEMENT_FLAGS | flags);
    } finally {
      query.close();
    }
  }

  private void copy(String statement, InputStream input, OutputStream output, ResultPrinter printer)
      throws SQLException, IOException {
    CopyOperation operation = executor.startCopy(statement, true);
    try {
      switch (operation) {
        case CopyIn in -> {
          byte[] buffer = new byte[64 * 1024];
          for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
            in.writeToCopy(buffer, 0, read);
          }
          in.endCopy();
        }
        case CopyOut out -> {
          for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
            output.write(row);
          }
          output.flush();
        }
        case CopyOperation other ->
            throw new PSQLException(
                "this kind of COPY is not supported: " + other.getFormat(),
                PSQLState.NOT_IMPLEMENTED);
      }
    } finally {
      if (operation.isActive()) {
        operation.cancelCopy();
      }
    }
    printer.done("COPY " + operation.getHandledRowCount());
  }

  /** Asks the server to give up the statement that runs; may be called from any thread. */
  void cancel() {
    try {
      connection.cancelQuery();
    } catch (SQLException e) {
      // The statement goes on; whoever asked sees that.
    }
  }

  /** Whether a transaction block is open. */
  TransactionState transactionState() {
    return executor.getTransactionState();
  }

  boolean isClosed() throws SQLException {
    return connection.isClosed();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
