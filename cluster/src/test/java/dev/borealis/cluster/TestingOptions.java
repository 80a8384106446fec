package dev.borealis.cluster;

import dev.borealis.cluster.LocalServiceOptions.SignIn;
import dev.borealis.dialect.DsqlVersion;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Options that differ from the default ones in what a test is about. */
final class TestingOptions {
  private TestingOptions() {}

  static LocalServiceOptions inRegion(String region) {
    return of(Path.of("data"), false, Path.of("cache"), 0, region);
  }

  static LocalServiceOptions onPort(int port) {
    return of(Path.of("data"), false, Path.of("cache"), port, null);
  }

  static LocalServiceOptions of(
      Path dataDirectory, boolean ephemeral, Path cache, int port, @Nullable String region) {
    return of(
        dataDirectory,
        ephemeral,
        cache,
        port,
        region,
        new ControlPlaneOptions(0, Duration.ZERO, Duration.ZERO, ClusterQuotas.SERVICE));
  }

  static LocalServiceOptions of(
      Path dataDirectory,
      boolean ephemeral,
      Path cache,
      int port,
      @Nullable String region,
      ControlPlaneOptions controlPlane) {
    return new LocalServiceOptions(
        dataDirectory,
        ephemeral,
        cache,
        InetAddress.getLoopbackAddress(),
        port,
        region,
        LocalServiceOptions.DEFAULT_ENDPOINT_SUFFIX,
        DsqlVersion.defaultVersion(),
        SignIn.IAM,
        null,
        Set.of(),
        null,
        false,
        false,
        DataDirectory.auditLog(dataDirectory),
        controlPlane);
  }
}
