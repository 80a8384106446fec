package dev.borealis.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
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
    Stamps first = Stamps.of(directory);
    ServerCertificate.open(directory, Set.of(), extraNames);
    assertThat(Stamps.of(directory)).as("covered").isEqualTo(first);
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

  private X509Certificate certificate(String name) throws Exception {
    return Stamps.certificate(directory.resolve(name));
  }

  private static TlsHandshake.Outcome connect(
      ServerCertificate certificate, String host, String protocol) throws Exception {
    return TlsHandshake.connect(certificate.sslContext(), certificate.caFile(), host, protocol);
  }
}
