package dev.borealis.gateway.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.gateway.ClientStatement;
import dev.borealis.gateway.testing.WireClient;
import dev.borealis.wire.FrontendMessage.Query;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens while an index is being built. The builds do not get beyond their beginning. */
class HeldJobTest {
  private JobDatabase database;
  private WireClient admin;

  @BeforeEach
  void start() throws IOException {
    database = new JobDatabase(JobDatabase.HELD);
    admin = database.connect("admin");
    admin.run("CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'a')");
  }

  @AfterEach
  void stop() throws IOException {
    admin.close();
    database.close();
  }

  private String status(String job) {
    try {
      return String.valueOf(
          admin.value(
              "SELECT status || ' ' || details FROM sys.jobs WHERE job_id = '" + job + "'"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String submit(String sql) throws IOException, InterruptedException {
    return database.submit(admin, sql);
  }

  @Test
  void showsTheIndexAsInvalid() throws IOException, InterruptedException {
    String job = submit("CREATE INDEX ASYNC i ON t (v)");
    assertThat(status(job)).isEqualTo("processing ");
    assertThat(
            admin.value(
                "SELECT indisvalid::text || ' ' || object_name FROM pg_index, sys.jobs WHERE indexrelid = object_id AND job_id = '"
                    + job
                    + "'"))
        .isEqualTo("false public.i");
  }

  @Test
  void letsRowsBeWrittenAndRead() throws IOException, InterruptedException {
    submit("CREATE INDEX ASYNC i ON t (v)");
    assertThat(admin.run("INSERT INTO t VALUES (2, 'b'); UPDATE t SET v = 'c'; DELETE FROM t"))
        .containsExactly("INSERT 0 1", "UPDATE 2", "DELETE 2");
  }

  @Test
  void givesWayToAStatementThatChangesTheTable() throws IOException, InterruptedException {
    String job = submit("CREATE INDEX ASYNC i ON t (v)");
    assertThat(admin.run("ALTER TABLE t ADD COLUMN w int")).containsExactly("ALTER TABLE");
    assertThat(admin.run("ALTER TABLE t RENAME COLUMN v TO x")).containsExactly("ALTER TABLE");
    assertThat(admin.value("CALL sys.wait_for_job('" + job + "')")).isEqualTo("t");
    assertThat(admin.value("SELECT pg_get_indexdef('i'::regclass)"))
        .isEqualTo("CREATE INDEX i ON public.t USING btree (x)");
  }

  @Test
  void answersThatTheIndexIsNotValid() throws IOException, InterruptedException {
    submit("CREATE UNIQUE INDEX ASYNC i ON t (v)");
    assertThat(admin.run("ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX i"))
        .containsExactly("55000 index \"i\" is not valid");
  }

  @Test
  void endsWhenTheIndexIsDropped() throws IOException, InterruptedException {
    String job = submit("CREATE INDEX ASYNC i ON t (v)");
    assertThat(admin.run("DROP INDEX i")).containsExactly("DROP INDEX");
    database.jobs().poke();
    assertThat(admin.value("CALL sys.wait_for_job('" + job + "')")).isEqualTo("f");
    assertThat(status(job)).isEqualTo("failed the index was dropped");
    assertThat(admin.value("SELECT count(*) FROM pg_class WHERE relname = 'i'")).isEqualTo("0");
    JobDatabase.await(
        "a DROP job",
        () -> {
          try {
            return "1"
                .equals(
                    admin.value(
                        "SELECT count(*) FROM sys.jobs WHERE job_type = 'DROP' AND status = 'completed' AND object_name IS NULL"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Test
  void endsWhenTheTableIsDropped() throws IOException, InterruptedException {
    String job = submit("CREATE INDEX ASYNC i ON t (v)");
    assertThat(admin.run("DROP TABLE t")).containsExactly("DROP TABLE");
    assertThat(admin.value("CALL sys.wait_for_job('" + job + "')")).isEqualTo("f");
    assertThat(status(job)).isEqualTo("failed the table was dropped");
    assertThat(admin.value("SELECT count(*) FROM sys.jobs WHERE job_type = 'DROP'")).isEqualTo("1");
  }

  @Test
  void goesOnWhenTheDropIsRolledBack() throws IOException, InterruptedException {
    String job = submit("CREATE INDEX ASYNC i ON t (v)");
    assertThat(admin.run("BEGIN; DROP INDEX i")).containsExactly("BEGIN", "DROP INDEX");
    assertThat(admin.run("ROLLBACK")).containsExactly("ROLLBACK");
    assertThat(admin.value("CALL sys.wait_for_job('" + job + "')")).isEqualTo("t");
  }

  @Test
  void keepsTheNamesOfIndexesThatWait() throws IOException, InterruptedException {
    String first = submit("CREATE INDEX ASYNC ON t (v)");
    String second = admin.value(ClientStatement.forPostgres("CREATE INDEX ASYNC j ON t (v)"));
    String third = admin.value(ClientStatement.forPostgres("CREATE INDEX ASYNC ON t (v)"));
    String fourth = admin.value(ClientStatement.forPostgres("CREATE INDEX ASYNC ON t (v)"));
    assertThat(admin.run(ClientStatement.forPostgres("CREATE INDEX ASYNC j ON t (id)")))
        .containsExactly("42P07 relation \"j\" already exists");
    assertThat(
            admin.run(ClientStatement.forPostgres("CREATE INDEX ASYNC IF NOT EXISTS j ON t (id)")))
        .containsExactly("SELECT 0");
    assertThat(
            admin.value(
                "SELECT string_agg(object_name, ' ' ORDER BY object_name) FROM sys.jobs WHERE job_id IN ('%s', '%s', '%s', '%s')"
                    .formatted(first, second, third, fourth)))
        .isEqualTo("public.j public.t_v_idx public.t_v_idx1 public.t_v_idx2");
  }

  @Test
  void beginsAgainAfterARestart() throws IOException, InterruptedException {
    String job = submit("CREATE UNIQUE INDEX ASYNC i ON t (v)");
    database.restartJobs(JobDatabase.PROMPT);
    assertThat(admin.value("CALL sys.wait_for_job('" + job + "')")).isEqualTo("t");
    assertThat(admin.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"))
        .isEqualTo("t");
  }

  @Test
  void beginsAgainAfterPostgresWasKilled() throws IOException, InterruptedException {
    String job = submit("CREATE UNIQUE INDEX ASYNC i ON t (v)");
    database.killPostgres();
    admin = database.connect("admin");
    assertThat(admin.value("CALL sys.wait_for_job('" + job + "')")).isEqualTo("t");
    assertThat(admin.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"))
        .isEqualTo("t");
  }

  @Test
  void tellsAnotherSessionThatItIsDone() throws IOException, InterruptedException {
    String job = submit("CREATE INDEX ASYNC i ON t (v)");
    try (WireClient other = database.connect("admin")) {
      other.send(
          new Query(("CALL sys.wait_for_job('" + job + "')").getBytes(StandardCharsets.UTF_8)));
      JobDatabase.await(
          "the other session waits",
          () -> {
            try {
              return "1"
                  .equals(
                      admin.value(
                          "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'CALL sys%' AND wait_event = 'PgSleep'"));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      database.restartJobs(JobDatabase.PROMPT);
      assertThat(WireClient.outcomes(other.receiveUntilReady())).containsExactly("CALL");
    }
    assertThat(status(job)).isEqualTo("completed ");
  }
}
