package dev.borealis.bench;

import java.io.IOException;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * pgbench's tables, made with statements that Aurora DSQL accepts; {@code pgbench -i} has others.
 * Rows are those of pgbench's own documentation: per unit of scale one branch, 10 tellers and
 * 100,000 accounts.
 */
final class PgbenchTables {
  private static final int TELLERS = 10;
  private static final int ACCOUNTS = 100_000;

  /** Rows that one transaction may change (Aurora DSQL's quotas page). */
  private static final int MAX_ROWS = 3_000;

  private static final List<String> DEFINITIONS =
      List.of(
          "CREATE TABLE pgbench_branches (bid bigint PRIMARY KEY, bbalance integer, filler char(88))",
          "CREATE TABLE pgbench_tellers (tid bigint PRIMARY KEY, bid bigint, tbalance integer, filler char(84))",
          "CREATE TABLE pgbench_accounts (aid bigint PRIMARY KEY, bid bigint, abalance integer, filler char(84))",
          "CREATE TABLE pgbench_history (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tid bigint, bid bigint,"
              + " aid bigint, delta integer, mtime timestamp, filler char(22))");

  private PgbenchTables() {}

  /** Makes and fills the tables through the gateway, then tidies up as autovacuum would later. */
  static void create(DsqlService service, Postmaster postgres, int scale) {
    SSLContext trust = WireClient.trusting(service.caFile());
    try (WireClient client =
        WireClient.overTls(trust, service.port(), DsqlService.USER, service.token())) {
      for (String definition : DEFINITIONS) {
        client.query(definition);
      }
      fill(client, "pgbench_branches", scale, "n, 0, ''");
      fill(client, "pgbench_tellers", scale * TELLERS, "n, (n - 1) / " + TELLERS + " + 1, 0, ''");
      fill(
          client, "pgbench_accounts", scale * ACCOUNTS, "n, (n - 1) / " + ACCOUNTS + " + 1, 0, ''");
    } catch (IOException e) {
      throw new BenchFailure("pgbench's tables cannot be made: " + e.getMessage(), e);
    }
    // DSQL has no VACUUM. Left to itself, PostgreSQL would do it in the middle of a measurement.
    try (WireClient system = WireClient.overUnixSocket(postgres.socket(), Postmaster.SUPERUSER)) {
      system.query("VACUUM ANALYZE");
      system.query("CHECKPOINT");
    } catch (IOException e) {
      throw new BenchFailure("pgbench's tables cannot be vacuumed: " + e.getMessage(), e);
    }
  }

  private static void fill(WireClient client, String table, int rows, String values)
      throws IOException {
    for (int first = 1; first <= rows; first += MAX_ROWS) {
      int last = Math.min(rows, first + MAX_ROWS - 1);
      client.query(
          "INSERT INTO %s SELECT %s FROM generate_series(%d, %d) AS n"
              .formatted(table, values, first, last));
    }
  }
}
