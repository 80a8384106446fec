package dev.borealis.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCertificateFilesTest {
  private static final Set<String> REGIONS = Set.of("us-east-1", "eu-west-1");
  private static final Set<String> NO_NAMES = Set.of();

  private final Instant now = Instant.now();

  @TempDir Path directory;

  @Test
  void keepsKeysToTheirOwnerAndShowsCertificatesToEveryone() throws Exception {
    ServerCertificate certificate = ServerCertificate.open(directory, REGIONS, NO_NAMES);

    assertThat(certificate.caFile()).isEqualTo(directory.resolve("ca.pem"));
    assertThat(permissions("ca.key")).isEqualTo("rw-------");
    assertThat(permissions("server.key")).isEqualTo("rw-------");
    assertThat(permissions("ca.pem")).isEqualTo("rw-r--r--");
    assertThat(permissions("server.pem")).isEqualTo("rw-r--r--");
  }

  private String permissions(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name)));
  }

  @Test
  void keepsEverythingWhenOpenedAgain() throws Exception {
    Stamps first = reopened(REGIONS, NO_NAMES, now);

    assertThat(reopened(REGIONS, NO_NAMES, now.plusSeconds(1))).isEqualTo(first);
    assertThat(reopened(Set.of("us-east-1"), NO_NAMES, now)).isEqualTo(first);
    assertThat(reopened(REGIONS, NO_NAMES, now.plus(Duration.ofDays(190)))).isEqualTo(first);
  }

  @Test
  void renewsTheServersCertificateForAMissingNameAndKeepsTheAuthority() throws Exception {
    Stamps first = reopened(REGIONS, NO_NAMES, now);
    Stamps second = reopened(Set.of("ap-northeast-1"), NO_NAMES, now);

    assertThat(second.authority()).isEqualTo(first.authority());
    assertThat(second.server()).isNotEqualTo(first.server());
    ServerCertificate certificate =
        ServerCertificate.open(directory, Set.of("ap-northeast-1"), NO_NAMES);
    assertThat(connect(certificate, "abc.dsql.ap-northeast-1.on.aws")).isNotNull();
  }

  @Test
  void renewsTheServersCertificateInItsSecondHalf() throws Exception {
    Stamps first = reopened(REGIONS, NO_NAMES, now);
    Stamps second = reopened(REGIONS, NO_NAMES, now.plus(Duration.ofDays(200)));

    assertThat(second.authority()).isEqualTo(first.authority());
    assertThat(second.server()).isNotEqualTo(first.server());
  }

  @Test
  void renewsTheServersCertificateThatBeginsInTheFuture() throws Exception {
    Stamps first = reopened(REGIONS, NO_NAMES, now.plus(Duration.ofDays(3)));

    assertThat(reopened(REGIONS, NO_NAMES, now).server()).isNotEqualTo(first.server());
  }

  @Test
  void replacesTheAuthorityBeforeItCanEndEarlierThanAServersCertificate() throws Exception {
    Stamps first = reopened(REGIONS, NO_NAMES, now);
    Stamps late = reopened(REGIONS, NO_NAMES, now.plus(Duration.ofDays(3200)));
    assertThat(late.authority()).isEqualTo(first.authority());

    Stamps last = reopened(REGIONS, NO_NAMES, now.plus(Duration.ofDays(3300)));
    assertThat(last.authority()).isNotEqualTo(first.authority());
    assertThat(certificate("server.pem").getNotAfter())
        .isBefore(certificate("ca.pem").getNotAfter());
  }

  @Test
  void repairsWhatACrashBetweenTwoFilesLeaves() throws Exception {
    Path elsewhere = directory.resolve("elsewhere");
    ServerCertificate.open(elsewhere, REGIONS, NO_NAMES);
    Stamps first = reopened(REGIONS, NO_NAMES, now);

    Files.delete(directory.resolve("server.pem"));
    Stamps second = reopened(REGIONS, NO_NAMES, now);
    assertThat(second.authority()).isEqualTo(first.authority());

    copy(elsewhere, "server.key");
    Stamps third = reopened(REGIONS, NO_NAMES, now);
    assertThat(third.authority()).isEqualTo(first.authority());
    assertThat(third.server()).isNotEqualTo(second.server());

    copy(elsewhere, "ca.key");
    assertThat(reopened(REGIONS, NO_NAMES, now)).as("needs no CA key now").isEqualTo(third);
    Files.delete(directory.resolve("server.pem"));
    assertThat(reopened(REGIONS, NO_NAMES, now).authority()).isNotEqualTo(first.authority());
    assertVerified();
  }

  @Test
  void followsAnAuthorityThatWasPutInPlaceOfItsOwn() throws Exception {
    Path elsewhere = directory.resolve("elsewhere");
    ServerCertificate.open(elsewhere, REGIONS, NO_NAMES);
    ServerCertificate.open(directory, REGIONS, NO_NAMES);
    copy(elsewhere, "ca.key");
    copy(elsewhere, "ca.pem");

    ServerCertificate certificate = ServerCertificate.open(directory, REGIONS, NO_NAMES);
    assertThat(
            TlsHandshake.connect(
                certificate.sslContext(), elsewhere.resolve("ca.pem"), "localhost", "TLSv1.3"))
        .isNotNull();
  }

  private void copy(Path from, String name) throws IOException {
    Files.copy(from.resolve(name), directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void saysWhichFileIsDamaged() throws Exception {
    for (String name : List.of("ca.pem", "server.pem", "server.key")) {
      ServerCertificate.open(directory, REGIONS, NO_NAMES);
      Files.writeString(directory.resolve(name), "damaged");
      assertThatIOException()
          .isThrownBy(() -> ServerCertificate.open(directory, REGIONS, NO_NAMES))
          .withMessageContaining(directory.resolve(name).toString())
          .withMessageContaining("delete the file to have a new one made");
      Files.delete(directory.resolve(name));
    }
    assertVerified();
  }

  private void assertVerified() throws Exception {
    ServerCertificate certificate = ServerCertificate.open(directory, REGIONS, NO_NAMES);
    assertThat(connect(certificate, "localhost")).isNotNull();
  }

  @Test
  void agreesWithItselfWhenManyOpenAtOnce() throws Exception {
    List<Future<TlsHandshake.Outcome>> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        outcomes.add(
            threads.submit(() -> {
              ServerCertificate certificate = ServerCertificate.open(directory, REGIONS, NO_NAMES);
              return connect(certificate, "localhost");
            }));
      }
    }

    X509Certificate server = certificate("server.pem");
    for (Future<TlsHandshake.Outcome> outcome : outcomes) {
      assertThat(outcome.get().serverCertificate()).isEqualTo(server);
    }
  }

  @Test
  void agreesWithItselfWhenTwoProcessesOpenAtOnce() throws Exception {
    String classPath = System.getProperty("java.class.path");
    Process one = opener(classPath);
    Process two = opener(classPath);

    assertThat(printed(one)).isEqualTo(printed(two)).isEqualTo(Stamps.of(directory).toString());
    assertVerified();
  }

  @Test
  void needsNoBouncyCastleOnceTheFilesExist() throws Exception {
    Stamps first = reopened(REGIONS, NO_NAMES, now);
    String withoutBouncyCastle =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !Path.of(entry).getFileName().toString().matches("bc.*\\.jar"))
            .collect(Collectors.joining(File.pathSeparator));

    assertThat(printed(opener(withoutBouncyCastle))).isEqualTo(first.toString());

    Files.delete(directory.resolve("server.pem"));
    Process unable = opener(withoutBouncyCastle);
    assertThat(unable.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(unable.exitValue()).as("the class path really lacks it").isNotZero();
  }

  private Process opener(String classPath) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            classPath,
            Opener.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static String printed(Process process) throws Exception {
    try {
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      return output;
    } finally {
      process.destroyForcibly();
    }
  }

  /** A process that opens the certificate in a directory and prints what is there then. */
  static final class Opener {
    private Opener() {}

    public static void main(String[] args) throws Exception {
      Path directory = Path.of(args[0]);
      ServerCertificate.open(directory, REGIONS, NO_NAMES);
      System.out.println(Stamps.of(directory));
    }
  }

  private Stamps reopened(Set<String> regions, Set<String> extraNames, Instant now)
      throws Exception {
    ServerCertificate.open(directory, regions, extraNames, now);
    return Stamps.of(directory);
  }

  private X509Certificate certificate(String name) throws Exception {
    return Stamps.certificate(directory.resolve(name));
  }

  private static TlsHandshake.Outcome connect(ServerCertificate certificate, String host)
      throws Exception {
    return TlsHandshake.connect(certificate.sslContext(), certificate.caFile(), host, "TLSv1.3");
  }
}
