package dev.borealis.cli;

import dev.borealis.cluster.ClusterId;
import dev.borealis.cluster.LocalServiceOptions.SignIn;
import dev.borealis.cluster.ProcessIdentity;
import dev.borealis.cluster.ServiceRecord;
import dev.borealis.dialect.DsqlVersion;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Records of services that only a test knows; they look as if this JVM were the service. */
final class TestingService {
  static final String ENDPOINT = "abcdefghijklmnopqrstuvwx23.dsql.eu-west-1.on.aws";

  private TestingService() {}

  static ServiceRecord onPort(int port) {
    return of(port, Path.of("/data"), SignIn.IAM, null);
  }

  static ServiceRecord of(
      int port, Path dataDirectory, SignIn signIn, @Nullable String environmentAccessKey) {
    return new ServiceRecord(
        ProcessIdentity.current(),
        dataDirectory,
        false,
        "127.0.0.1",
        port,
        8000,
        new ClusterId("abcdefghijklmnopqrstuvwx23"),
        ENDPOINT,
        "eu-west-1",
        DsqlVersion.defaultVersion(),
        signIn,
        environmentAccessKey,
        Set.of("localhost", "127.0.0.1", "::1", ENDPOINT, "db.example.com"),
        dataDirectory.resolve("tls/ca.pem"),
        Instant.now());
  }
}
