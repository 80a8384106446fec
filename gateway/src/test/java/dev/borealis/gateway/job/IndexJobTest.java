package dev.borealis.gateway.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.gateway.ClientStatement;
import dev.borealis.gateway.testing.WireClient;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexJobTest {
  private static final String HOSTILE = "a\"; DROP TABLE a; --'%I\\";

  private static JobDatabase database;

  @BeforeAll
  static void start() {
    database = new JobDatabase(JobDatabase.PROMPT);
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  private static String wait(WireClient client, String job) throws IOException {
    return String.valueOf(client.value("CALL sys.wait_for_job('" + job + "')"));
  }

  @Test
  void buildsTheIndexInTheBackground() throws IOException, InterruptedException {
    try (WireClient admin = database.connect("admin")) {
      admin.run("CREATE TABLE a (id int PRIMARY KEY, v text)");
      String job = database.submit(admin, "CREATE INDEX ASYNC a_v ON a (v)");
      assertThat(job).matches("[a-z2-7]{26}");
      assertThat(wait(admin, job)).isEqualTo("t");
      assertThat(admin.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_v'::regclass"))
          .isEqualTo("t");
      assertThat(
              admin.value(
                  "SELECT concat_ws(' ', status, job_type, class_id, object_id = 'a_v'::regclass, object_name,"
                      + " start_time <= update_time) FROM sys.jobs WHERE job_id = '"
                      + job
                      + "'"))
          .isEqualTo("completed INDEX_BUILD 1259 t public.a_v t");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          CREATE INDEX ASYNC k ON kinds (v)                             ; CREATE INDEX k ON public.kinds USING btree (v)
          CREATE UNIQUE INDEX ASYNC k ON ONLY kinds (v NULLS FIRST, id) INCLUDE (n) NULLS NOT DISTINCT ; CREATE UNIQUE INDEX k ON public.kinds USING btree (v NULLS FIRST, id) INCLUDE (n) NULLS NOT DISTINCT
          CREATE INDEX ASYNC k ON kinds ((lower(v)), f(n))              ; CREATE INDEX k ON public.kinds USING btree (lower(v), f(n))
          CREATE INDEX ASYNC k ON kinds (v) WHERE n > 0 OR v = ' WHERE false' ; CREATE INDEX k ON public.kinds USING btree (v) WHERE ((n > 0) OR (v = ' WHERE false'::text))
          CREATE INDEX ASYNC k ON kinds (v) WHERE n > 0 AND NOT kinds   ; CREATE INDEX k ON public.kinds USING btree (v) WHERE ((n > 0) AND (NOT kinds))
          CREATE INDEX ASYNC k ON kinds (v) WHERE kinds                 ; CREATE INDEX k ON public.kinds USING btree (v) WHERE kinds
          CREATE INDEX ASYNC k ON "Q t" (a) WHERE "Q t".a <> 1 -- why   ; CREATE INDEX k ON public."Q t" USING btree (a) WHERE (a <> 1)
          """)
  void buildsWhatWasAskedFor(String sql, String definition)
      throws IOException, InterruptedException {
    try (WireClient admin = database.connect("admin")) {
      admin.run("DROP TABLE IF EXISTS kinds, \"Q t\"; DROP FUNCTION IF EXISTS f");
      admin.run(
          "CREATE TABLE kinds (id int PRIMARY KEY, v text, n int, kinds boolean);"
              + " CREATE FUNCTION f(int) RETURNS int IMMUTABLE LANGUAGE sql RETURN $1 + 1;"
              + " CREATE TABLE \"Q t\" (a int)");
      admin.run("SET search_path = public, pg_catalog");
      assertThat(wait(admin, database.submit(admin, sql))).isEqualTo("t");
      assertThat(admin.value("SELECT pg_catalog.pg_get_indexdef('k'::regclass)"))
          .isEqualTo(definition);
    }
  }

  @Test
  void buildsWhatTakesMoreSpaceThanAQueryMay() throws IOException, InterruptedException {
    try (WireClient superuser = database.connect("postgres");
        WireClient admin = database.connect("admin")) {
      superuser.run("ALTER ROLE admin SET temp_file_limit = '64kB'");
      superuser.run("ALTER ROLE admin SET maintenance_work_mem = '1MB'");
      admin.run("CREATE TABLE large (v text)");
      admin.run("INSERT INTO large SELECT md5(i::text) FROM generate_series(1, 40000) AS i");
      assertThat(wait(admin, database.submit(admin, "CREATE INDEX ASYNC ON large (v)")))
          .isEqualTo("t");
      superuser.run("ALTER ROLE admin RESET ALL");
    }
  }

  @Test
  void findsErrorsAtTheStatement() throws IOException {
    try (WireClient admin = database.connect("admin")) {
      admin.run("CREATE TABLE b (id int, v text, t timestamptz); CREATE INDEX b_i ON b (v)");
      assertThat(error(admin, "CREATE INDEX ASYNC i ON b (nothing)"))
          .isEqualTo("42703 column \"nothing\" does not exist");
      assertThat(error(admin, "CREATE INDEX ASYNC b_i ON b (id)"))
          .isEqualTo("42P07 relation \"b_i\" already exists");
      assertThat(error(admin, "CREATE INDEX ASYNC i ON nowhere (id)"))
          .isEqualTo("42P01 relation \"nowhere\" does not exist");
      assertThat(error(admin, "CREATE INDEX ASYNC i ON b ((t::text))"))
          .isEqualTo("42P17 functions in index expression must be marked IMMUTABLE");
      assertThat(error(admin, "CREATE INDEX ASYNC i ON b (v) WHERE t > now() OR v = ''"))
          .isEqualTo("42P17 functions in index predicate must be marked IMMUTABLE");
      assertThat(error(admin, "CREATE INDEX ASYNC i ON pg_class (relname)"))
          .isEqualTo("42501 must be owner of table pg_class");
      assertThat(error(admin, "CREATE INDEX ASYNC IF NOT EXISTS b_i ON b (id)"))
          .isEqualTo("SELECT 0");
      assertThat(admin.value("SELECT to_regclass('public.i') IS NULL")).isEqualTo("t");
    }
  }

  private static String error(WireClient client, String sql) throws IOException {
    return client.run(ClientStatement.forPostgres(sql)).getFirst();
  }

  @Test
  void namesUnnamedIndexesAsPostgresDoes() throws IOException, InterruptedException {
    try (WireClient admin = database.connect("admin")) {
      admin.run("CREATE TABLE c (id int, v text)");
      for (int i = 0; i < 3; i++) {
        database.submit(admin, "CREATE INDEX ASYNC ON c (v)");
      }
      database.submit(admin, "CREATE INDEX ASYNC ON c ((lower(v)), id)");
      assertThat(
              admin.value(
                  "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relkind = 'i' AND relname LIKE 'c\\_%'"))
          .isEqualTo("c_lower_id_idx c_v_idx c_v_idx1 c_v_idx2");
    }
  }

  @Test
  void belongsToTheTransaction() throws IOException, InterruptedException {
    try (WireClient admin = database.connect("admin")) {
      admin.run("CREATE TABLE d (id int, v text)");
      String jobs = "SELECT count(*) FROM sys.jobs WHERE object_name LIKE 'public.d\\_%'";
      admin.run("BEGIN");
      database.submit(admin, "CREATE INDEX ASYNC d_i ON d (v)");
      assertThat(admin.value("SELECT count(*) FROM sys.jobs WHERE object_name = 'public.d_i'"))
          .isEqualTo("1");
      admin.run("ROLLBACK");
      assertThat(admin.value(jobs)).isEqualTo("0");
      admin.run("BEGIN");
      String job = database.submit(admin, "CREATE INDEX ASYNC d_i ON d (v)");
      admin.run("COMMIT");
      database.jobs().poke();
      assertThat(wait(admin, job)).isEqualTo("t");
      assertThat(admin.value(jobs)).isEqualTo("1");
    }
  }

  @Test
  void leavesIndexOfDuplicatesInvalidAndEnforcing() throws IOException, InterruptedException {
    try (WireClient admin = database.connect("admin")) {
      admin.run("CREATE TABLE e (id int, v int); INSERT INTO e VALUES (1, 7), (2, 7), (3, 8)");
      String job = database.submit(admin, "CREATE UNIQUE INDEX ASYNC e_v ON e (v)");
      assertThat(wait(admin, job)).isEqualTo("f");
      assertThat(
              admin.value(
                  "SELECT status || ': ' || details FROM sys.jobs WHERE job_id = '" + job + "'"))
          .isEqualTo("failed: found duplicate key(s) while validating index uniqueness");
      assertThat(admin.run("INSERT INTO e VALUES (4, 7)"))
          .containsExactly("23505 duplicate key value violates unique constraint \"e_v\"");
      assertThat(admin.run("INSERT INTO e VALUES (4, 8)"))
          .containsExactly("23505 duplicate key value violates unique constraint \"e_v\"");
      assertThat(admin.run("INSERT INTO e VALUES (4, 9)")).containsExactly("INSERT 0 1");
      assertThat(admin.run("ALTER TABLE e ADD CONSTRAINT u UNIQUE USING INDEX e_v"))
          .containsExactly("55000 index \"e_v\" is not valid");
      assertThat(admin.value("SELECT pg_get_indexdef('e_v'::regclass)"))
          .isEqualTo("CREATE UNIQUE INDEX e_v ON public.e USING btree (v)");
      assertThat(
              admin.value(
                  "SELECT indisvalid::text || (indexrelid = object_id) FROM pg_index, sys.jobs"
                      + " WHERE indexrelid = 'e_v'::regclass AND job_id = '"
                      + job
                      + "'"))
          .isEqualTo("falsetrue");
      assertThat(admin.run("DROP INDEX e_v")).containsExactly("DROP INDEX");
      assertThat(admin.run("INSERT INTO e VALUES (5, 7)")).containsExactly("INSERT 0 1");
    }
  }

  @Test
  void needsTheTable() throws IOException, InterruptedException {
    try (WireClient admin = database.connect("admin")) {
      admin.run(
          "CREATE ROLE owner LOGIN; CREATE ROLE other LOGIN; CREATE SCHEMA s; GRANT CREATE, USAGE ON SCHEMA s TO owner, other");
    }
    try (WireClient owner = database.connect("owner");
        WireClient other = database.connect("other")) {
      owner.run("CREATE TABLE s.t (id int, v text)");
      assertThat(error(other, "CREATE INDEX ASYNC i ON s.t (v)"))
          .isEqualTo("42501 must be owner of table t");
      assertThat(
              other.run(
                  "SELECT sys.borealis_submit_index_build('CREATE INDEX i ON s.t (v)', 'i', 's.t'::regclass)"))
          .containsExactly("42501 must be owner of table s.t");
      assertThat(wait(owner, database.submit(owner, "CREATE INDEX ASYNC i ON s.t (v)")))
          .isEqualTo("t");
      assertThat(
              owner.value(
                  "SELECT relowner::regrole FROM pg_class WHERE relname = 'i' AND relnamespace = 's'::regnamespace"))
          .isEqualTo("owner");
    }
  }

  @Test
  void runsNothingButIndexDefinitions() throws IOException, InterruptedException {
    try (WireClient admin = database.connect("admin")) {
      admin.run("CREATE TABLE f1 (id int); INSERT INTO f1 VALUES (1)");
      for (String definition :
          new String[] {
            "DELETE FROM f1",
            "CREATE INDEX i ON f1 (id); DELETE FROM f1",
            "CREATE INDEX CONCURRENTLY i ON f1 (id)"
          }) {
        String job =
            admin.value(
                "SELECT sys.borealis_submit_index_build('%s', 'i', 'f1'::regclass)"
                    .formatted(definition));
        database.jobs().poke();
        assertThat(wait(admin, String.valueOf(job))).isEqualTo("f");
      }
      assertThat(admin.value("SELECT count(*) FROM f1")).isEqualTo("1");
    }
  }

  @Test
  void doesNotMindHostileNames() throws IOException, InterruptedException {
    String name = "\"" + HOSTILE.replace("\"", "\"\"") + "\"";
    try (WireClient admin = database.connect("admin")) {
      admin.run(
          "CREATE ROLE %1$s LOGIN; CREATE SCHEMA %1$s; GRANT CREATE, USAGE ON SCHEMA %1$s TO %1$s"
              .formatted(name));
    }
    try (WireClient hostile = database.connect(HOSTILE)) {
      hostile.run("CREATE TABLE %s.%s (%s int)".formatted(name, name, name));
      String job =
          database.submit(
              hostile,
              "CREATE UNIQUE INDEX ASYNC %2$s ON %1$s.%1$s (%1$s) WHERE %1$s > 0"
                  .formatted(name, "\"x" + name.substring(1)));
      assertThat(wait(hostile, job)).isEqualTo("t");
      assertThat(hostile.value("SELECT object_name FROM sys.jobs WHERE job_id = '" + job + "'"))
          .isEqualTo(HOSTILE + ".x" + HOSTILE);
    }
  }

  @Test
  void findsTheIndexInvalidRightAfterTheStatement() throws IOException, InterruptedException {
    database.restartJobs(JobTimings.DEFAULT);
    try (WireClient admin = database.connect("admin")) {
      admin.run("CREATE TABLE g (id int)");
      String job = database.submit(admin, "CREATE UNIQUE INDEX ASYNC g_i ON g (id)");
      assertThat(admin.run("ALTER TABLE g ADD CONSTRAINT u UNIQUE USING INDEX g_i"))
          .containsExactly("55000 index \"g_i\" is not valid");
      assertThat(wait(admin, job)).isEqualTo("t");
      assertThat(admin.run("ALTER TABLE g ADD CONSTRAINT u UNIQUE USING INDEX g_i"))
          .containsExactly("ALTER TABLE");
    } finally {
      database.restartJobs(JobDatabase.PROMPT);
    }
  }

  @Test
  void forgetsFinishedJobsWhenAnotherBegins() throws IOException, InterruptedException {
    try (WireClient admin = database.connect("admin");
        WireClient superuser = database.connect("postgres")) {
      admin.run("CREATE TABLE h (id int)");
      String old = database.submit(admin, "CREATE INDEX ASYNC h1 ON h (id)");
      wait(admin, old);
      String recent = database.submit(admin, "CREATE INDEX ASYNC h2 ON h (id)");
      wait(admin, recent);
      superuser.run(
          "UPDATE sys.borealis_jobs SET update_time = now() - interval '31 minutes' WHERE index_name = 'h1'");
      String jobs =
          "SELECT count(*) FROM sys.jobs WHERE job_id IN ('%s', '%s')".formatted(old, recent);
      assertThat(admin.value(jobs)).isEqualTo("2");
      wait(admin, database.submit(admin, "CREATE INDEX ASYNC h3 ON h (id)"));
      assertThat(admin.value(jobs)).isEqualTo("1");
      assertThat(admin.run("CALL sys.wait_for_job('" + old + "')"))
          .containsExactly("42704 job \"" + old + "\" does not exist");
    }
  }
}
