package dev.borealis.gateway.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.gateway.ClientStatement;
import dev.borealis.gateway.testing.WireClient;
import dev.borealis.wire.BackendMessage;
import dev.borealis.wire.BackendMessage.DataRow;
import dev.borealis.wire.BackendMessage.RowDescription;
import dev.borealis.wire.FrontendMessage.Bind;
import dev.borealis.wire.FrontendMessage.Execute;
import dev.borealis.wire.FrontendMessage.Parse;
import dev.borealis.wire.FrontendMessage.Sync;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions, procedures and views of the schema sys. */
class SystemFunctionsTest {
  private static final String ARN = "arn:aws:iam::111122223333:role/app";

  private static JobDatabase database;
  private WireClient admin;

  @BeforeAll
  static void startDatabase() {
    database = new JobDatabase(JobDatabase.PROMPT);
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  @BeforeEach
  void start() throws IOException {
    admin = database.connect("admin");
  }

  @AfterEach
  void stop() throws IOException {
    admin.close();
  }

  private String outcome(WireClient client, String sql) throws IOException {
    return client.run(ClientStatement.forPostgres(sql)).getFirst();
  }

  @ParameterizedTest
  @CsvSource({
    // Recorded identifiers of jobs.
    "srnwmlngyfhcndf5g2e6f3a3xm, 945b662d-a6c1-4e26-8cbd-3689e2ec1bbb",
    "z2ywbp5lcrfgtayzfzothzwlpu, ceb160bf-ab14-4a69-8319-2e5d33e6cb7d",
    "77e6id3hjbasddybtihl43gega, ffc9e40f-6748-4121-8f01-9a0ebe6cc430",
    "aaaaaaaaaaaaaaaaaaaaaaaaaa, 00000000-0000-0000-0000-000000000000",
    "7777777777777777777777777 4, ffffffff-ffff-ffff-ffff-ffffffffffff"
  })
  void writesUuidsInBase32(String spaced, String uuid) throws IOException {
    String base32 = spaced.replace(" ", "");
    assertThat(admin.value("SELECT sys.uuid_to_base32_str('" + uuid + "')")).isEqualTo(base32);
    assertThat(admin.value("SELECT sys.base32_str_to_uuid('" + base32 + "')")).isEqualTo(uuid);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no-such-job",
        "",
        "srnwmlngyfhcndf5g2e6f3a3xm ",
        "SRNWMLNGYFHCNDF5G2E6F3A3XM",
        "srnwmlngyfhcndf5g2e6f3a3xn",
        "srnwmlngyfhcndf5g2e6f3a3x"
      })
  void waitsForNothingThatIsNoIdentifier(String id) throws IOException {
    assertThat(admin.run("CALL sys.wait_for_job('" + id + "')"))
        .containsExactly("22P02 Unable to convert text to UUID");
  }

  @Test
  void waitsForNoUnknownJob() throws IOException {
    assertThat(admin.run("CALL sys.wait_for_job('srnwmlngyfhcndf5g2e6f3a3xm')"))
        .containsExactly("42704 job \"srnwmlngyfhcndf5g2e6f3a3xm\" does not exist");
  }

  @Test
  void waitsAsProcedureOutsideTransactionBlocksOnly() throws IOException {
    assertThat(admin.run("SELECT sys.wait_for_job((SELECT job_id FROM sys.jobs LIMIT 1))"))
        .containsExactly("42809 sys.wait_for_job(text) is a procedure");
    assertThat(admin.run("BEGIN; CALL sys.wait_for_job('srnwmlngyfhcndf5g2e6f3a3xm')"))
        .containsExactly("BEGIN", "2D000 invalid transaction termination");
  }

  @Test
  void answersAWaitWithOneBoolean() throws IOException, InterruptedException {
    admin.run("CREATE TABLE w (id int)");
    String job = database.submit(admin, "CREATE INDEX ASYNC ON w (id)");
    assertThat(admin.query("CALL sys.wait_for_job('" + job + "')"))
        .filteredOn(RowDescription.class::isInstance)
        .singleElement()
        .satisfies(message ->
            assertThat(((RowDescription) message).columns())
                .extracting(column -> column.name() + " " + column.typeOid())
                .containsExactly("succeeded 16"));
  }

  @Test
  void waitsInTheExtendedProtocol() throws IOException, InterruptedException {
    admin.run("CREATE TABLE extended (id int)");
    String job = database.submit(admin, "CREATE INDEX ASYNC ON extended (id)");
    byte[] nothing = new byte[6];
    admin.send(
        new Parse(
            "",
            ("CALL sys.wait_for_job('" + job + "')").getBytes(StandardCharsets.UTF_8),
            List.of()),
        new Bind("", "", nothing),
        new Execute("", 0),
        new Sync());
    List<BackendMessage> answer = admin.receiveUntilReady();
    assertThat(answer).anyMatch(DataRow.class::isInstance);
    assertThat(WireClient.outcomes(answer)).containsExactly("CALL");
  }

  @Test
  void hasTheRecordedColumnsOfJobs() throws IOException {
    assertThat(
            admin.value(
                "SELECT string_agg(attname || ' ' || atttypid::regtype, ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'sys.jobs'::regclass"))
        .isEqualTo(
            "job_id text, status text, details text, job_type text, class_id oid, object_id oid,"
                + " object_name text, start_time timestamp with time zone, update_time timestamp with time zone");
  }

  @Test
  void showsButDoesNotGiveAwayItsTables() throws IOException {
    assertThat(admin.run("SELECT count(*) FROM sys.jobs")).containsExactly("SELECT 1");
    assertThat(admin.run("DELETE FROM sys.jobs"))
        .containsExactly("42501 permission denied for view jobs");
    assertThat(admin.run("SELECT * FROM sys.borealis_jobs"))
        .containsExactly("42501 permission denied for table borealis_jobs");
    assertThat(admin.run("INSERT INTO sys.iam_pg_role_mappings (arn) VALUES ('x')"))
        .containsExactly("42501 permission denied for view iam_pg_role_mappings");
  }

  @Test
  void validatesConstraints() throws IOException, InterruptedException {
    admin.run(
        "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE v (id int UNIQUE, p int); INSERT INTO v VALUES (1, 1), (-1, NULL)");
    admin.run(
        "ALTER TABLE v ADD CONSTRAINT good CHECK (id < 9) NOT VALID, ADD CONSTRAINT \"ba'd\" CHECK (id > 0) NOT VALID,"
            + " ADD CONSTRAINT fk FOREIGN KEY (p) REFERENCES p NOT VALID");
    assertThat(validation("good")).isEqualTo("completed ");
    assertThat(validation("\"ba'd\""))
        .isEqualTo("failed check constraint \"ba'd\" is violated by some row");
    assertThat(validation("fk"))
        .isEqualTo("failed insert or update on table \"v\" violates foreign key constraint \"fk\"");
    assertThat(
            admin.value(
                "SELECT string_agg(conname, ' ') FROM pg_constraint WHERE conrelid = 'v'::regclass AND NOT convalidated"))
        .isEqualTo("ba'd fk");
    assertThat(
            admin.value(
                "SELECT DISTINCT concat_ws(' ', class_id, object_id::regclass, object_name) FROM sys.jobs WHERE job_type = 'VALIDATE_CONSTRAINT'"))
        .isEqualTo("1259 v public.v");
  }

  private String validation(String constraint) throws IOException, InterruptedException {
    String job = database.submit(admin, "ALTER TABLE ASYNC v VALIDATE CONSTRAINT " + constraint);
    admin.run("CALL sys.wait_for_job('" + job + "')");
    return String.valueOf(
        admin.value("SELECT status || ' ' || details FROM sys.jobs WHERE job_id = '" + job + "'"));
  }

  @Test
  void findsErrorsOfValidationsAtTheStatement() throws IOException {
    admin.run(
        "CREATE TABLE x (id int UNIQUE); CREATE VIEW xv AS SELECT 1; CREATE ROLE stranger LOGIN");
    assertThat(outcome(admin, "ALTER TABLE ASYNC x VALIDATE CONSTRAINT nothing"))
        .isEqualTo("42704 constraint \"nothing\" of relation \"x\" does not exist");
    assertThat(outcome(admin, "ALTER TABLE ASYNC x VALIDATE CONSTRAINT x_id_key"))
        .isEqualTo(
            "42809 constraint \"x_id_key\" of relation \"x\" is not a foreign key or check constraint");
    assertThat(outcome(admin, "ALTER TABLE ASYNC nowhere VALIDATE CONSTRAINT c"))
        .isEqualTo("42P01 relation \"nowhere\" does not exist");
    assertThat(outcome(admin, "ALTER TABLE ASYNC IF EXISTS nowhere VALIDATE CONSTRAINT c"))
        .isEqualTo("SELECT 0");
    assertThat(outcome(admin, "ALTER TABLE ASYNC xv VALIDATE CONSTRAINT c"))
        .isEqualTo("42809 ALTER action VALIDATE CONSTRAINT cannot be performed on relation \"xv\"");
    try (WireClient stranger = database.connect("stranger")) {
      assertThat(outcome(stranger, "ALTER TABLE ASYNC x VALIDATE CONSTRAINT c"))
          .isEqualTo("42501 must be owner of table x");
    }
  }

  @Test
  void mapsIamPrincipalsToRoles() throws IOException {
    admin.run("CREATE ROLE mapped LOGIN; CREATE ROLE group_role");
    assertThat(outcome(admin, "AWS IAM GRANT mapped TO '" + ARN + "'")).isEqualTo("CALL");
    assertThat(
            admin.value(
                "SELECT concat_ws(' ', iam_oid > 0, arn, pg_role_oid::regrole, pg_role_name, grantor_pg_role_oid::regrole, grantor_pg_role_name)"
                    + " FROM sys.iam_pg_role_mappings"))
        .isEqualTo("t " + ARN + " mapped mapped admin admin");
    assertThat(outcome(admin, "AWS IAM GRANT mapped TO '" + ARN + "'"))
        .isEqualTo("42710 role mapped is already granted to " + ARN);
    assertThat(outcome(admin, "AWS IAM GRANT mapped TO '" + ARN + "2'")).isEqualTo("CALL");
    assertThat(outcome(admin, "DROP ROLE mapped"))
        .isEqualTo("2BP01 role \"mapped\" cannot be dropped because some objects depend on it");
    assertThat(outcome(admin, "AWS IAM REVOKE mapped FROM '" + ARN + "'")).isEqualTo("CALL");
    assertThat(outcome(admin, "AWS IAM REVOKE mapped FROM '" + ARN + "'"))
        .isEqualTo("42704 role mapped is not granted to " + ARN);
    assertThat(outcome(admin, "DROP ROLE mapped")).startsWith("2BP01");
    assertThat(outcome(admin, "ALTER ROLE mapped RENAME TO renamed")).isEqualTo("ALTER ROLE");
    assertThat(admin.value("SELECT pg_role_name FROM sys.iam_pg_role_mappings"))
        .isEqualTo("renamed");
    assertThat(outcome(admin, "AWS IAM REVOKE renamed FROM '" + ARN + "2'")).isEqualTo("CALL");
    assertThat(outcome(admin, "DROP ROLE renamed")).isEqualTo("DROP ROLE");
  }

  @Test
  void refusesMappingsThatCannotBe() throws IOException {
    admin.run("CREATE ROLE no_login; CREATE ROLE with_login LOGIN");
    assertThat(outcome(admin, "AWS IAM GRANT nobody TO '" + ARN + "'"))
        .isEqualTo("42704 role \"nobody\" does not exist");
    assertThat(outcome(admin, "AWS IAM GRANT no_login TO '" + ARN + "'"))
        .isEqualTo("55000 role no_login must have the LOGIN attribute");
    assertThat(outcome(admin, "AWS IAM GRANT admin TO '" + ARN + "'"))
        .isEqualTo("0A000 Role admin not supported");
    assertThat(outcome(admin, "AWS IAM GRANT postgres TO '" + ARN + "'"))
        .isEqualTo("0A000 Role postgres not supported");
    assertThat(outcome(admin, "AWS IAM GRANT with_login TO 'me'"))
        .isEqualTo("22023 IAM role must look like an IAM ARN");
    try (WireClient other = database.connect("with_login")) {
      assertThat(outcome(other, "AWS IAM GRANT with_login TO '" + ARN + "'"))
          .isEqualTo("42501 permission denied to grant IAM trust with role with_login");
      assertThat(other.run("SELECT * FROM sys.iam_pg_role_mappings"))
          .containsExactly("42501 permission denied for view iam_pg_role_mappings");
    }
  }

  @Test
  void rollsMappingsBack() throws IOException {
    admin.run("CREATE ROLE undone LOGIN");
    admin.run("BEGIN");
    outcome(admin, "AWS IAM GRANT undone TO '" + ARN + "'");
    admin.run("ROLLBACK");
    assertThat(outcome(admin, "DROP ROLE undone")).isEqualTo("DROP ROLE");
  }

  @Test
  void tellsOfTheCluster() throws IOException {
    assertThat(admin.value("SELECT sys.dsql_major_version()")).isEqualTo("1");
    assertThat(admin.value("SELECT sys.cluster_size() > 1000000")).isEqualTo("t");
    assertThat(admin.value("SELECT sys.cluster_size_limit()")).isEqualTo("10995116277760");
    admin.run("CREATE DOMAIN one AS int; CREATE DOMAIN two AS one");
    assertThat(admin.value("SELECT sys.base_type_oid('two'::regtype)::regtype"))
        .isEqualTo("integer");
    String sql = "SELECT sys.base32_str_to_uuid(sys.current_transaction_id())";
    String first = admin.value(sql);
    assertThat(UUID.fromString(String.valueOf(first))).isNotNull();
    assertThat(admin.value(sql)).isNotEqualTo(first);
    admin.run("BEGIN");
    assertThat(admin.value(sql)).isEqualTo(admin.value(sql));
  }

  @Test
  void cannotBeTrickedBySearchPath() throws IOException {
    assertThat(
            admin.run(
                "CREATE SCHEMA trap; CREATE FUNCTION trap.quote_ident(text) RETURNS text LANGUAGE sql AS $$SELECT 'trapped'$$;"
                    + " CREATE TABLE trap.pg_class (oid bigint); CREATE TABLE trap.t (id int)"))
        .containsExactly("CREATE SCHEMA", "CREATE FUNCTION", "CREATE TABLE", "CREATE TABLE");
    admin.run("SET search_path = trap, pg_catalog");
    assertThat(outcome(admin, "CREATE INDEX ASYNC i ON t (id)")).isEqualTo("SELECT 1");
    assertThat(admin.value("SELECT object_name FROM sys.jobs WHERE object_name LIKE 'trap.%'"))
        .isEqualTo("trap.i");
  }
}
