package dev.borealis.alter;

import dev.borealis.alter.AlterRun.Gate;
import dev.borealis.alter.AlterRun.Progress;
import dev.borealis.alter.AlterRun.StepHook;
import dev.borealis.client.Cancellation;
import dev.borealis.client.ClusterClient;
import dev.borealis.client.RetryPolicy;
import dev.borealis.dialect.DsqlVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;

/** A local cluster of one version with a client, and what the tests do with it. */
record Workbench(LocalDsql cluster, ClusterClient client, DsqlVersion version)
    implements AutoCloseable {
  static Workbench open(Path directory, String version) throws IOException {
    DsqlVersion dsqlVersion = DsqlVersion.parse(version);
    LocalDsql cluster = LocalDsql.start(directory, dsqlVersion);
    return new Workbench(
        cluster,
        ClusterClient.open(cluster.login(), 4, RetryPolicy.INTERACTIVE, new Cancellation()),
        dsqlVersion);
  }

  /** Agrees to everything and watches nothing. */
  static final class Silent implements Progress {
    @Override
    public void step(int number, int of, AlterPlan.Step step) {}

    @Override
    public void rows(long copied, long of) {}
  }

  void sql(String... statements) throws SQLException {
    try (Connection connection = client.connection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The first column of all rows. */
  List<String> rows(String sql) throws SQLException {
    return client.transaction(connection -> Queries.strings(connection, sql));
  }

  String cell(String sql) throws SQLException {
    return rows(sql).getFirst();
  }

  AlterPlan plan(String sql, String... assignments) throws SQLException {
    return new AlterPlanner(client, Clock.systemUTC())
        .plan(new AlterRequest(sql, List.of(assignments), version));
  }

  AlterRun runner() {
    return runner(place -> {});
  }

  AlterRun runner(StepHook hook) {
    return new AlterRun(client, new Cancellation(), (gate, question) -> true, new Silent(), hook);
  }

  AlterRun runnerThatRefuses(Gate refused) {
    return new AlterRun(
        client, new Cancellation(), (gate, question) -> gate != refused, new Silent());
  }

  /** Plans and runs a change, and drops the original. */
  AlterReport alter(String sql, String... assignments) throws SQLException {
    return runner().run(plan(sql, assignments), true);
  }

  /** A table with so many rows, written in transactions as large as may be. */
  void fill(String insertUpTo, int rows) throws SQLException {
    for (int from = 1; from <= rows; from += 2_500) {
      sql(insertUpTo.formatted(from, Math.min(rows, from + 2_499)));
    }
  }

  @Override
  public void close() {
    client.close();
    cluster.close();
  }
}
