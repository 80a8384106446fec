package dev.borealis.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dsql.DsqlUtilities;
import software.amazon.awssdk.services.dsql.model.GenerateAuthTokenRequest;

class AuthTokenTest {
  private static final String HOST = "abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws";
  private static final String REGION = "us-east-1";
  private static final Instant NOW = Instant.parse("2026-11-21T08:15:30Z");
  private static final Credentials TEST = new Credentials("test", "test", null);
  private static final Credentials TEMPORARY =
      new Credentials("ASIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG", "IQoJb3//+a=~b-c_d.e==");

  @ParameterizedTest
  @MethodSource("dev.borealis.iam.GeneratedToken#byBoto3")
  void createsTheBytesThatBoto3Creates(GeneratedToken expected) {
    assertThat(
            AuthToken.create(
                expected.credentials(),
                expected.hostname(),
                expected.region(),
                expected.action(),
                expected.life(),
                expected.now()))
        .isEqualTo(expected.token());
  }

  @ParameterizedTest
  @MethodSource({
    "dev.borealis.iam.GeneratedToken#byBoto3",
    "dev.borealis.iam.GeneratedToken#byNodeSigner"
  })
  void readsAndReproducesTheSignatureOfOtherGenerators(GeneratedToken generated) throws Exception {
    AuthToken token = AuthToken.parse(generated.token());

    assertThat(token.host()).isEqualTo(generated.hostname());
    assertThat(token.region()).isEqualTo(generated.region());
    assertThat(token.action()).isEqualTo(generated.action());
    assertThat(token.accessKeyId()).isEqualTo(generated.credentials().accessKeyId());
    assertThat(token.signedAt()).isEqualTo(generated.now());
    assertThat(token.life()).isEqualTo(generated.life());
    assertThat(token.sessionToken()).isEqualTo(generated.credentials().sessionToken());
    assertThat(token.isSignedWith(generated.credentials().secretAccessKey())).isTrue();
    assertThat(token.isSignedWith("another secret")).isFalse();
  }

  @Test
  void agreesWithTheJavaSdkOnTheSignature() throws Exception {
    for (Credentials credentials : new Credentials[] {TEST, TEMPORARY}) {
      for (Action action : Action.values()) {
        String theirs = createdByJavaSdk(credentials, HOST, action);
        AuthToken parsed = AuthToken.parse(theirs);
        String ours =
            AuthToken.create(
                credentials, HOST, REGION, action, Duration.ofSeconds(450), parsed.signedAt());

        assertThat(parsed.isSignedWith(credentials.secretAccessKey())).isTrue();
        assertThat(signature(ours)).isEqualTo(signature(theirs));
      }
    }
  }

  private static String createdByJavaSdk(Credentials credentials, String host, Action action) {
    String sessionToken = credentials.sessionToken();
    AwsCredentials awsCredentials =
        sessionToken == null
            ? AwsBasicCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey())
            : AwsSessionCredentials.create(
                credentials.accessKeyId(), credentials.secretAccessKey(), sessionToken);
    DsqlUtilities utilities =
        DsqlUtilities.builder()
            .region(Region.of(REGION))
            .credentialsProvider(StaticCredentialsProvider.create(awsCredentials))
            .build();
    GenerateAuthTokenRequest request =
        GenerateAuthTokenRequest.builder()
            .hostname(host)
            .expiresIn(Duration.ofSeconds(450))
            .build();
    return switch (action) {
      case DB_CONNECT -> utilities.generateDbConnectAuthToken(request);
      case DB_CONNECT_ADMIN -> utilities.generateDbConnectAdminAuthToken(request);
    };
  }

  private static String signature(String token) {
    return token.replaceFirst(".*X-Amz-Signature=([0-9a-f]{64}).*", "$1");
  }

  @Test
  void signsTheHostInLowerCase() {
    assertThat(create("ABC.dsql.us-east-1.on.aws", Duration.ofMinutes(15)))
        .isEqualTo(create("abc.dsql.us-east-1.on.aws", Duration.ofMinutes(15)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "https://h", "h:5432", "h/", "h?x", "a b", "h\n", "[::1", "ä.example"})
  void refusesToSignWhatIsNoHostName(String hostname) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> create(hostname, Duration.ofMinutes(15)))
        .withMessageContaining("without scheme, port and path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT0.5S", "PT1.5S", "PT604801S"})
  void refusesToSignALifeOutOfRange(Duration life) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> create(HOST, life))
        .withMessageContaining("1 to 604800 whole seconds");
  }

  @Test
  void refusesToSignForWhatIsNoRegion() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            AuthToken.create(TEST, HOST, "us/east", Action.DB_CONNECT, AuthToken.DEFAULT_LIFE, NOW))
        .withMessage("'us/east' is not a region name");
  }

  @Test
  void refusesToMakeATokenLongerThanItReads() {
    Credentials slashes = new Credentials("key", "secret", "/".repeat(4000));

    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            AuthToken.create(slashes, HOST, REGION, Action.DB_CONNECT, AuthToken.DEFAULT_LIFE, NOW))
        .withMessageContaining("longer than 8192");
  }

  private static String create(String hostname, Duration life) {
    return AuthToken.create(TEST, hostname, REGION, Action.DB_CONNECT, life, NOW);
  }

  @Test
  void mapsExactlyAdminToTheAdministratorsAction() {
    assertThat(Action.forUser("admin")).isEqualTo(Action.DB_CONNECT_ADMIN);
    assertThat(Action.forUser("Admin")).isEqualTo(Action.DB_CONNECT);
    assertThat(Action.forUser("admin ")).isEqualTo(Action.DB_CONNECT);
    assertThat(Action.forUser("")).isEqualTo(Action.DB_CONNECT);
  }

  @Test
  void showsNoSecretsAsText() throws Exception {
    AuthToken token = AuthToken.parse(createdByJavaSdk(TEMPORARY, HOST, Action.DB_CONNECT));

    assertThat(TEMPORARY.toString())
        .contains(TEMPORARY.accessKeyId())
        .doesNotContain(TEMPORARY.secretAccessKey(), TEMPORARY.sessionToken());
    assertThat(new LocalIdentity(TEMPORARY, LocalIdentity.userArn("u"), Policy.ALLOW_ALL))
        .asString()
        .doesNotContain(TEMPORARY.secretAccessKey(), TEMPORARY.sessionToken());
    assertThat(token.toString())
        .contains(HOST, TEMPORARY.accessKeyId())
        .doesNotContain(TEMPORARY.sessionToken())
        .doesNotContainPattern("[0-9a-f]{64}");
  }

  @Test
  void namesTheFaultyPartOfCredentialsButNotItsValue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Credentials("key", "se\ncret", null))
        .withMessageContaining("secret access key of key")
        .withMessageNotContaining("cret must");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Credentials("key", "secret", "to\nken"))
        .withMessageContaining("session token of key")
        .withMessageNotContaining("ken must");
    assertThatIllegalArgumentException().isThrownBy(() -> new Credentials("a/b", "secret", null));
  }

  @Test
  void treatsAnEmptySessionTokenAsNone() throws Exception {
    assertThat(new Credentials("key", "secret", "").sessionToken()).isNull();
    String token = create(HOST, Duration.ofMinutes(15)) + "&X-Amz-Security-Token=";
    assertThat(AuthToken.parse(token).sessionToken()).isNull();
  }

  @Test
  void toleratesParametersItDoesNotKnow() throws Exception {
    String token = create(HOST, Duration.ofMinutes(15)) + "&X-Amz-New=1";

    assertThat(AuthToken.parse(token).host()).isEqualTo(HOST);
    assertThat(AuthToken.parse(token).isSignedWith("test")).isFalse();
  }

  @Test
  void saysWhatIsWrongWithATokenWithoutShowingIt() {
    String valid = create(HOST, Duration.ofMinutes(15));
    assertMalformed("", "it is empty");
    assertMalformed("a".repeat(8193), "it has 8193 characters, more than 8192");
    assertMalformed("secret", "it does not have the form <host>/?<parameters>");
    assertMalformed(valid + "\n", "character " + (valid.length() + 1) + " is a space, a line end");
    assertMalformed(valid.replace('/', '\u00e9'), "outside of ASCII");
    assertMalformed("https://" + valid, "it starts with a scheme");
    assertMalformed(valid.replace("/?", "/x?"), "it does not have the form");
    assertMalformed(valid.replace(HOST, ""), "is not a host name");
    assertMalformed(valid.replace(HOST, "a@b"), "is not a host name");
    assertMalformed(valid + "&x", "one of its parameters has no '='");
    assertMalformed(valid + "&", "one of its parameters has no '='");
    assertMalformed(valid + "&=x", "no proper name");
    assertMalformed(valid + "&Action=DbConnect", "the same parameter twice");
    assertMalformed(valid.replace("DbConnect", "connect"), "neither DbConnect nor DbConnectAdmin");
    assertMalformed(valid.replace("SHA256", "SHA512"), "X-Amz-Algorithm is not AWS4-HMAC-SHA256");
    assertMalformed(valid.replace("=host", "=host%3Bx"), "its X-Amz-SignedHeaders is not host");
    assertMalformed(valid.replace("%2Fdsql%2F", "%2F"), "its X-Amz-Credential does not have");
    assertMalformed(valid.replace("aws4_request", "aws4_request%2Fx"), "its X-Amz-Credential does");
    assertMalformed(valid.replace("%2Fdsql", "%2xdsql"), "its X-Amz-Credential is not percent");
    assertMalformed(valid.replace("aws4_request", "aws4_request%2"), "is not percent-encoded");
    assertMalformed(valid.replace("%2Fdsql", "%00dsql"), "its X-Amz-Credential is not percent");
    assertMalformed(valid.replace("=20261121T", "=20261321T"), "its X-Amz-Date is no date");
    assertMalformed(valid.replace("=20261121T", "=2026112T"), "its X-Amz-Date is not well-formed");
    assertMalformed(valid.replace("Expires=900", "Expires=-1"), "its X-Amz-Expires is not well");
    assertMalformed(valid.replace("Expires=900", "Expires=1e9"), "its X-Amz-Expires is not well");
    assertMalformed(valid.substring(0, valid.length() - 1), "its X-Amz-Signature is not well");
    List<String> names =
        List.of(
            "Action",
            "X-Amz-Algorithm",
            "X-Amz-Credential",
            "X-Amz-Date",
            "X-Amz-Expires",
            "X-Amz-SignedHeaders",
            "X-Amz-Signature");
    for (String name : names) {
      assertMalformed(valid.replace(name + "=", "Other="), "it has no " + name);
    }
  }

  @Test
  void boundsTheNumberOfParameters() {
    StringBuilder token = new StringBuilder(create(HOST, Duration.ofMinutes(15)));
    for (int i = 0; i < 26; i++) {
      token.append("&p").append(i).append("=");
    }
    assertMalformed(token.toString(), "more than 32 parameters");
  }

  private static void assertMalformed(String token, String problem) {
    assertThatExceptionOfType(MalformedTokenException.class)
        .isThrownBy(() -> AuthToken.parse(token))
        .withMessageContaining(problem)
        .withMessageNotContaining("20261121")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContainPattern("[0-9a-f]{32}"));
  }
}
