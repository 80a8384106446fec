package dev.borealis.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.iam.Action;
import dev.borealis.iam.AuthToken;
import dev.borealis.iam.Credentials;
import dev.borealis.iam.IdentityStore;
import dev.borealis.iam.LocalIdentity;
import dev.borealis.iam.Policy;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dsql.DsqlClient;
import software.amazon.awssdk.services.dsql.model.ClusterStatus;
import software.amazon.awssdk.services.dsql.model.DsqlException;
import software.amazon.awssdk.services.dsql.model.GetClusterResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a service leaves in its audit log and shows at /metrics. */
class AuditedServiceTest {
  private static final String REGION = "us-east-1";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Stands wherever a value, a password or a secret can stand. */
  private static final String SECRET = "t0pSecretValue";

  @TempDir private static Path temporary = Path.of("");
  private static @Nullable RunningService running;

  @BeforeAll
  static void start() throws IOException {
    // Root's PostgreSQL runs as somebody else, to whom JUnit's directories are closed.
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
    running =
        RunningService.start(
            temporary.resolve("data"),
            temporary.resolve("cache"),
            new ControlPlaneOptions(
                0, Duration.ofMillis(400), Duration.ZERO, ClusterQuotas.SERVICE));
  }

  @AfterAll
  static void stop() {
    service().close();
  }

  private static RunningService service() {
    if (running == null) {
      throw new IllegalStateException("not started");
    }
    return running;
  }

  private static String log() throws IOException {
    return Files.readString(temporary.resolve("data/audit.log"));
  }

  private static List<JsonNode> events(String name) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : log().lines().toList()) {
      JsonNode event = JSON.readTree(line);
      if (event.path("eventName").asString().equals(name)) {
        events.add(event);
      }
    }
    return events;
  }

  /** The client of a connection hears of its end before the log does. */
  private static JsonNode await(String name, Predicate<JsonNode> which) throws IOException {
    while (true) {
      for (JsonNode event : events(name)) {
        if (which.test(event)) {
          return event;
        }
      }
      Thread.onSpinWait();
    }
  }

  private static Predicate<JsonNode> of(String member, String value) {
    return event -> event.path(member).asString("").equals(value);
  }

  private static GetClusterResponse defaultCluster(DsqlClient sdk) {
    return sdk.getCluster(it -> it.identifier(service().service().record().clusterId().text()));
  }

  @Test
  void tellsAllThatMattersAndNoSecret() throws IOException, SQLException {
    Credentials app = new Credentials("AUDITAPP", SECRET, null);
    IdentityStore.open(temporary.resolve("data"))
        .add(
            new LocalIdentity(
                app, LocalIdentity.userArn("app"), Policy.allowing(Action.DB_CONNECT)));
    List<String> tokens = new ArrayList<>();
    try (DsqlClient sdk = service().sdk(REGION)) {
      GetClusterResponse cluster = defaultCluster(sdk);
      talkAsAdmin(cluster);
      talkAsApp(cluster, app, tokens);
      callTheApi(sdk, app);
    }
    // The last one that the conversations have caused.
    await("ApiCall", of("errorCode", "AccessDeniedException"));
    String log = log();
    assertThat(log)
        .doesNotContainIgnoringCase(SECRET)
        .doesNotContain("X-Amz-Signature=", "X-Amz-Credential=", "Credential=");
    tokens.forEach(token -> {
      String signature = token.replaceAll(".*X-Amz-Signature=([0-9a-f]+).*", "$1");
      assertThat(signature).hasSize(64);
      assertThat(log).doesNotContain(signature);
    });
    tellsOfConnections();
    tellsOfStatements();
    tellsOfApiCalls();
  }

  private static void talkAsAdmin(GetClusterResponse cluster) throws SQLException {
    try (Connection admin = service().connect(cluster);
        Statement statement = admin.createStatement()) {
      statement.execute("create schema own");
      statement.execute(
          "create table own.t (a int primary key, b text default '%s')".formatted(SECRET));
      statement.execute("comment on table own.t is '%s'".formatted(SECRET));
      statement.execute("insert into own.t values (1, '%s')".formatted(SECRET));
      statement.execute("create view own.v as select '%s' as b".formatted(SECRET));
      statement.execute("create role app with login");
      statement.execute("aws iam grant app to 'arn:aws:iam::000000000000:user/app'");
      statement.execute("grant usage on schema own to app");
      statement.execute("grant select on own.t to app");
      assertThatThrownBy(
              () -> statement.execute("create role other password '%s'".formatted(SECRET)))
          .isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> statement.execute("select '%s'::int".formatted(SECRET)))
          .isInstanceOf(SQLException.class);
    }
  }

  private static void talkAsApp(GetClusterResponse cluster, Credentials app, List<String> tokens)
      throws SQLException {
    try (Connection connection = service().connect(cluster, "app", app);
        Statement statement = connection.createStatement()) {
      statement.executeQuery("select b from own.t where b = '%s'".formatted(SECRET)).close();
      assertThatThrownBy(() ->
              statement.execute(
                  "create table own.mine (a int default length('%s'))".formatted(SECRET)))
          .isInstanceOf(SQLException.class);
    }
    String good =
        AuthToken.create(
            app,
            cluster.endpoint(),
            REGION,
            Action.DB_CONNECT,
            Duration.ofMinutes(1),
            Instant.now());
    tokens.add(good);
    for (String password : List.of(SECRET, good + "0", good.replace("DbConnect", SECRET))) {
      Properties properties = new Properties();
      properties.setProperty("user", "app");
      properties.setProperty("password", password);
      properties.setProperty("sslmode", "require");
      assertThatThrownBy(() ->
              DriverManager.getConnection(
                      "jdbc:postgresql://localhost:%d/postgres"
                          .formatted(service().service().record().port()),
                      properties)
                  .close())
          .isInstanceOf(SQLException.class);
    }
    assertThatThrownBy(() -> service().connect(cluster, "admin", app).close())
        .isInstanceOf(SQLException.class);
  }

  private static void callTheApi(DsqlClient sdk, Credentials app) {
    String made =
        sdk.createCluster(it ->
                it.tags(Map.of("key", SECRET)).clientToken(SECRET).deletionProtectionEnabled(false))
            .identifier();
    RunningService.awaitActive(sdk, made);
    sdk.tagResource(it ->
        it.resourceArn("arn:aws:dsql:us-east-1:000000000000:cluster/" + made)
            .tags(Map.of("other", SECRET)));
    sdk.deleteCluster(it -> it.identifier(made));
    try (DsqlClient stranger = service().sdk(REGION, new Credentials("STRANGER", SECRET, null));
        DsqlClient limited = service().sdk(REGION, app)) {
      assertThatThrownBy(() -> stranger.listClusters(it -> {})).isInstanceOf(DsqlException.class);
      assertThatThrownBy(() -> limited.createCluster(it -> {})).isInstanceOf(DsqlException.class);
    }
  }

  private static void tellsOfConnections() throws IOException {
    JsonNode opened = await("ConnectionOpened", of("databaseRole", "app"));
    assertThat(opened.path("userIdentity").path("arn").asString())
        .isEqualTo("arn:aws:iam::000000000000:user/app");
    assertThat(opened.path("userIdentity").path("accessKeyId").asString()).isEqualTo("AUDITAPP");
    assertThat(opened.path("tlsDetails").path("tlsVersion").asString()).isEqualTo("TLSv1.3");
    assertThat(opened.path("sourceIPAddress").asString()).isNotEmpty();
    JsonNode closed = await("ConnectionClosed", of("databaseRole", "app"));
    assertThat(closed.path("connectionId")).isEqualTo(opened.path("connectionId"));
    assertThat(events("SignInRefused"))
        .extracting(event ->
            event.path("databaseRole").asString() + " " + event.path("errorCode").asString())
        .containsExactly("app 08006", "app 08006", "app 08006", "admin 08006");
  }

  private static void tellsOfStatements() throws IOException {
    assertThat(events("StatementEnded"))
        .extracting(event ->
            "%s %s %s %s %s"
                .formatted(
                    event.path("databaseRole").asString(),
                    event.path("class").asString(),
                    event.path("command").asString(),
                    event.path("objectNames"),
                    event.path("outcome").asString()))
        .containsExactly(
            "admin DDL CREATE SCHEMA [\"own\"] COMMITTED",
            "admin DDL CREATE TABLE [\"own.t\"] COMMITTED",
            "admin DDL COMMENT [\"own.t\"] COMMITTED",
            "admin DDL CREATE VIEW [\"own.v\"] COMMITTED",
            "admin ROLE CREATE ROLE [\"app\"] COMMITTED",
            "admin ROLE AWS IAM GRANT [\"app\"] COMMITTED",
            "admin ROLE GRANT [\"own\"] COMMITTED",
            "admin ROLE GRANT [\"own.t\"] COMMITTED",
            "app DDL CREATE TABLE [\"own.mine\"] ROLLED_BACK");
    assertThat(events("StatementEnded").getLast().path("errorCode").asString()).isEqualTo("42501");
  }

  private static void tellsOfApiCalls() throws IOException {
    JsonNode created =
        await(
            "ApiCall",
            of("operation", "CreateCluster").and(call -> call.path("httpStatus").asInt() == 200));
    assertThat(created.path("resource").asString()).startsWith("arn:aws:dsql:us-east-1:");
    assertThat(created.path("userIdentity").path("accessKeyId").asString()).isEqualTo("test");
    assertThat(created.path("userAgent").asString()).contains("aws-sdk-java");
    assertThat(created.path("requestID").asString()).hasSize(36);
    await("ApiCall", of("operation", "TagResource"));
    await("ApiCall", of("operation", "DeleteCluster"));
    JsonNode stranger = await("ApiCall", of("errorCode", "UnrecognizedClientException"));
    assertThat(stranger.path("userIdentity").toString())
        .isEqualTo("{\"accessKeyId\":\"STRANGER\"}");
    JsonNode denied = await("ApiCall", of("errorCode", "AccessDeniedException"));
    assertThat(denied.path("userIdentity").path("arn").asString()).endsWith("user/app");
    assertThat(denied.path("httpStatus").asInt()).isEqualTo(403);
  }

  private static String metrics() throws IOException, InterruptedException {
    HttpResponse<String> page = service().sendUnsigned("GET", "/metrics");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    return page.body();
  }

  private static double value(String page, String metric, String cluster) {
    return page.lines()
        .filter(line -> line.startsWith(metric + "{cluster=\"" + cluster + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + metric + " of " + cluster + " in " + page));
  }

  @Test
  void showsFiguresAndLetsAClusterSleep() throws IOException, InterruptedException, SQLException {
    try (DsqlClient sdk = service().sdk(REGION)) {
      String id = sdk.createCluster(it -> it.deletionProtectionEnabled(false)).identifier();
      GetClusterResponse cluster = RunningService.awaitActive(sdk, id);
      double empty = value(metrics(), "dsql_cluster_storage_size_bytes", id);
      try (Connection connection = service().connect(cluster);
          Statement statement = connection.createStatement()) {
        statement.execute("create table t (a int primary key, b text)");
        statement.execute(
            "insert into t select g, repeat('x', 400) from generate_series(1, 2000) g");
        statement.executeQuery("select count(*) from t").close();
        String page = metrics();
        assertThat(value(page, "dsql_connections", id)).isOne();
        assertThat(value(page, "dsql_total_transactions_total", id)).isGreaterThanOrEqualTo(3);
        assertThat(value(page, "dsql_read_only_transactions_total", id)).isPositive();
        assertThat(value(page, "dsql_compute_time_seconds_total", id)).isPositive();
        assertThat(value(page, "dsql_bytes_read_total", id)).isPositive();
        assertThat(value(page, "dsql_bytes_written_total", id)).isGreaterThan(2000 * 400);
        assertThat(value(page, "dsql_cluster_storage_size_bytes", id))
            .isGreaterThan(empty + 2000 * 400);
        assertThat(page).contains("jvm_memory_used_bytes{area=\"heap\"} ");
      }
      // Scraping without a pause neither keeps the cluster awake nor wakes it.
      String page = metrics();
      while (value(page, "dsql_cluster_awake", id) == 1) {
        page = metrics();
      }
      assertThat(value(metrics(), "dsql_cluster_awake", id)).isZero();
      assertThat(sdk.getCluster(it -> it.identifier(id)).status()).isEqualTo(ClusterStatus.IDLE);
      assertThat(value(metrics(), "dsql_bytes_written_total", id)).isGreaterThan(2000 * 400);
      assertThat(metrics())
          .contains(
              "dsql_cluster_status{cluster=\"%s\",region=\"us-east-1\",status=\"IDLE\"} 1"
                  .formatted(id));
      sdk.deleteCluster(it -> it.identifier(id));
    }
  }

  @Test
  void servesWellFormedMetricsToWhoeverReads() throws IOException, InterruptedException {
    String page = metrics();
    String family = "";
    for (String line : page.lines().toList()) {
      if (line.startsWith("# TYPE ")) {
        family = line.split(" ", -1)[2];
      }
      if (!line.startsWith("#")) {
        assertThat(line)
            .matches("[a-z_]+(\\{([a-z]+=\"[^\"\\\\]*\",?)+})? -?[0-9.E+-]+")
            .startsWith(family);
      }
    }
    assertThat(page).endsWith("\n");
    assertThat(service().sendUnsigned("POST", "/metrics").statusCode()).isEqualTo(405);
    assertThat(service().sendUnsigned("GET", "/metrics/more").statusCode()).isEqualTo(403);
  }
}
