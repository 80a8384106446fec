package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.dialect.Dialect;
import dev.borealis.dialect.DsqlVersion;
import dev.borealis.engine.BackendLease;
import dev.borealis.engine.BackendProfile;
import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import dev.borealis.wire.BackendMessage.ErrorResponse;
import dev.borealis.wire.Report;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quotas and refusals that PostgreSQL's catalog has to be asked about. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class CatalogRulesTest {
  private static final DsqlVersion VERSION = DsqlVersion.parse("2026-09");

  private static TestCluster cluster;
  private static TestCluster small;

  private WireClient client;

  @BeforeAll
  static void start() throws Exception {
    cluster = TestCluster.start(VERSION, TransactionLimits.SERVICE);
    small = TestCluster.start(VERSION, TransactionLimits.SERVICE);
    // Three of everything is enough to see where it ends.
    String rules =
        CatalogRules.json(Dialect.of(VERSION)).replaceAll("\"limit\":[15]000,", "\"limit\":3,");
    try (BackendLease lease = small.cluster().pool().lease(BackendProfile.SYSTEM, Map.of())) {
      lease
          .backend()
          .query("ALTER DATABASE postgres SET borealis.rules = '" + rules.replace("'", "''") + "'");
    }
  }

  @AfterAll
  static void stop() {
    cluster.close();
    small.close();
  }

  @BeforeEach
  void connect() throws IOException {
    client = cluster.connect();
  }

  @AfterEach
  void disconnect() throws IOException {
    client.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE TABLE t%d (id int) | creating more than 1000 tables not allowed",
        "CREATE VIEW v%d AS SELECT 1 | creating more than 5000 views not allowed",
        "CREATE SEQUENCE s%d CACHE 1 | creating more than 5000 sequences is not allowed"
      })
  void countsObjectsOfEveryKind(String create, String refusal) throws IOException {
    try (WireClient other = small.connect()) {
      for (int i = 1; i <= 3; i++) {
        assertThat(other.run(create.formatted(i))).allMatch(tag -> tag.startsWith("CREATE"));
      }
      assertThat(other.run(create.formatted(4))).containsExactly("54000 " + refusal);
      assertThat(other.run(create.formatted(4))).containsExactly("54000 " + refusal);
    }
  }

  @Test
  void hasTenSchemasBesidePublic() throws IOException {
    for (int i = 1; i <= 10; i++) {
      assertThat(client.run("CREATE SCHEMA s" + i)).containsExactly("CREATE SCHEMA");
    }
    assertThat(client.run("CREATE SCHEMA s11"))
        .containsExactly("54000 more than 10 schemas not allowed");
    assertThat(client.run("CREATE SCHEMA IF NOT EXISTS s10")).containsExactly("CREATE SCHEMA");
    assertThat(client.run("DROP SCHEMA s10")).containsExactly("DROP SCHEMA");
    assertThat(client.run("CREATE SCHEMA s11 CREATE TABLE t (id int)"))
        .containsExactly("CREATE SCHEMA");
  }

  @Test
  void hasTwentyFourIndexesPerTable() throws IOException {
    client.run("CREATE TABLE many (id int PRIMARY KEY, a int UNIQUE)");
    for (int i = 3; i <= 24; i++) {
      assertThat(client.run("CREATE INDEX ASYNC ON many (a)")).containsExactly("CREATE INDEX");
    }
    assertThat(client.run("CREATE INDEX ASYNC ON many (a)"))
        .containsExactly("54000 more than 24 indexes per table are not allowed");
  }

  @Test
  void hasTwoHundredFiftySixColumnsPerTable() throws IOException {
    String columns =
        IntStream.rangeClosed(1, 255)
            .mapToObj(i -> "c" + i + " int")
            .collect(Collectors.joining(","));
    assertThat(client.run("CREATE TABLE keyless (" + columns + ")"))
        .containsExactly("CREATE TABLE");
    assertThat(client.run("ALTER TABLE keyless ADD COLUMN c256 int"))
        .containsExactly("ALTER TABLE");
    assertThat(client.run("ALTER TABLE keyless ADD COLUMN c257 int"))
        .containsExactly("54011 tables can have at most 255 columns");
    assertThat(client.run("ALTER TABLE keyless DROP COLUMN c1")).containsExactly("ALTER TABLE");
    assertThat(client.run("ALTER TABLE keyless ADD COLUMN c257 int"))
        .containsExactly("ALTER TABLE");
    assertThat(client.run("CREATE TABLE keyed (id int PRIMARY KEY, " + columns + ")"))
        .containsExactly("CREATE TABLE");
    assertThat(client.run("ALTER TABLE keyed ADD COLUMN more int"))
        .containsExactly("54011 cannot use more than 256 columns in an index");
  }

  @Test
  void refusesTheRestOfTheTransactionToo() throws IOException {
    client.run("CREATE TABLE keyed_twice (a int, b int, PRIMARY KEY (a, b))");
    assertThat(client.run("BEGIN; ALTER TABLE keyed_twice DROP COLUMN b; COMMIT"))
        .containsExactly("BEGIN", "0A000 cannot drop primary key column b");
    assertThat(client.run("SELECT 1")).first().asString().startsWith("25P02");
    assertThat(client.run("ROLLBACK")).containsExactly("ROLLBACK");
    assertThat(client.run("SELECT a, b FROM keyed_twice")).containsExactly("SELECT 0");
  }

  @Test
  void tellsNothingOfTheFunctionsBehindIt() throws IOException {
    client.run("CREATE TABLE row_type (id int)");
    Report report =
        client.query("CREATE TABLE of_row_type (r row_type)").stream()
            .filter(ErrorResponse.class::isInstance)
            .map(message -> ((ErrorResponse) message).report())
            .findFirst()
            .orElseThrow();
    assertThat(report.message()).isEqualTo("datatype row_type not supported");
    assertThat(report.fields()).extracting(Report.Field::code).containsExactly('S', 'V', 'C', 'M');
  }
}
