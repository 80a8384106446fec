package dev.borealis.iam;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/** Requests are signed by the AWS SDK. */
class RequestVerifierTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir private static Path directory = Path.of("");
  private static @Nullable IdentityStore store;

  @BeforeAll
  static void openStore() throws IOException {
    store = IdentityStore.open(directory);
  }

  private static IdentityStore identities() {
    return Objects.requireNonNull(store);
  }

  private static SignedRequest signed(
      String secret, String service, SdkHttpMethod method, String uri, String body, Instant at) {
    byte[] payload = body.getBytes(StandardCharsets.UTF_8);
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(method)
            .uri(URI.create("http://127.0.0.1:8000" + uri))
            .putHeader("Content-Type", "application/json")
            .build();
    SdkHttpRequest result =
        AwsV4HttpSigner.create()
            .sign(sign ->
                sign.identity(AwsBasicCredentials.create("test", secret))
                    .request(request)
                    .payload(() -> new ByteArrayInputStream(payload))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                    .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC)))
            .request();
    Map<String, List<String>> headers = new HashMap<>();
    result.headers().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
    String query = uri.contains("?") ? uri.substring(uri.indexOf('?') + 1) : "";
    String path = uri.contains("?") ? uri.substring(0, uri.indexOf('?')) : uri;
    return new SignedRequest(method.name(), path, query, headers, payload);
  }

  private static SignedRequest create() {
    return signed("test", "dsql", SdkHttpMethod.POST, "/cluster", "{}", NOW);
  }

  private static String refusal(SignedRequest request) {
    return switch (RequestVerifier.strict(identities()).verify(request, NOW)) {
      case RequestVerdict.Accepted accepted -> "accepted " + accepted.caller().principalArn();
      case RequestVerdict.Refused refused -> refused.type();
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/cluster",
        "/cluster?max-results=10&next-token=abc%3D%3D",
        "/tags/arn%3Aaws%3Adsql%3Aeu-west-1%3A000000000000%3Acluster%2Faaaaaaaaaaaaaaaaaaaaaaaaaa",
        "/tags/x?tagKeys=b&tagKeys=a&tagKeys=with%20space%2Bplus",
        "/cluster?flag"
      })
  void knowsWhoSigned(String uri) {
    RequestVerdict verdict =
        RequestVerifier.strict(identities())
            .verify(signed("test", "dsql", SdkHttpMethod.GET, uri, "", NOW), NOW);
    assertThat(verdict)
        .isEqualTo(
            new RequestVerdict.Accepted(
                new Caller(LocalIdentity.userArn("test"), "test", Policy.ALLOW_ALL, "eu-west-1")));
  }

  @Test
  void knowsWhoSignedABody() {
    assertThat(refusal(create())).startsWith("accepted");
  }

  @Test
  void refusesAnotherBodyThanWasSigned() {
    SignedRequest one = create();
    assertThat(
            refusal(
                new SignedRequest(
                    one.method(),
                    one.rawPath(),
                    one.rawQuery(),
                    one.headers(),
                    "{ }".getBytes(StandardCharsets.UTF_8))))
        .isEqualTo("InvalidSignatureException");
  }

  @Test
  void refusesAnotherPathAndAnotherQuery() {
    SignedRequest one = create();
    assertThat(
            refusal(
                new SignedRequest(
                    one.method(), "/clusters", one.rawQuery(), one.headers(), one.body())))
        .isEqualTo("InvalidSignatureException");
    assertThat(
            refusal(
                new SignedRequest(one.method(), one.rawPath(), "a=b", one.headers(), one.body())))
        .isEqualTo("InvalidSignatureException");
  }

  @Test
  void refusesAWrongSecretAnotherServiceAndAStranger() {
    assertThat(refusal(signed("other", "dsql", SdkHttpMethod.GET, "/cluster", "", NOW)))
        .isEqualTo("InvalidSignatureException");
    assertThat(refusal(signed("test", "rds", SdkHttpMethod.GET, "/cluster", "", NOW)))
        .isEqualTo("InvalidSignatureException");
    SignedRequest one = create();
    Map<String, List<String>> headers = new HashMap<>(one.headers());
    headers.computeIfPresent(
        "authorization", (_, value) -> List.of(value.getFirst().replace("=test/", "=stranger/")));
    assertThat(
            refusal(
                new SignedRequest(
                    one.method(), one.rawPath(), one.rawQuery(), headers, one.body())))
        .isEqualTo("UnrecognizedClientException");
  }

  @Test
  void refusesOldAndFutureDates() {
    Duration tooMuch = RequestVerifier.MAX_SKEW.plusSeconds(1);
    assertThat(
            refusal(signed("test", "dsql", SdkHttpMethod.GET, "/cluster", "", NOW.minus(tooMuch))))
        .isEqualTo("InvalidSignatureException");
    assertThat(
            refusal(signed("test", "dsql", SdkHttpMethod.GET, "/cluster", "", NOW.plus(tooMuch))))
        .isEqualTo("InvalidSignatureException");
    assertThat(
            refusal(
                signed(
                    "test",
                    "dsql",
                    SdkHttpMethod.GET,
                    "/cluster",
                    "",
                    NOW.minus(RequestVerifier.MAX_SKEW))))
        .startsWith("accepted");
  }

  @Test
  void refusesAMissingSignature() {
    assertThat(
            refusal(
                new SignedRequest(
                    "GET", "/cluster", "", Map.of("host", List.of("x")), new byte[0])))
        .isEqualTo("MissingAuthenticationTokenException");
  }

  @Test
  void refusesAHeaderOfAmazonThatIsNotSigned() {
    SignedRequest one = create();
    Map<String, List<String>> headers = new HashMap<>(one.headers());
    headers.put("x-amz-security-token", List.of(""));
    headers.put("x-amz-extra", List.of("1"));
    assertThat(
            refusal(
                new SignedRequest(
                    one.method(), one.rawPath(), one.rawQuery(), headers, one.body())))
        .isEqualTo("InvalidSignatureException");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 ",
        "Bearer abc",
        "AWS4-HMAC-SHA256 Credential=a, Signature=b",
        "AWS4-HMAC-SHA256 Credential=a/b/c, SignedHeaders=host, Signature=00",
        "AWS4-HMAC-SHA256 Credential=////, SignedHeaders=;;, Signature=zz",
        "AWS4-HMAC-SHA256 =,=,=,"
      })
  void refusesAnIncompleteHeader(String header) {
    assertThat(
            refusal(
                new SignedRequest(
                    "GET", "/cluster", "", Map.of("authorization", List.of(header)), new byte[0])))
        .isEqualTo("IncompleteSignatureException");
  }

  @Test
  void relaxedTakesTheCallerAtItsWord() {
    RequestVerifier relaxed = RequestVerifier.relaxed(identities(), "us-west-2");
    assertThat(relaxed.verify(signed("wrong", "dsql", SdkHttpMethod.GET, "/cluster", "", NOW), NOW))
        .isEqualTo(
            new RequestVerdict.Accepted(
                new Caller(LocalIdentity.userArn("test"), "test", Policy.ALLOW_ALL, "eu-west-1")));
    assertThat(relaxed.verify(new SignedRequest("GET", "/cluster", "", Map.of(), new byte[0]), NOW))
        .isInstanceOfSatisfying(
            RequestVerdict.Accepted.class,
            accepted -> assertThat(accepted.caller().region()).isEqualTo("us-west-2"));
  }
}
