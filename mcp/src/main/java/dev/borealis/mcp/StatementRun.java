package dev.borealis.mcp;

import dev.borealis.client.ClientException;
import dev.borealis.client.ClusterClient;
import dev.borealis.client.UnknownOutcomeException;
import dev.borealis.dialect.Dialect;
import dev.borealis.dialect.DsqlVersion;
import dev.borealis.dialect.StatementClass;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.UtilityStmt.CallStmt;
import dev.borealis.sql.tree.UtilityStmt.VacuumStmt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Runs statements that the guard has let pass. */
final class StatementRun {
  /** As long as a transaction may last ("Cluster quotas and database limits"). */
  private static final int MAX_SECONDS = 300;

  private static final String READ_ONLY_VIOLATION = "25006";

  /** The driver's setting, which its error names in every language. */
  private static final String BUFFER_LIMIT = "maxResultBuffer";

  private final ClusterSource cluster;
  private final McpOptions options;

  StatementRun(ClusterSource cluster, McpOptions options) {
    this.cluster = cluster;
    this.options = options;
  }

  /**
   * A statement that may run.
   *
   * @param query with its values
   * @param tree what the guard has read
   */
  record Passed(Placeholders.Numbered query, Stmt tree) {}

  /**
   * What a statement answered.
   *
   * @param rows none if it has no result set
   * @param changed how many rows it changed
   */
  record Result(Rows rows, long changed) {}

  /** Judges a statement, before anything is connected to. */
  static Passed pass(Placeholders.Numbered query, SqlGuard.Access access) {
    return new Passed(query, SqlGuard.require(query.sql(), access));
  }

  /**
   * Runs one statement in a READ ONLY transaction, which is rolled back, so that nothing of it
   * stays in the session either.
   */
  Result read(String tool, Passed statement, Call call) {
    ClusterClient client = call.client(cluster);
    try {
      return client.read(connection -> {
        Result result = run(connection, statement);
        connection.rollback();
        return result;
      });
    } catch (SQLException e) {
      throw failure(tool, e, call);
    } catch (ClientException e) {
      throw failure(tool, e);
    }
  }

  /** Runs statements in one transaction; the result of the last. */
  Result write(String tool, List<Passed> statements, Call call) {
    requireTransaction(statements);
    ClusterClient client = call.client(cluster);
    try {
      return isAlone(statements.getFirst().tree())
          ? alone(client, statements.getFirst())
          : client.transaction(connection -> all(connection, statements, call));
    } catch (SQLException e) {
      throw failure(tool, e, call);
    } catch (ClientException e) {
      throw failure(tool, e);
    }
  }

  private Result all(Connection connection, List<Passed> statements, Call call)
      throws SQLException {
    Result last = new Result(Rows.NONE, 0);
    boolean settings = false;
    for (int i = 0; i < statements.size(); i++) {
      call.requireWanted();
      call.done(i, statements.size(), null);
      last = run(connection, statements.get(i));
      settings |= changesSettings(statements.get(i).tree());
    }
    if (settings) {
      // The connection goes back to a pool, where the next call must find it as it was.
      run(
          connection,
          pass(new Placeholders.Numbered("RESET ALL", List.of()), SqlGuard.Access.WRITE));
    }
    call.requireWanted();
    call.done(statements.size(), statements.size(), null);
    return last;
  }

  private static boolean changesSettings(Stmt statement) {
    return Dialect.of(DsqlVersion.defaultVersion()).classOf(statement) == StatementClass.SETTING
        || FunctionEffects.maySet(statement);
  }

  /** ANALYZE and CALL must not stand in a transaction block. */
  private static boolean isAlone(Stmt statement) {
    return statement instanceof VacuumStmt || statement instanceof CallStmt;
  }

  private Result alone(ClusterClient client, Passed statement) throws SQLException {
    return client.alone(connection -> run(connection, statement));
  }

  /** What the service would refuse at the second statement is said before the first one runs. */
  private void requireTransaction(List<Passed> statements) {
    Dialect dialect = Dialect.of(options.dsqlVersion());
    int definitions = 0;
    int changes = 0;
    for (Passed statement : statements) {
      if (isAlone(statement.tree()) && statements.size() > 1) {
        throw new RefusedException(
            "ANALYZE and CALL must be alone in a call: they cannot run within a transaction block.");
      }
      switch (dialect.classOf(statement.tree())) {
        case DDL -> definitions++;
        case DML -> changes++;
        case QUERY, TRANSACTION, SETTING, OTHER -> {}
      }
    }
    if (definitions > 1) {
      throw new RefusedException(
          "multiple ddl statements not supported in a transaction (0A000). Send each DDL statement in a call of its own.");
    }
    if (definitions > 0 && changes > 0) {
      throw new RefusedException(
          "ddl and dml are not supported in the same transaction (0A000). Send the DDL statement in a call of its own.");
    }
  }

  private Result run(Connection connection, Passed passed) throws SQLException {
    Placeholders.Marked marked = Placeholders.marked(passed.query());
    try {
      return run(connection, marked);
    } catch (SQLException e) {
      if (String.valueOf(e.getMessage()).contains(BUFFER_LIMIT)) {
        throw new RefusedException(
            "The rows are too long to be read: more than %s at once. Ask for fewer columns, or for parts of long values with left() or substr()."
                .formatted(ClusterSource.DRIVER_SETTINGS.get(BUFFER_LIMIT)));
      }
      throw e;
    }
  }

  private Result run(Connection connection, Placeholders.Marked marked) throws SQLException {
    if (marked.values().isEmpty()) {
      try (Statement statement = connection.createStatement()) {
        statement.setEscapeProcessing(false);
        prepare(statement);
        return result(statement, statement.execute(marked.sql()));
      }
    }
    try (PreparedStatement statement = connection.prepareStatement(marked.sql())) {
      Binding.bind(statement, marked.values());
      prepare(statement);
      return result(statement, statement.execute());
    }
  }

  private static void prepare(Statement statement) throws SQLException {
    statement.setFetchSize(Rows.FIRST_PAGE_ROWS);
    statement.setQueryTimeout(MAX_SECONDS);
  }

  private Result result(Statement statement, boolean hasRows) throws SQLException {
    if (!hasRows) {
      return new Result(Rows.NONE, Math.max(0, statement.getLargeUpdateCount()));
    }
    try (ResultSet results = statement.getResultSet()) {
      Rows rows = Rows.read(results, options);
      return new Result(rows, rows.rows().size());
    }
  }

  private static RefusedException failure(String tool, SQLException e, Call call) {
    if (call.isCancelled()) {
      return new RefusedException("The call was cancelled; nothing was changed.");
    }
    if (READ_ONLY_VIOLATION.equals(e.getSQLState())) {
      return new RefusedException(tool + " does not support write operations. Use transact");
    }
    return new RefusedException("Error executing " + tool + ": " + text(e));
  }

  private static RefusedException failure(String tool, ClientException e) {
    String outcome =
        e instanceof UnknownOutcomeException
            ? " It may have been done or not: look before you send it again."
            : "";
    return new RefusedException("Error executing " + tool + ": " + e.getMessage() + outcome);
  }

  /** The server's words, with what belongs to them. */
  static String text(SQLException e) {
    ServerErrorMessage server =
        e instanceof PSQLException known ? known.getServerErrorMessage() : null;
    if (server == null) {
      return e.getMessage() + (e.getSQLState() == null ? "" : " (" + e.getSQLState() + ")");
    }
    StringBuilder text = new StringBuilder(String.valueOf(server.getMessage()));
    text.append(" (").append(server.getSQLState()).append(')');
    if (server.getPosition() > 0) {
      text.append(" at character ").append(server.getPosition());
    }
    if (server.getDetail() != null) {
      text.append(". ").append(server.getDetail());
    }
    if (server.getHint() != null) {
      text.append(". ").append(server.getHint());
    }
    return text.toString();
  }
}
