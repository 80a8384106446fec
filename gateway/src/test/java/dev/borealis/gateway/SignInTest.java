package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import dev.borealis.iam.Action;
import dev.borealis.iam.AuthToken;
import dev.borealis.iam.Credentials;
import dev.borealis.iam.IdentityStore;
import dev.borealis.wire.BackendMessage;
import dev.borealis.wire.BackendMessage.BackendKeyData;
import dev.borealis.wire.BackendMessage.ErrorResponse;
import dev.borealis.wire.BackendMessage.NegotiateProtocolVersion;
import dev.borealis.wire.BackendMessage.ReadyForQuery;
import dev.borealis.wire.InitialMessage.GssEncRequest;
import dev.borealis.wire.InitialMessage.SslRequest;
import dev.borealis.wire.InitialMessage.Startup;
import dev.borealis.wire.ProtocolVersion;
import dev.borealis.wire.Report;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignInTest {
  private static final TestCluster CLUSTER = TestCluster.shared();
  private static final Credentials TEST = IdentityStore.DEFAULT_IDENTITY.credentials();

  private static String token(
      Credentials credentials, String host, String region, Action action, Instant signedAt) {
    return AuthToken.create(credentials, host, region, action, AuthToken.DEFAULT_LIFE, signedAt);
  }

  private static List<BackendMessage> signIn(Map<String, String> startup, String password)
      throws IOException {
    try (WireClient client = CLUSTER.encrypted()) {
      return client.signIn(ProtocolVersion.V3_0, startup, password);
    }
  }

  private static Report refusal(Map<String, String> startup, String password) throws IOException {
    BackendMessage last = signIn(startup, password).getLast();
    assertThat(last).isInstanceOf(ErrorResponse.class);
    Report report = ((ErrorResponse) last).report();
    assertThat(report.severity()).isEqualTo("FATAL");
    return report;
  }

  private static Report refusalOf(String password) throws IOException {
    Report report = refusal(TestCluster.startup(Map.of()), password);
    assertThat(report.message()).isEqualTo("unable to accept connection, access denied");
    assertThat(report.sqlState()).isEqualTo("08006");
    return report;
  }

  @Test
  void acceptsATokenOfTheDefaultIdentity() throws IOException {
    assertThat(signIn(TestCluster.startup(Map.of()), CLUSTER.token()).getLast())
        .isInstanceOf(ReadyForQuery.class);
  }

  @Test
  void acceptsATokenSignedForLocalhost() throws IOException {
    String token =
        token(TEST, "localhost", TestCluster.REGION, Action.DB_CONNECT_ADMIN, Instant.now());
    assertThat(signIn(TestCluster.startup(Map.of()), token).getLast())
        .isInstanceOf(ReadyForQuery.class);
  }

  @Test
  void refusesAnExpiredToken() throws IOException {
    Instant longAgo = Instant.now().minus(Duration.ofMinutes(16));
    Report report =
        refusalOf(
            token(TEST, TestCluster.HOST, TestCluster.REGION, Action.DB_CONNECT_ADMIN, longAgo));
    assertThat(report.field('H')).startsWith("Signature expired:");
  }

  @Test
  void refusesATokenForAnotherHost() throws IOException {
    refusalOf(
        token(TEST, "example.com", TestCluster.REGION, Action.DB_CONNECT_ADMIN, Instant.now()));
  }

  @Test
  void refusesATokenForAnotherRegion() throws IOException {
    refusalOf(token(TEST, TestCluster.HOST, "us-east-2", Action.DB_CONNECT_ADMIN, Instant.now()));
  }

  @Test
  void refusesATokenForAnotherAction() throws IOException {
    Report report =
        refusalOf(
            token(TEST, TestCluster.HOST, TestCluster.REGION, Action.DB_CONNECT, Instant.now()));
    assertThat(report.field('H'))
        .isEqualTo("Wrong user to action mapping. user: admin, action: DbConnect");
  }

  @Test
  void refusesATokenOfAnUnknownKey() throws IOException {
    Credentials unknown = new Credentials("AKIAUNKNOWN", "secret", null);
    refusalOf(
        token(
            unknown, TestCluster.HOST, TestCluster.REGION, Action.DB_CONNECT_ADMIN, Instant.now()));
  }

  @Test
  void refusesATokenWithOneByteChanged() throws IOException {
    String token = CLUSTER.token();
    char last = token.charAt(token.length() - 1);
    refusalOf(token.substring(0, token.length() - 1) + (last == '0' ? '1' : '0'));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "password", "host/?Action=DbConnectAdmin"})
  void refusesWhatIsNoToken(String password) throws IOException {
    refusalOf(password);
  }

  @Test
  void refusesAnIdOfNoCluster() throws IOException {
    String host = "zzzzzzzzzzzzzzzzzzzzzzzzza.dsql." + TestCluster.REGION + ".on.aws";
    Map<String, String> startup = new HashMap<>(TestCluster.startup(Map.of()));
    startup.put("options", "-c amzn-cluster-id=zzzzzzzzzzzzzzzzzzzzzzzzza");
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), CLUSTER.port());
        WireClient client = CLUSTER.handshake(plain, "localhost", List.of())) {
      String token = token(TEST, host, TestCluster.REGION, Action.DB_CONNECT_ADMIN, Instant.now());
      BackendMessage last = client.signIn(ProtocolVersion.V3_0, startup, token).getLast();
      assertThat(((ErrorResponse) last).report().message())
          .isEqualTo("unable to accept connection, invalid sni");
    }
  }

  @Test
  void refusesARoleThatNobodyMayBe() throws IOException {
    Map<String, String> startup = new HashMap<>(TestCluster.startup(Map.of()));
    startup.put("user", "postgres");
    Report report =
        refusal(
            startup,
            token(TEST, TestCluster.HOST, TestCluster.REGION, Action.DB_CONNECT, Instant.now()));
    assertThat(report.sqlState()).isEqualTo("28000");
    assertThat(report.message()).isEqualTo("unable to accept connection, access denied");
  }

  @Test
  void refusesAnotherDatabase() throws IOException {
    Map<String, String> startup = new HashMap<>(TestCluster.startup(Map.of()));
    startup.put("database", "shop");
    assertThat(refusal(startup, CLUSTER.token()).sqlState()).isEqualTo("3D000");
  }

  @ParameterizedTest
  @CsvSource({
    "statement_timeout, 5",
    "work_mem, 1MB",
    "replication, true",
    "role, postgres",
    "session_preload_libraries, x",
  })
  void refusesAStartupSettingOutsideTheServicesList(String name, String value) throws IOException {
    Report report = refusal(TestCluster.startup(Map.of(name, value)), CLUSTER.token());
    assertThat(report.sqlState()).isEqualTo("0A000");
    assertThat(report.message())
        .isEqualTo("setting configuration parameter \"" + name + "\" not supported");
  }

  @Test
  void refusesASettingHiddenInStartupOptions() throws IOException {
    Report report =
        refusal(TestCluster.startup(Map.of("options", "-c statement-timeout=5")), CLUSTER.token());
    assertThat(report.message())
        .isEqualTo("setting configuration parameter \"statement_timeout\" not supported");
  }

  @Test
  void tellsPostgresReasonForAnInvalidStartupValue() throws IOException {
    Report report =
        refusal(TestCluster.startup(Map.of("TimeZone", "Nowhere/At_All")), CLUSTER.token());
    assertThat(report.sqlState()).isEqualTo("22023");
  }

  @Test
  void takesStartupSettingsInEverySpelling() throws IOException {
    Map<String, String> startup =
        Map.of(
            "timezone", "Asia/Tokyo",
            "DateStyle", "German",
            "options", "-c search_path=a,\\ b --extra-float-digits=1 -cIntervalStyle=iso_8601");
    try (WireClient client = CLUSTER.connect(startup)) {
      assertThat(client.parameters())
          .containsEntry("TimeZone", "Asia/Tokyo")
          .containsEntry("DateStyle", "German, DMY");
      assertThat(client.value("SHOW search_path")).isEqualTo("a, b");
      assertThat(client.value("SHOW extra_float_digits")).isEqualTo("1");
      assertThat(client.value("SHOW IntervalStyle")).isEqualTo("iso_8601");
    }
  }

  @Test
  void reportsWhatDriversLookAt() throws IOException {
    try (WireClient client = CLUSTER.connect()) {
      assertThat(client.parameters())
          .containsEntry("server_version", "16.15")
          .containsEntry("server_encoding", "UTF8")
          .containsEntry("client_encoding", "UTF8")
          .containsEntry("DateStyle", "ISO, MDY")
          .containsEntry("TimeZone", "UTC")
          .containsEntry("integer_datetimes", "on")
          .containsEntry("standard_conforming_strings", "on")
          .containsEntry("is_superuser", "off");
    }
  }

  @Test
  void refusesAPlaintextClientBeforeItSendsAToken() throws IOException {
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), CLUSTER.port());
    try (WireClient client =
        new WireClient(plain, plain.getInputStream(), plain.getOutputStream())) {
      client.send(new Startup(ProtocolVersion.V3_0, TestCluster.startup(Map.of())));
      Report report = ((ErrorResponse) client.receive()).report();
      assertThat(report.severity()).isEqualTo("FATAL");
      assertThat(report.message()).contains("TLS is required");
      assertThatThrownBy(client::receive).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void acceptsTlsWithoutAskingAndSelectsPostgresql() throws IOException {
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), CLUSTER.port());
    try (WireClient client = CLUSTER.handshake(plain, TestCluster.HOST, List.of("postgresql"))) {
      client.signIn(ProtocolVersion.V3_0, TestCluster.startup(Map.of()), CLUSTER.token());
      assertThat(client.value("SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void declinesGssEncryptionThenOffersTls() throws IOException {
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), CLUSTER.port());
    WireClient request = new WireClient(plain, plain.getInputStream(), plain.getOutputStream());
    request.send(new GssEncRequest());
    assertThat(plain.getInputStream().read()).isEqualTo('N');
    request.send(new SslRequest());
    assertThat(plain.getInputStream().read()).isEqualTo('S');
    try (WireClient client = CLUSTER.handshake(plain, "localhost", List.of())) {
      client.signIn(ProtocolVersion.V3_0, TestCluster.startup(Map.of()), CLUSTER.token());
      assertThat(client.value("SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void speaksProtocol32WithALongerCancelKey() throws IOException {
    try (WireClient client = CLUSTER.encrypted()) {
      List<BackendMessage> said =
          client.signIn(ProtocolVersion.V3_2, TestCluster.startup(Map.of()), CLUSTER.token());
      assertThat(said).noneMatch(NegotiateProtocolVersion.class::isInstance);
      assertThat(client.key().secretKey()).hasSize(32);
    }
  }

  @Test
  void negotiatesANewerProtocolDown() throws IOException {
    try (WireClient client = CLUSTER.encrypted()) {
      List<BackendMessage> said =
          client.signIn(
              new ProtocolVersion(3, 9999),
              TestCluster.startup(Map.of("_pq_.test_protocol_negotiation", "")),
              CLUSTER.token());
      assertThat(said.getFirst())
          .isEqualTo(
              new NegotiateProtocolVersion(
                  ProtocolVersion.V3_2, List.of("_pq_.test_protocol_negotiation")));
      assertThat(said.getLast()).isInstanceOf(ReadyForQuery.class);
    }
  }

  @Test
  void refusesProtocol2() throws IOException {
    try (WireClient client = CLUSTER.encrypted()) {
      client.send(new Startup(new ProtocolVersion(2, 0), TestCluster.startup(Map.of())));
      assertThat(((ErrorResponse) client.receive()).report().message())
          .contains("unsupported frontend protocol 2.0");
    }
  }

  @Test
  void givesEverySessionItsOwnCancelKey() throws IOException {
    try (WireClient one = CLUSTER.connect();
        WireClient other = CLUSTER.connect()) {
      BackendKeyData first = one.key();
      BackendKeyData second = other.key();
      assertThat(first.processId()).isNotEqualTo(second.processId());
      assertThat(first.secretKey()).isNotEqualTo(second.secretKey());
    }
  }

  @Test
  void refusesConnectionsAboveTheLimit() throws IOException {
    try (TestCluster small = TestCluster.start(Duration.ofMinutes(60), 1, 5);
        WireClient only = small.connect();
        WireClient second = small.encrypted()) {
      BackendMessage last =
          second
              .signIn(ProtocolVersion.V3_0, TestCluster.startup(Map.of()), small.token())
              .getLast();
      Report report = ((ErrorResponse) last).report();
      assertThat(report.sqlState()).isEqualTo("53300");
      assertThat(report.message())
          .isEqualTo("Unable to accept connection, too many open connections.");
      assertThat(only.value("SELECT 1")).isEqualTo("1");
    }
  }
}
