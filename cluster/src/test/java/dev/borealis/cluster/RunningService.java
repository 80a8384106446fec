package dev.borealis.cluster;

import dev.borealis.iam.Action;
import dev.borealis.iam.AuthToken;
import dev.borealis.iam.Credentials;
import dev.borealis.iam.IdentityStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dsql.DsqlClient;
import software.amazon.awssdk.services.dsql.model.GetClusterResponse;

/** A service of a test, and clients of it: the AWS SDK, plain HTTP, JDBC. */
record RunningService(LocalService service) implements AutoCloseable {
  static final Credentials TEST = IdentityStore.DEFAULT_IDENTITY.credentials();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  static RunningService start(Path dataDirectory, Path cache, ControlPlaneOptions controlPlane) {
    return new RunningService(
        LocalService.start(TestingOptions.of(dataDirectory, false, cache, 0, null, controlPlane)));
  }

  /** The AWS SDK's client, which signs as {@code credentials}. */
  DsqlClient sdk(String region, Credentials credentials) {
    return DsqlClient.builder()
        .endpointOverride(service.record().apiAddress())
        .region(Region.of(region))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    credentials.accessKeyId(), credentials.secretAccessKey())))
        .overrideConfiguration(options -> options.retryStrategy(RetryMode.STANDARD))
        .build();
  }

  DsqlClient sdk(String region) {
    return sdk(region, TEST);
  }

  /** A signed request with any content. */
  HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    URI uri = URI.create(service.record().apiAddress() + path);
    byte[] payload = body.getBytes(StandardCharsets.UTF_8);
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(sign ->
                sign.identity(
                        AwsBasicCredentials.create(TEST.accessKeyId(), TEST.secretAccessKey()))
                    .request(
                        SdkHttpRequest.builder()
                            .method(SdkHttpMethod.fromValue(method))
                            .uri(uri)
                            .build())
                    .payload(() -> new ByteArrayInputStream(payload))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "dsql")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"))
            .request();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.ofByteArray(payload));
    signed
        .headers()
        .forEach((name, values) -> {
          if (!name.equalsIgnoreCase("Host")) {
            request.header(name, values.getFirst());
          }
        });
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> sendUnsigned(String method, String path)
      throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(service.record().apiAddress() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Signs in to a cluster, which the token names. */
  Connection connect(GetClusterResponse cluster, String user, Credentials credentials)
      throws SQLException {
    String region = cluster.arn().split(":", -1)[3];
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty(
        "password",
        AuthToken.create(
            credentials,
            cluster.endpoint(),
            region,
            Action.forUser(user),
            AuthToken.DEFAULT_LIFE,
            Instant.now()));
    properties.setProperty("sslmode", "require");
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:" + service.record().port() + "/postgres", properties);
  }

  Connection connect(GetClusterResponse cluster) throws SQLException {
    return connect(cluster, "admin", TEST);
  }

  static GetClusterResponse awaitActive(DsqlClient sdk, String identifier) {
    return sdk.waiter()
        .waitUntilClusterActive(
            request -> request.identifier(identifier),
            options ->
                options
                    .backoffStrategyV2(BackoffStrategy.fixedDelay(Duration.ofMillis(20)))
                    .maxAttempts(1_000))
        .matched()
        .response()
        .orElseThrow();
  }

  static void awaitGone(DsqlClient sdk, String identifier) {
    sdk.waiter()
        .waitUntilClusterNotExists(
            request -> request.identifier(identifier),
            options ->
                options
                    .backoffStrategyV2(BackoffStrategy.fixedDelay(Duration.ofMillis(20)))
                    .maxAttempts(1_000));
  }

  @Override
  public void close() {
    service.close();
  }
}
