package dev.borealis.cluster;

import dev.borealis.cluster.LocalServiceOptions.SignIn;
import dev.borealis.dialect.DsqlVersion;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;

/** Service records that differ in what a test is about. */
final class TestingRecord {
  static final ProcessIdentity DEAD =
      new ProcessIdentity(ProcessHandle.current().pid(), "before this one");

  private TestingRecord() {}

  static ServiceRecord of(ProcessIdentity process, Path dataDirectory, int port) {
    ClusterId id = new ClusterId("abcdefghijklmnopqrstuvwx23");
    return new ServiceRecord(
        process,
        dataDirectory,
        true,
        "127.0.0.1",
        port,
        8000,
        id,
        id.endpoint("us-east-1", "on.aws"),
        "us-east-1",
        DsqlVersion.defaultVersion(),
        SignIn.IAM,
        "AKIAEXAMPLE",
        Set.of("localhost", "127.0.0.1", "::1", id.endpoint("us-east-1", "on.aws")),
        dataDirectory.resolve("ca.pem"),
        Instant.parse("2026-11-21T10:00:00Z").plusSeconds(port));
  }
}
