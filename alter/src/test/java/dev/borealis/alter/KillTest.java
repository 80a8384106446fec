package dev.borealis.alter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.alter.AlterReport.Outcome;
import dev.borealis.client.Cancellation;
import dev.borealis.client.ClusterAddress;
import dev.borealis.client.ClusterClient;
import dev.borealis.client.ClusterLogin;
import dev.borealis.client.RetryPolicy;
import dev.borealis.dialect.DsqlVersion;
import dev.borealis.iam.IdentityStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose process is killed as by {@code kill -9} while it copies. */
class KillTest {
  private static final int ROWS = 20_000;
  private static final long PATIENCE_NANOS = 120_000_000_000L;

  @TempDir private Path directory = Path.of("");

  /** The program that is killed. */
  static final class Program {
    private Program() {}

    /** Plans and runs a change of the table t. */
    public static void main(String[] args) throws SQLException {
      ClusterLogin login =
          new ClusterLogin(
              new ClusterAddress(
                  args[0], Integer.parseInt(args[1]), args[2], args[3], Path.of(args[4])),
              "admin",
              IdentityStore.DEFAULT_IDENTITY::credentials);
      Cancellation cancellation = new Cancellation();
      try (ClusterClient client = ClusterClient.open(login, 2, RetryPolicy.PATIENT, cancellation)) {
        AlterPlan plan =
            new AlterPlanner(client, Clock.systemUTC())
                .plan(
                    new AlterRequest(
                        "ALTER TABLE t ALTER a TYPE bigint",
                        List.of(),
                        DsqlVersion.defaultVersion()));
        new AlterRun(client, cancellation, (gate, question) -> true, new Workbench.Silent())
            .run(plan, false);
      }
    }
  }

  private Process start(LocalDsql dsql) throws IOException {
    ClusterAddress address = dsql.address();
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName(),
            address.host(),
            Integer.toString(address.port()),
            address.region(),
            String.valueOf(address.connectTo()),
            String.valueOf(address.certificateAuthority()))
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("said").toFile())
        .start();
  }

  private static String ledger(Workbench bench) throws SQLException {
    List<String> names =
        bench.rows("SELECT relname FROM pg_class WHERE relname ~ '^dsql_alter_' AND relkind = 'r'");
    return names.isEmpty() ? "" : names.getFirst();
  }

  private static boolean isCopying(Workbench bench) throws SQLException {
    String ledger = ledger(bench);
    return !ledger.isEmpty()
        && Integer.parseInt(bench.cell("SELECT count(*) FROM " + ledger + " WHERE entry = 'batch'"))
            > 2;
  }

  @Test
  void isGoneOnWithByAnotherProcess() throws Exception {
    try (Workbench bench = Workbench.open(directory, "2026-06")) {
      bench.sql("CREATE TABLE t (id int PRIMARY KEY, a int)");
      bench.fill("INSERT INTO t SELECT g, g FROM generate_series(%d, %d) AS g", ROWS);
      Process process = start(bench.cluster());
      long deadline = System.nanoTime() + PATIENCE_NANOS;
      while (!isCopying(bench)) {
        assertThat(process.isAlive()).as(Files.readString(directory.resolve("said"))).isTrue();
        assertThat(System.nanoTime()).isLessThan(deadline);
        LockSupport.parkNanos(1_000_000);
      }
      process.destroyForcibly().waitFor();
      String id = ledger(bench).substring("dsql_alter_".length());
      AlterReport report = bench.runner().resume(id, true);
      assertThat(report.outcome()).isEqualTo(Outcome.DONE);
      assertThat(report.rowsCopied()).isEqualTo(ROWS);
      assertThat(
              bench.cell(
                  "SELECT count(*) || ' ' || sum(a) || ' ' || min(pg_typeof(a)::text) FROM t"))
          .isEqualTo(ROWS + " " + ROWS * (ROWS + 1L) / 2 + " bigint");
      assertThat(ledger(bench)).isEmpty();
    }
  }
}
