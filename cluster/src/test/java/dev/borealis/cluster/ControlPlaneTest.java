package dev.borealis.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.iam.Action;
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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dsql.DsqlClient;
import software.amazon.awssdk.services.dsql.model.AccessDeniedException;
import software.amazon.awssdk.services.dsql.model.ClusterStatus;
import software.amazon.awssdk.services.dsql.model.ConflictException;
import software.amazon.awssdk.services.dsql.model.CreateClusterResponse;
import software.amazon.awssdk.services.dsql.model.DsqlException;
import software.amazon.awssdk.services.dsql.model.GetClusterResponse;
import software.amazon.awssdk.services.dsql.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dsql.model.ServiceQuotaExceededException;
import software.amazon.awssdk.services.dsql.model.ValidationException;
import software.amazon.awssdk.services.dsql.model.ValidationExceptionReason;

class ControlPlaneTest {
  private static final String REGION = "us-east-1";
  private static final String NO_SUCH = "a".repeat(26);

  @TempDir private static Path temporary = Path.of("");
  private static @Nullable RunningService running;
  private static @Nullable DsqlClient client;

  @BeforeAll
  static void start() throws IOException {
    // Root's PostgreSQL runs as somebody else, to whom JUnit's directories are closed.
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
    running =
        RunningService.start(
            temporary.resolve("data"),
            temporary.resolve("cache"),
            new ControlPlaneOptions(
                0, Duration.ofMinutes(5), Duration.ZERO, new ClusterQuotas(12, 2)));
    client = service().sdk(REGION);
  }

  @AfterAll
  static void stop() {
    sdk().close();
    service().close();
  }

  private static RunningService service() {
    return Objects.requireNonNull(running);
  }

  private static DsqlClient sdk() {
    return Objects.requireNonNull(client);
  }

  private static void delete(String identifier) {
    sdk().updateCluster(update -> update.identifier(identifier).deletionProtectionEnabled(false));
    sdk().deleteCluster(delete -> delete.identifier(identifier));
    RunningService.awaitGone(sdk(), identifier);
  }

  @Test
  void leadsAClusterThroughItsLife() throws SQLException {
    CreateClusterResponse created =
        sdk().createCluster(create -> create.tags(Map.of("Name", "one")).clientToken("life"));
    assertThat(created.status()).isEqualTo(ClusterStatus.CREATING);
    assertThat(created.deletionProtectionEnabled()).isTrue();
    assertThat(created.arn())
        .isEqualTo("arn:aws:dsql:us-east-1:000000000000:cluster/" + created.identifier());
    CreateClusterResponse again =
        sdk().createCluster(create -> create.tags(Map.of("Name", "one")).clientToken("life"));
    assertThat(again.identifier()).isEqualTo(created.identifier());
    assertThat(again.status()).isEqualTo(ClusterStatus.CREATING);

    GetClusterResponse active = RunningService.awaitActive(sdk(), created.identifier());
    assertThat(active.endpoint()).isEqualTo(created.identifier() + ".dsql.us-east-1.on.aws");
    assertThat(active.tags()).containsExactly(Map.entry("Name", "one"));
    assertThat(active.encryptionDetails().encryptionTypeAsString()).isEqualTo("AWS_OWNED_KMS_KEY");
    try (Connection connection = service().connect(active);
        Statement statement = connection.createStatement()) {
      statement.execute("create table only_here (a int primary key)");
    }

    assertThatExceptionOfType(ValidationException.class)
        .isThrownBy(() -> sdk().deleteCluster(it -> it.identifier(created.identifier())))
        .satisfies(e ->
            assertThat(e.reason())
                .isEqualTo(ValidationExceptionReason.DELETION_PROTECTION_ENABLED));
    assertThat(
            sdk()
                .updateCluster(
                    it -> it.identifier(created.identifier()).deletionProtectionEnabled(false))
                .status())
        .isEqualTo(ClusterStatus.UPDATING);
    assertThat(sdk().deleteCluster(it -> it.identifier(created.identifier())).status())
        .isEqualTo(ClusterStatus.DELETING);
    RunningService.awaitGone(sdk(), created.identifier());
    assertThat(temporary.resolve("data/clusters/" + created.identifier())).doesNotExist();
    assertThatThrownBy(() -> service().connect(active).close())
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("invalid sni");
  }

  @Test
  void keepsClustersApart() throws SQLException {
    String one = sdk().createCluster(create -> {}).identifier();
    String other = sdk().createCluster(create -> {}).identifier();
    try (Connection first = service().connect(RunningService.awaitActive(sdk(), one));
        Connection second = service().connect(RunningService.awaitActive(sdk(), other));
        Statement create = first.createStatement();
        Statement look = second.createStatement()) {
      create.execute("create table t (a int primary key)");
      assertThatThrownBy(() -> look.execute("select * from t"))
          .hasMessageContaining("does not exist");
    }
    GetClusterResponse named = sdk().getCluster(get -> get.identifier(one));
    assertThatThrownBy(() ->
            service()
                .connect(named.toBuilder().endpoint(other + ".dsql.eu-west-1.on.aws").build())
                .close())
        .hasMessageContaining("access denied");
    delete(one);
    delete(other);
  }

  @Test
  void hasClustersInManyRegions() throws SQLException {
    try (DsqlClient tokyo = service().sdk("ap-northeast-1")) {
      String identifier = tokyo.createCluster(create -> {}).identifier();
      GetClusterResponse active = RunningService.awaitActive(tokyo, identifier);
      assertThat(active.endpoint()).isEqualTo(identifier + ".dsql.ap-northeast-1.on.aws");
      assertThat(tokyo.listClusters(list -> {}).clusters()).hasSize(1);
      assertThatThrownBy(() -> sdk().getCluster(get -> get.identifier(identifier)))
          .isInstanceOf(ResourceNotFoundException.class);
      try (Connection connection = service().connect(active);
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("select 1")) {
        assertThat(row.next()).isTrue();
      }
      tokyo.updateCluster(it -> it.identifier(identifier).deletionProtectionEnabled(false));
      tokyo.deleteCluster(it -> it.identifier(identifier));
      RunningService.awaitGone(tokyo, identifier);
    }
  }

  @Test
  void listsPageByPage() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      made.add(sdk().createCluster(create -> {}).identifier());
    }
    TreeSet<String> found = new TreeSet<>();
    sdk()
        .listClustersPaginator(list -> list.maxResults(1))
        .clusters()
        .forEach(cluster -> assertThat(found.add(cluster.identifier())).isTrue());
    assertThat(found).containsAll(made);
    made.forEach(identifier -> RunningService.awaitActive(sdk(), identifier));
    made.forEach(ControlPlaneTest::delete);
  }

  @Test
  void keepsTags() {
    CreateClusterResponse created = sdk().createCluster(create -> create.tags(Map.of("a", "1")));
    String arn = created.arn();
    sdk().tagResource(tag -> tag.resourceArn(arn).tags(Map.of("b", "2", "with space", "")));
    sdk().untagResource(untag -> untag.resourceArn(arn).tagKeys("a", "none"));
    assertThat(sdk().listTagsForResource(list -> list.resourceArn(arn)).tags())
        .containsOnly(Map.entry("b", "2"), Map.entry("with space", ""));
    RunningService.awaitActive(sdk(), created.identifier());
    delete(created.identifier());
  }

  @Test
  void refusesAnotherRequestWithTheSameToken() {
    String identifier = sdk().createCluster(create -> create.clientToken("once")).identifier();
    assertThatThrownBy(() ->
            sdk()
                .createCluster(
                    create -> create.clientToken("once").deletionProtectionEnabled(false)))
        .isInstanceOf(ConflictException.class);
    RunningService.awaitActive(sdk(), identifier);
    delete(identifier);
  }

  @Test
  void doesNotDeleteWhatLocalhostMeans() {
    String identifier = service().service().record().clusterId().text();
    sdk().updateCluster(it -> it.identifier(identifier).deletionProtectionEnabled(false));
    assertThatThrownBy(() -> sdk().deleteCluster(it -> it.identifier(identifier)))
        .isInstanceOf(ValidationException.class);
    assertThat(sdk().getCluster(it -> it.identifier(identifier)).status())
        .isEqualTo(ClusterStatus.ACTIVE);
  }

  @Test
  void versionsPolicies() {
    String identifier = sdk().createCluster(create -> {}).identifier();
    String policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Principal\":{\"AWS\":\"arn:aws:iam::000000000000:user/test\"},\"Action\":\"dsql:DbConnectAdmin\",\"Resource\":\"*\"}}";
    assertThatThrownBy(() -> sdk().getClusterPolicy(it -> it.identifier(identifier)))
        .isInstanceOf(ResourceNotFoundException.class);
    GetClusterResponse active = RunningService.awaitActive(sdk(), identifier);
    assertThat(
            sdk().putClusterPolicy(it -> it.identifier(identifier).policy(policy)).policyVersion())
        .isEqualTo("1");
    assertThatThrownBy(() -> service().connect(active).close())
        .hasMessageContaining("access denied")
        .hasMessageContaining("explicit deny in a resource-based policy");
    assertThatThrownBy(() ->
            sdk()
                .putClusterPolicy(
                    it -> it.identifier(identifier).policy(policy).expectedPolicyVersion("7")))
        .isInstanceOf(ConflictException.class);
    assertThat(sdk().getClusterPolicy(it -> it.identifier(identifier)).policy()).isEqualTo(policy);
    assertThat(sdk().deleteClusterPolicy(it -> it.identifier(identifier)).policyVersion())
        .isEqualTo("1");
    delete(identifier);
  }

  @Test
  void namesTheVpcEndpointService() {
    String identifier = service().service().record().clusterId().text();
    assertThat(sdk().getVpcEndpointServiceName(it -> it.identifier(identifier)).serviceName())
        .matches("com\\.amazonaws\\.us-east-1\\.dsql-[a-z0-9]{4}");
  }

  @Test
  void hasALimit() {
    try (DsqlClient ireland = service().sdk("eu-west-1")) {
      List<String> made = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        made.add(
            ireland.createCluster(create -> create.deletionProtectionEnabled(false)).identifier());
      }
      assertThatThrownBy(() -> ireland.createCluster(create -> {}))
          .isInstanceOfSatisfying(
              ServiceQuotaExceededException.class, e -> assertThat(e.statusCode()).isEqualTo(402));
      for (String identifier : made) {
        RunningService.awaitActive(ireland, identifier);
        ireland.deleteCluster(it -> it.identifier(identifier));
      }
      made.forEach(identifier -> RunningService.awaitGone(ireland, identifier));
    }
  }

  @Test
  void takesOneOfManyDeletionsAtOnce() throws InterruptedException {
    String identifier =
        sdk().createCluster(create -> create.deletionProtectionEnabled(false)).identifier();
    RunningService.awaitActive(sdk(), identifier);
    AtomicInteger deleted = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(8);
    for (int i = 0; i < 8; i++) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              sdk().deleteCluster(it -> it.identifier(identifier));
              deleted.incrementAndGet();
            } catch (ConflictException | ResourceNotFoundException e) {
              assertThat(e.statusCode()).isIn(404, 409);
            } finally {
              done.countDown();
            }
          });
    }
    done.await();
    assertThat(deleted).hasValue(1);
    RunningService.awaitGone(sdk(), identifier);
  }

  @Test
  void refusesAStrangerAndAWrongSecret() {
    try (DsqlClient stranger = service().sdk(REGION, new Credentials("AKIASTRANGER", "x", null));
        DsqlClient wrong = service().sdk(REGION, new Credentials("test", "wrong", null))) {
      assertThatExceptionOfType(DsqlException.class)
          .isThrownBy(() -> stranger.listClusters(list -> {}))
          .satisfies(e -> {
            assertThat(e.statusCode()).isEqualTo(403);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnrecognizedClientException");
          });
      assertThatExceptionOfType(DsqlException.class)
          .isThrownBy(() -> wrong.listClusters(list -> {}))
          .satisfies(e ->
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidSignatureException"));
    }
  }

  @Test
  void refusesWhatAPolicyDoesNotAllow() throws IOException {
    Credentials limited = new Credentials("LIMITED", "secret", null);
    IdentityStore.open(temporary.resolve("data"))
        .add(
            new LocalIdentity(
                limited, LocalIdentity.userArn("limited"), Policy.allowing(Action.DB_CONNECT)));
    try (DsqlClient client = service().sdk(REGION, limited)) {
      assertThatThrownBy(() -> client.createCluster(create -> {}))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining("is not authorized to perform: dsql:CreateCluster");
    }
  }

  @Test
  void refusesAnUnsignedRequest() throws IOException, InterruptedException {
    HttpResponse<String> answer = service().sendUnsigned("GET", "/cluster");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("x-amzn-ErrorType"))
        .hasValue("MissingAuthenticationTokenException");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "null",
        "\"x\"",
        "{} {}",
        "{\"tags\":{},\"tags\":{}}",
        "{\"unknown\":1}",
        "{\"deletionProtectionEnabled\":\"yes\"}",
        "{\"tags\":[]}",
        "{\"tags\":{\"aws:x\":\"1\"}}",
        "{\"tags\":{\"a\":1}}",
        "{\"tags\":{\"\":\"\"}}",
        "{\"clientToken\":\"\"}",
        "{\"clientToken\":\"a b\"}",
        "{\"kmsEncryptionKey\":\"\"}",
        "{\"policy\":\"no policy\"}",
        "{\"policy\":\"{\\\"Statement\\\":{\\\"Effect\\\":\\\"Allow\\\",\\\"Principal\\\":\\\"*\\\",\\\"Action\\\":\\\"*\\\"}}\"}",
        "{\"multiRegionProperties\":{}}",
        "{\"multiRegionProperties\":{\"witnessRegion\":\"us-east-1\"}}",
        "{\"multiRegionProperties\":{\"witnessRegion\":\"us-west-2\",\"clusters\":[\"x\"]}}",
        "{\"multiRegionProperties\":{\"witnessRegion\":\"us-west-2\",\"nonsense\":1}}"
      })
  void refusesABadRequestAndMakesNothing(String body) throws IOException, InterruptedException {
    int before = clusters();
    HttpResponse<String> answer = service().send("POST", "/cluster", body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("x-amzn-ErrorType")).hasValue("ValidationException");
    assertThat(answer.body()).contains("\"message\"").contains("\"reason\"");
    assertThat(clusters()).isEqualTo(before);
  }

  private static int clusters() throws IOException {
    return new ClusterFiles(temporary.resolve("data")).read().size();
  }

  @Test
  void refusesTooMuch() throws IOException, InterruptedException {
    StringBuilder tags = new StringBuilder("{\"tags\":{\"first\":\"\"");
    for (int i = 0; i < 200; i++) {
      tags.append(",\"k").append(i).append("\":\"\"");
    }
    assertThat(service().send("POST", "/cluster", tags + "}}").statusCode()).isEqualTo(400);
    assertThat(service().send("POST", "/cluster", "[".repeat(100_000)).statusCode()).isEqualTo(400);
    assertThat(service().send("POST", "/cluster", " ".repeat(600_000)).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /, unknownOperation",
    "GET, /nothing, unknownOperation",
    "PUT, /cluster, unknownOperation",
    "GET, /cluster/, unknownOperation",
    "GET, /cluster/TOO-SHORT, fieldValidationFailed",
    "GET, /cluster?max-results=0, fieldValidationFailed",
    "GET, /cluster?max-results=x, fieldValidationFailed",
    "GET, /cluster?next-token=x, fieldValidationFailed",
    "GET, /tags/x, fieldValidationFailed",
    "GET, /stream/aaaaaaaaaaaaaaaaaaaaaaaaaa, unknownOperation"
  })
  void saysWhatIsWrongWithARequest(String method, String path, String reason)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = service().send(method, path, "");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"" + reason + "\"");
  }

  @Test
  void knowsNoClusterThatIsNotThere() {
    assertThatExceptionOfType(ResourceNotFoundException.class)
        .isThrownBy(() -> sdk().getCluster(it -> it.identifier(NO_SUCH)))
        .satisfies(e -> {
          assertThat(e.statusCode()).isEqualTo(404);
          assertThat(e.resourceId()).isEqualTo(NO_SUCH);
          assertThat(e.resourceType()).isEqualTo("cluster");
        });
    assertThatThrownBy(() -> sdk().deleteCluster(it -> it.identifier(NO_SUCH)))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() ->
            sdk()
                .listTagsForResource(
                    it -> it.resourceArn("arn:aws:dsql:us-east-1:000000000000:cluster/" + NO_SUCH)))
        .isInstanceOf(ResourceNotFoundException.class);
  }
}
