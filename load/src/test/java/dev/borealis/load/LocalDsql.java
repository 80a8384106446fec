package dev.borealis.load;

import dev.borealis.client.ClusterAddress;
import dev.borealis.client.ClusterLogin;
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
import java.util.Set;

/** A local cluster for the tests of one class. */
record LocalDsql(LocalService service) implements AutoCloseable {
  static LocalDsql start(Path directory, int port) throws IOException {
    return start(directory, port, DsqlVersion.defaultVersion());
  }

  static LocalDsql start(Path directory, int port, DsqlVersion version) throws IOException {
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
                version,
                SignIn.IAM,
                null,
                Set.of(),
                null,
                false,
                false,
                null,
                new ControlPlaneOptions(0, Duration.ZERO, Duration.ZERO, ClusterQuotas.SERVICE))));
  }

  ClusterAddress address() {
    ServiceRecord record = service.record();
    return new ClusterAddress(
        record.endpoint(),
        record.port(),
        record.region(),
        record.connectAddress(),
        record.certificateAuthority());
  }

  ClusterLogin login() {
    return new ClusterLogin(address(), "admin", IdentityStore.DEFAULT_IDENTITY::credentials);
  }

  @Override
  public void close() {
    service.close();
  }
}
