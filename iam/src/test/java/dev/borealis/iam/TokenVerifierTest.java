package dev.borealis.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.iam.TokenVerdict.Accepted;
import dev.borealis.iam.TokenVerdict.Reason;
import dev.borealis.iam.TokenVerdict.Refused;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokenVerifierTest {
  private static final String HOST = "abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws";
  private static final String REGION = "us-east-1";
  private static final String ARN =
      "arn:aws:dsql:us-east-1:000000000000:cluster/abcdefghijklmnopqrstuvwxyz";
  private static final TokenVerifier.Cluster CLUSTER =
      new TokenVerifier.Cluster(ARN, REGION, HOST::equals);
  private static final Instant NOW = Instant.parse("2026-11-21T08:15:30Z");
  private static final Credentials TEST = new Credentials("test", "test", null);
  private static final Credentials TEMPORARY =
      new Credentials("ASIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG", "IQoJb3//+a=~b-c_d.e==");
  private static final Credentials LIMITED = new Credentials("limited", "secret/limited", null);

  @TempDir Path directory;
  private IdentityStore identities;
  private TokenVerifier strict;
  private TokenVerifier relaxed;

  @BeforeEach
  void openStore() throws IOException {
    identities = IdentityStore.open(directory);
    identities.add(
        new LocalIdentity(
            LIMITED, LocalIdentity.userArn("limited"), Policy.allowing(Action.DB_CONNECT)));
    identities.addInMemory(
        new LocalIdentity(
            TEMPORARY, "arn:aws:sts::123456789012:assumed-role/app/session", Policy.ALLOW_ALL));
    strict = TokenVerifier.strict(identities);
    relaxed = TokenVerifier.relaxed(identities);
  }

  @Test
  void acceptsTheDefaultIdentityAsAdminAndAsAnyRole() {
    Accepted test = new Accepted("arn:aws:iam::000000000000:user/test", "test");

    assertThat(verify(token(TEST, Action.DB_CONNECT_ADMIN), "admin")).isEqualTo(test);
    assertThat(verify(token(TEST, Action.DB_CONNECT), "app")).isEqualTo(test);
  }

  @Test
  void acceptsTemporaryCredentialsFromMemory() {
    assertThat(verify(token(TEMPORARY, Action.DB_CONNECT), "app"))
        .isEqualTo(
            new Accepted(
                "arn:aws:sts::123456789012:assumed-role/app/session", "ASIAIOSFODNN7EXAMPLE"));
  }

  @ParameterizedTest
  @MethodSource({
    "dev.borealis.iam.GeneratedToken#byBoto3",
    "dev.borealis.iam.GeneratedToken#byNodeSigner"
  })
  void acceptsTheTokensOfOtherGenerators(GeneratedToken generated) {
    identities.addInMemory(
        new LocalIdentity(
            generated.credentials(), LocalIdentity.userArn("other"), Policy.ALLOW_ALL));
    TokenVerifier.Cluster cluster =
        new TokenVerifier.Cluster(ARN, generated.region(), generated.hostname()::equals);
    String user = generated.action() == Action.DB_CONNECT_ADMIN ? "admin" : "app";

    assertThat(strict.verify(generated.token(), user, cluster, generated.now()))
        .isInstanceOf(Accepted.class);
  }

  @Test
  void refusesATokenOfTheWrongActionAndSaysWhichUser() {
    assertRefused(
        verify(token(TEST, Action.DB_CONNECT), "admin"),
        Reason.WRONG_ACTION,
        "Wrong user to action mapping. user: admin, action: DbConnect");
    assertRefused(
        verify(token(TEST, Action.DB_CONNECT_ADMIN), "app"),
        Reason.WRONG_ACTION,
        "Wrong user to action mapping. user: app, action: DbConnectAdmin");
  }

  @Test
  void showsAHostileUserNameOnOneShortLine() {
    Refused refused =
        (Refused)
            verify(
                token(TEST, Action.DB_CONNECT_ADMIN),
                "a\nb\u001b[2J\u2028\0" + "x".repeat(100_000));

    assertThat(refused.logDetail()).contains("a?b?[2J??xxx").hasSizeLessThan(200);
    assertThat(refused.hint()).hasSizeLessThan(200);
  }

  @Test
  void refusesATokenOfAnotherRegion() {
    String token = token(TEST, HOST, "eu-west-1", Duration.ofMinutes(15), NOW);

    assertRefused(
        verify(token, "app"),
        Reason.WRONG_REGION,
        "Credential should be scoped to the cluster's region 'us-east-1', not 'eu-west-1'.");
  }

  @Test
  void refusesATokenOfAnotherHost() {
    String token = token(TEST, "localhost", REGION, Duration.ofMinutes(15), NOW);

    assertRefused(
        verify(token, "app"),
        Reason.WRONG_HOST,
        "The token is for the host 'localhost', which is not a name of this cluster.");
  }

  @Test
  void refusesATokenOfAnotherService() {
    assertRefused(
        verify(token(TEST, Action.DB_CONNECT).replace("%2Fdsql%2F", "%2Frds-db%2F"), "app"),
        Reason.WRONG_SERVICE,
        "Credential should be scoped to correct service: 'dsql'.");
  }

  @Test
  void refusesATokenWhoseScopeIsOfAnotherDay() {
    for (String day : new String[] {"20261120", "2026112", "202611211"}) {
      assertRefused(
          verify(token(TEST, Action.DB_CONNECT).replace("%2F20261121", "%2F" + day), "app"),
          Reason.WRONG_SCOPE_DATE,
          "Date in Credential scope does not match X-Amz-Date: '" + day + "' != '20261121'.");
    }
  }

  @Test
  void acceptsATokenUntilItsLastSecondAndNotAfter() {
    String token = token(TEST, HOST, REGION, Duration.ofMinutes(15), NOW);

    assertThat(verify(token, "app", NOW.plusSeconds(900))).isInstanceOf(Accepted.class);
    assertRefused(
        verify(token, "app", NOW.plusSeconds(901)),
        Reason.EXPIRED,
        "Signature expired: 20261121T081530Z is now earlier than 20261121T081531Z"
            + " (20261121T083031Z - 15 min.)");
    assertRefused(
        verify(token(TEST, HOST, REGION, Duration.ofSeconds(30), NOW), "app", NOW.plusSeconds(60)),
        Reason.EXPIRED,
        "Signature expired: 20261121T081530Z is now earlier than 20261121T081600Z"
            + " (20261121T081630Z - 30 sec.)");
  }

  @Test
  void acceptsAClockFiveMinutesAheadAndNoMore() {
    String token = token(TEST, Action.DB_CONNECT);

    assertThat(verify(token, "app", NOW.minusSeconds(300))).isInstanceOf(Accepted.class);
    assertRefused(
        verify(token, "app", NOW.minusSeconds(301)),
        Reason.NOT_YET_CURRENT,
        "Signature not yet current: 20261121T081530Z is still later than 20261121T081529Z"
            + " (20261121T081029Z + 5 min.)");
  }

  @Test
  void refusesALifeOutOfRange() {
    for (String seconds : new String[] {"0", "604801", "9999999999"}) {
      assertRefused(
          verify(
              token(TEST, Action.DB_CONNECT).replace("Expires=900", "Expires=" + seconds), "app"),
          Reason.LIFE_OUT_OF_RANGE,
          "X-Amz-Expires must be between 1 and 604800 seconds.");
    }
  }

  @Test
  void tellsUnknownKeysWrongSignaturesAndWrongSessionsApartOnlyInTheLog() {
    String hint = "The security token included in the request is invalid.";
    Credentials strangers = new Credentials("stranger", "test", null);
    Credentials otherSecret = new Credentials("test", "tesT", null);
    Credentials testWithSession = new Credentials("test", "test", "left-over");
    Credentials sessionLost =
        new Credentials("ASIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG", null);

    assertRefused(
        verify(token(strangers, Action.DB_CONNECT), "app"), Reason.UNKNOWN_ACCESS_KEY, hint);
    assertRefused(
        verify(token(otherSecret, Action.DB_CONNECT), "app"), Reason.WRONG_SIGNATURE, hint);
    assertRefused(
        verify(token(testWithSession, Action.DB_CONNECT), "app"), Reason.WRONG_SESSION_TOKEN, hint);
    assertRefused(
        verify(token(sessionLost, Action.DB_CONNECT), "app"), Reason.WRONG_SESSION_TOKEN, hint);
  }

  @Test
  void refusesAnActionThatThePolicyDoesNotAllow() {
    assertThat(verify(token(LIMITED, Action.DB_CONNECT), "app")).isInstanceOf(Accepted.class);
    assertRefused(
        verify(token(LIMITED, Action.DB_CONNECT_ADMIN), "admin"),
        Reason.NOT_AUTHORIZED,
        "User: arn:aws:iam::000000000000:user/limited is not authorized to perform:"
            + " dsql:DbConnectAdmin on resource: "
            + ARN
            + " because no identity-based policy allows the dsql:DbConnectAdmin action");
  }

  @Test
  void refusesAPasswordThatIsNoToken() {
    TokenVerdict verdict = verify("hunter2", "admin");

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(Reason.MALFORMED);
              assertThat(refused.hint()).contains("dsql token").doesNotContain("hunter2");
              assertThat(refused.logDetail()).doesNotContain("hunter2");
            });
  }

  @Test
  void acceptsAnIdentityAddedByAnotherProcessAtItsNextSignIn() throws IOException {
    Credentials added = new Credentials("added", "later", null);
    String token = token(added, Action.DB_CONNECT);
    assertThat(verify(token, "app")).isInstanceOf(Refused.class);

    IdentityStore other = IdentityStore.open(directory);
    other.add(new LocalIdentity(added, LocalIdentity.userArn("added"), Policy.ALLOW_ALL));
    assertThat(verify(token, "app"))
        .isEqualTo(new Accepted(LocalIdentity.userArn("added"), "added"));

    other.remove("added");
    assertThat(verify(token, "app")).isInstanceOf(Refused.class);
  }

  @Test
  void refusesEveryTokenWithOneCharacterChanged() {
    assertEveryMutationRefused(token(TEST, Action.DB_CONNECT_ADMIN), "admin");
    assertEveryMutationRefused(token(TEMPORARY, Action.DB_CONNECT), "app");
  }

  private void assertEveryMutationRefused(String valid, String user) {
    assertThat(verify(valid, user)).isInstanceOf(Accepted.class);
    StringBuilder mutated = new StringBuilder(valid);
    for (int position = 0; position < valid.length(); position++) {
      for (char c = 0; c < 256; c++) {
        if (c != valid.charAt(position)) {
          mutated.setCharAt(position, c);
          assertThat(verify(mutated.toString(), user))
              .as("position %d, character %d", position, (int) c)
              .isInstanceOf(Refused.class);
        }
      }
      mutated.setCharAt(position, valid.charAt(position));
    }
  }

  @Test
  void refusesEveryTokenWithOneCharacterLost() {
    String valid = token(TEST, Action.DB_CONNECT_ADMIN);
    for (int position = 0; position < valid.length(); position++) {
      String shortened = new StringBuilder(valid).deleteCharAt(position).toString();
      assertThat(verify(shortened, "admin"))
          .as("position %d", position)
          .isInstanceOf(Refused.class);
    }
  }

  @Test
  void acceptsAnyKeyAndSignatureWhenRelaxed() {
    String foreign =
        token(new Credentials("ci-key", "unknown", "session"), Action.DB_CONNECT_ADMIN);
    String forged = token(TEST, Action.DB_CONNECT).replaceFirst("[0-9a-f]{64}", "0".repeat(64));

    assertThat(relaxed.verify(foreign, "admin", CLUSTER, NOW))
        .isEqualTo(new Accepted("arn:aws:iam::000000000000:user/ci-key", "ci-key"));
    assertThat(relaxed.verify(forged, "app", CLUSTER, NOW))
        .isEqualTo(new Accepted("arn:aws:iam::000000000000:user/test", "test"));
  }

  @Test
  void makesAllOtherChecksWhenRelaxed() {
    assertThat(relaxedReason(token(TEST, Action.DB_CONNECT), "admin", NOW))
        .isEqualTo(Reason.WRONG_ACTION);
    assertThat(relaxedReason(token(TEST, Action.DB_CONNECT), "app", NOW.plusSeconds(901)))
        .isEqualTo(Reason.EXPIRED);
    assertThat(relaxedReason(token(TEST, Action.DB_CONNECT), "app", NOW.minusSeconds(301)))
        .isEqualTo(Reason.NOT_YET_CURRENT);
    assertThat(relaxedReason("hunter2", "app", NOW)).isEqualTo(Reason.MALFORMED);
    assertThat(relaxedReason(token(LIMITED, Action.DB_CONNECT_ADMIN), "admin", NOW))
        .isEqualTo(Reason.NOT_AUTHORIZED);
    Duration life = Duration.ofMinutes(15);
    assertThat(relaxedReason(token(TEST, "localhost", REGION, life, NOW), "app", NOW))
        .isEqualTo(Reason.WRONG_HOST);
    assertThat(relaxedReason(token(TEST, HOST, "eu-west-1", life, NOW), "app", NOW))
        .isEqualTo(Reason.WRONG_REGION);
  }

  private @Nullable Reason relaxedReason(String token, String user, Instant now) {
    return switch (relaxed.verify(token, user, CLUSTER, now)) {
      case Accepted _ -> null;
      case Refused refused -> refused.reason();
    };
  }

  private TokenVerdict verify(String token, String user) {
    return verify(token, user, NOW);
  }

  private TokenVerdict verify(String token, String user, Instant now) {
    return strict.verify(token, user, CLUSTER, now);
  }

  private static String token(Credentials credentials, Action action) {
    return AuthToken.create(credentials, HOST, REGION, action, Duration.ofMinutes(15), NOW);
  }

  private static String token(
      Credentials credentials, String host, String region, Duration life, Instant now) {
    return AuthToken.create(credentials, host, region, Action.DB_CONNECT, life, now);
  }

  private static void assertRefused(TokenVerdict verdict, Reason reason, String hint) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(reason);
              assertThat(refused.hint()).isEqualTo(hint);
              assertThat(refused.message()).isEqualTo("unable to accept connection, access denied");
              assertThat(refused.sqlState()).isEqualTo("08006");
              assertThat(refused.logDetail())
                  .isNotBlank()
                  .doesNotContain("X-Amz-Signature", "secret/limited", "wJalr", "left-over")
                  .doesNotContainPattern("[0-9a-f]{64}|\\v");
            });
  }
}
