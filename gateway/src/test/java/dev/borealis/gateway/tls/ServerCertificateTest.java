package dev.borealis.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
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
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerCertificateTest {
  private static final Set<String> REGIONS = Set.of("us-east-1", "eu-west-1");
  private static final Set<String> NO_NAMES = Set.of();

  private final Instant now = Instant.now();

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "127.0.0.1",
        "::1",
        "abc.dsql.us-east-1.on.aws",
        "ABC.dsql.eu-west-1.on.aws"
      })
  void isVerifiedForItsNames(String host) throws Exception {
    ServerCertificate certificate = ServerCertificate.open(directory, REGIONS, NO_NAMES);

    for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
      TlsHandshake.Outcome outcome = connect(certificate, host, protocol);
      assertThat(outcome.protocol()).isEqualTo(protocol);
      assertThat(outcome.cipherSuite()).contains("AES");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.2",
        "::2",
        "example.com",
        "a.localhost",
        "dsql.us-east-1.on.aws",
        "a.b.dsql.us-east-1.on.aws",
        "abc.dsql.us-west-2.on.aws",
        "abc.dsql-x.us-east-1.on.aws"
      })
  void isNotVerifiedForOtherNames(String host) throws Exception {
    ServerCertificate certificate = ServerCertificate.open(directory, REGIONS, NO_NAMES);

    assertThatExceptionOfType(SSLException.class)
        .isThrownBy(() -> connect(certificate, host, "TLSv1.3"))
        .withMessageContaining("No ");
  }

  @Test
  void isNotVerifiedByWhoTrustsAnotherAuthority() throws Exception {
    ServerCertificate certificate =
        ServerCertificate.open(directory.resolve("a"), REGIONS, NO_NAMES);
    ServerCertificate other = ServerCertificate.open(directory.resolve("b"), REGIONS, NO_NAMES);

    assertThatExceptionOfType(SSLException.class)
        .isThrownBy(() ->
            TlsHandshake.connect(certificate.sslContext(), other.caFile(), "localhost", "TLSv1.3"))
        .withMessageContaining("unable to find valid certification path");
  }

  @Test
  void speaksNoTlsOlderThan12() throws Exception {
    ServerCertificate certificate = ServerCertificate.open(directory, REGIONS, NO_NAMES);

    assertThat(certificate.sslContext().getDefaultSSLParameters().getProtocols())
        .containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
    assertThat(certificate.sslContext().createSSLEngine().getEnabledProtocols())
        .containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
  }

  @Test
  void vouchesForExtraNamesAndAddresses() throws Exception {
    Set<String> extraNames = Set.of("db.Example.test", "10.1.2.3", "fd00::1", "*.internal.test");
    ServerCertificate certificate = ServerCertificate.open(directory, Set.of(), extraNames);

    for (String host : List.of("db.example.test", "10.1.2.3", "fd00::1", "x.internal.test")) {
      assertThat(connect(certificate, host, "TLSv1.3").protocol()).isEqualTo("TLSv1.3");
    }
    assertThat(stamps()).isEqualTo(reopened(Set.of(), extraNames, now));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a_b!",
        "-a",
        "a..b",
        "*",
        "*.",
        "a.*.b",
        "fe80::1%eth0",
        "a:1",
        "https://a",
        "a\n"
      })
  void refusesWhatIsNoName(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerCertificate.open(directory, REGIONS, Set.of(name)))
        .withMessageContaining("neither a host name nor an IP address");
  }

  @Test
  void refusesWhatIsNoRegionAndTooManyNames() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerCertificate.open(directory, Set.of("us.east"), NO_NAMES))
        .withMessage("'us.east' is not a region name");
    Set<String> many =
        Stream.iterate(0, i -> i + 1).limit(200).map(i -> "h" + i).collect(Collectors.toSet());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerCertificate.open(directory, REGIONS, many))
        .withMessage("a certificate can have at most 200 names");
  }

  @Test
  void followsTheCertificateProfile() throws Exception {
    ServerCertificate.open(directory, REGIONS, NO_NAMES);
    X509Certificate authority = certificate("ca.pem");
    X509Certificate server = certificate("server.pem");

    assertThat(authority.getBasicConstraints()).isZero();
    assertThat(authority.getKeyUsage()).containsExactly(keyUsage(5, 6));
    assertThat(authority.getCriticalExtensionOIDs()).contains("2.5.29.19", "2.5.29.15");
    assertThat(server.getBasicConstraints()).isEqualTo(-1);
    assertThat(server.getKeyUsage()).containsExactly(keyUsage(0));
    assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(server.getCriticalExtensionOIDs()).contains("2.5.29.19", "2.5.29.15");
    assertThat(server.getPublicKey().getAlgorithm()).isEqualTo("EC");
    byte[] authorityKeyId = authority.getExtensionValue("2.5.29.14");
    byte[] issuerKeyId = server.getExtensionValue("2.5.29.35");
    assertThat(server.getExtensionValue("2.5.29.14")).isNotNull();
    // Both wrap the same 20 bytes in a different outer structure.
    assertThat(Arrays.copyOfRange(issuerKeyId, issuerKeyId.length - 20, issuerKeyId.length))
        .isEqualTo(
            Arrays.copyOfRange(authorityKeyId, authorityKeyId.length - 20, authorityKeyId.length));
    assertThat(life(server)).isLessThan(Duration.ofDays(398));
    assertThat(life(authority)).isBetween(Duration.ofDays(3649), Duration.ofDays(3653));

    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
    parameters.setRevocationEnabled(false);
    assertThat(
            CertPathValidator.getInstance("PKIX")
                .validate(
                    CertificateFactory.getInstance("X.509").generateCertPath(List.of(server)),
                    parameters))
        .isNotNull();
  }

  private static boolean[] keyUsage(int... bits) {
    boolean[] usage = new boolean[9];
    for (int bit : bits) {
      usage[bit] = true;
    }
    return usage;
  }

  private static Duration life(X509Certificate certificate) {
    return Duration.between(
        certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
  }

  @Test
  void satisfiesOpenSslAtItsStrictest() throws Exception {
    assumeTrue(runs("openssl", "version"), "needs the openssl command");
    ServerCertificate.open(directory, REGIONS, NO_NAMES);
    String server = directory.resolve("server.pem").toString();
    List<String> verify =
        List.of(
            "openssl",
            "verify",
            "-x509_strict",
            "-purpose",
            "sslserver",
            "-CAfile",
            directory.resolve("ca.pem").toString());

    assertThat(runs(verify, "-verify_hostname", "abc.dsql.us-east-1.on.aws", server)).isTrue();
    assertThat(runs(verify, "-verify_hostname", "localhost", server)).isTrue();
    assertThat(runs(verify, "-verify_ip", "127.0.0.1", server)).isTrue();
    assertThat(runs(verify, "-verify_ip", "::1", server)).isTrue();
    assertThat(runs(verify, "-verify_hostname", "example.com", server)).isFalse();
  }

  private boolean runs(List<String> command, String... more) throws Exception {
    List<String> whole = new ArrayList<>(command);
    whole.addAll(List.of(more));
    return runs(whole.toArray(String[]::new));
  }

  private boolean runs(String... command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile());
    try {
      Process process = builder.start();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

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
    assertThat(connect(certificate, "abc.dsql.ap-northeast-1.on.aws", "TLSv1.3")).isNotNull();
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
    assertThat(connect(certificate, "localhost", "TLSv1.3")).isNotNull();
  }

  @Test
  void agreesWithItselfWhenManyOpenAtOnce() throws Exception {
    List<Future<TlsHandshake.Outcome>> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        outcomes.add(
            threads.submit(() -> {
              ServerCertificate certificate = ServerCertificate.open(directory, REGIONS, NO_NAMES);
              return connect(certificate, "localhost", "TLSv1.3");
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

    assertThat(printed(one)).isEqualTo(printed(two)).isEqualTo(stamps().toString());
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

  /** Tells one certificate from another. */
  record Stamps(String authority, String server) {
    static Stamps of(Path directory) throws Exception {
      return new Stamps(
          certificate(directory.resolve("ca.pem")).getSerialNumber().toString(16),
          certificate(directory.resolve("server.pem")).getSerialNumber().toString(16));
    }
  }

  private Stamps reopened(Set<String> regions, Set<String> extraNames, Instant now)
      throws Exception {
    ServerCertificate.open(directory, regions, extraNames, now);
    return stamps();
  }

  private Stamps stamps() throws Exception {
    return Stamps.of(directory);
  }

  private X509Certificate certificate(String name) throws Exception {
    return certificate(directory.resolve(name));
  }

  private static X509Certificate certificate(Path file) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
  }

  private static TlsHandshake.Outcome connect(
      ServerCertificate certificate, String host, String protocol) throws Exception {
    return TlsHandshake.connect(certificate.sslContext(), certificate.caFile(), host, protocol);
  }
}
