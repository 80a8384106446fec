package dev.borealis.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.client.Cancellation;
import dev.borealis.client.ClusterClient;
import dev.borealis.client.RetryPolicy;
import dev.borealis.dialect.DsqlVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A running PostgreSQL into a cluster. */
@Timeout(180)
class LiveMigrationTest {
  private static final List<String> TABLES =
      List.of(
          "customer",
          "product",
          "orders",
          "order_line",
          "device",
          "reading",
          "ticket",
          "blog.author",
          "blog.post",
          "blog.\"Odd Name\"");

  @TempDir private Path directory = Path.of("");

  private Path resource(String name) throws IOException {
    Path file = directory.resolve(name);
    try (InputStream in = LiveMigrationTest.class.getResourceAsStream(name)) {
      assertThat(in).isNotNull();
      if (in != null) {
        Files.copy(in, file);
      }
    }
    return file;
  }

  private static String value(ClusterClient client, String sql) throws SQLException {
    return client.read(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        assertThat(rows.next()).isTrue();
        return String.valueOf(rows.getString(1));
      }
    });
  }

  private static String sum(String table) {
    return "SELECT count(*) || ' ' || md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) FROM "
        + table
        + " t";
  }

  @Test
  void bringsAllThatTheServiceTakesAndListsTheRest() throws Exception {
    try (LivePostgres live = LivePostgres.start(directory)) {
      for (String name : List.of("shop.sql", "blog.sql", "metrics.sql")) {
        live.script(resource(name));
      }
      Path file = directory.resolve("dumps").resolve("live.sql");
      LiveDump.write(live.address(), file);
      LoadOptions load =
          TestingOptions.of("dump", file)
              .format(DataFormat.PGDUMP)
              .on(OnConflict.ERROR)
              .verify(VerifyMode.COUNT)
              .build();
      try (LocalDsql dsql = LocalDsql.start(directory, 0);
          ClusterClient client =
              ClusterClient.open(dsql.login(), 2, RetryPolicy.INTERACTIVE, new Cancellation())) {
        MigrationReport report =
            new Migration(
                    dsql.login(),
                    directory.resolve("manifests"),
                    new Cancellation(),
                    new LoadProgress())
                .run(new MigrationOptions(load, false, DsqlVersion.defaultVersion(), true), null);
        assertThat(report.failures()).isEmpty();
        assertThat(report.tables()).allMatch(MigrationReport.TableResult::matches);
        for (String table : TABLES) {
          assertThat(value(client, sum(table))).as(table).isEqualTo(live.value(sum(table)));
        }
        assertThat(value(client, "SELECT count(*) FROM open_orders"))
            .isEqualTo(live.value("SELECT count(*) FROM open_orders"));
        assertThat(value(client, "SELECT line_count(7)"))
            .isEqualTo(live.value("SELECT line_count(7)"));
        assertThat(value(client, "SELECT last_value FROM customer_id_seq"))
            .isEqualTo(live.value("SELECT last_value FROM customer_id_seq"));
        assertThat(report.notes())
            .anySatisfy(note -> assertThat(note.message()).contains("order_status is an enum"))
            .anySatisfy(note -> assertThat(note.message()).contains("plpgsql"));
      }
    }
  }

  @Test
  void saysWhatPgDumpSays() {
    Path file = directory.resolve("nothing.sql");
    assertThatThrownBy(() -> LiveDump.write("postgresql://me:secret@127.0.0.1:1/shop", file))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("pg_dump")
        .hasMessageNotContaining("secret");
    assertThat(file).doesNotExist();
  }

  @Test
  void keepsThePasswordOutOfTheArguments() {
    assertThat(LiveDump.Address.of("postgresql://me:p+w%40@db_1,db_2:5433/shop?sslmode=require"))
        .isEqualTo(
            new LiveDump.Address("postgresql://me@db_1,db_2:5433/shop?sslmode=require", "p+w@"));
    assertThat(LiveDump.Address.of("postgres://%2Frun%2Fpostgresql/shop?user=me&password=x&a=b"))
        .isEqualTo(new LiveDump.Address("postgres://%2Frun%2Fpostgresql/shop?user=me&a=b", "x"));
    assertThat(LiveDump.Address.of("postgresql://localhost/shop?password=a%20b"))
        .isEqualTo(new LiveDump.Address("postgresql://localhost/shop", "a b"));
    assertThat(LiveDump.Address.of("postgresql:///shop"))
        .isEqualTo(new LiveDump.Address("postgresql:///shop", null));
    assertThatThrownBy(() -> LiveDump.Address.of("postgresql://me:50%@localhost/shop"))
        .hasMessageContaining("%25");
  }
}
