package dev.borealis.mcp;

import dev.borealis.client.Cancellation;
import dev.borealis.client.ClusterAddress;
import dev.borealis.client.ClusterClient;
import dev.borealis.client.ClusterLogin;
import dev.borealis.client.RetryPolicy;
import dev.borealis.cluster.ClusterQuotas;
import dev.borealis.cluster.ControlPlaneOptions;
import dev.borealis.cluster.LocalService;
import dev.borealis.cluster.LocalServiceOptions;
import dev.borealis.cluster.LocalServiceOptions.SignIn;
import dev.borealis.cluster.ServiceRecord;
import dev.borealis.dialect.DsqlVersion;
import dev.borealis.engine.CacheDirectory;
import dev.borealis.iam.IdentityStore;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A local cluster for the tests of one class. */
record LocalDsql(LocalService service) implements AutoCloseable {
  static LocalDsql start(Path directory, int port) throws IOException {
    // Where root runs the tests, PostgreSQL's account is another one.
    PosixFileAttributeView attributes =
        Files.getFileAttributeView(directory, PosixFileAttributeView.class);
    if (attributes != null) {
      attributes.setPermissions(PosixFilePermissions.fromString("rwx--x--x"));
    }
    return new LocalDsql(
        LocalService.start(
            new LocalServiceOptions(
                directory.resolve("data"),
                false,
                CacheDirectory.forUser(),
                InetAddress.getLoopbackAddress(),
                port,
                null,
                LocalServiceOptions.DEFAULT_ENDPOINT_SUFFIX,
                DsqlVersion.defaultVersion(),
                SignIn.IAM,
                null,
                Set.of(),
                null,
                false,
                false,
                null,
                new ControlPlaneOptions(0, Duration.ZERO, Duration.ZERO, ClusterQuotas.SERVICE))));
  }

  /** A source of the cluster's connections, to be closed by the caller. */
  ClusterSource source() {
    ServiceRecord record = service.record();
    ClusterAddress address =
        new ClusterAddress(
            record.endpoint(),
            record.port(),
            record.region(),
            record.connectAddress(),
            record.certificateAuthority());
    ClusterLogin login =
        new ClusterLogin(address, "admin", IdentityStore.DEFAULT_IDENTITY::credentials);
    ClusterClient client =
        ClusterClient.open(
            login, ClusterSource.DRIVER_SETTINGS, 4, RetryPolicy.INTERACTIVE, new Cancellation());
    return new ClusterSource() {
      @Override
      public ClusterClient client() {
        return client;
      }

      @Override
      public List<KnownCluster> known() {
        return List.of(
            new KnownCluster(record.endpoint(), record.port(), record.region(), "local", true));
      }

      @Override
      public void close() {
        client.close();
      }
    };
  }

  @Override
  public void close() {
    service.close();
  }
}
