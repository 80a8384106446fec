package dev.borealis.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnCertificateTest {
  @TempDir Path directory;
  private Path made;

  @BeforeEach
  void makeCertificates() throws IOException {
    made = directory.resolve("made");
    ServerCertificate.open(made, Set.of("us-east-1"), Set.of());
  }

  @Test
  void servesAnEcCertificateWithItsChain() throws Exception {
    Path chain = directory.resolve("chain.pem");
    Files.writeString(
        chain,
        "issued for tests\n"
            + Files.readString(made.resolve("server.pem"))
            + Files.readString(made.resolve("ca.pem")));

    assertThat(
            TlsHandshake.connect(
                    ServerCertificate.fromFiles(chain, made.resolve("server.key")),
                    made.resolve("ca.pem"),
                    "localhost",
                    "TLSv1.2")
                .cipherSuite())
        .contains("ECDHE_ECDSA");
  }

  @Test
  void servesAnRsaCertificate() throws Exception {
    Path rsa = selfSigned("RSA", Duration.ofDays(1));

    for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
      assertThat(
              TlsHandshake.connect(
                      ServerCertificate.fromFiles(rsa, rsa), rsa, "localhost", protocol)
                  .serverCertificate()
                  .getPublicKey()
                  .getAlgorithm())
          .isEqualTo("RSA");
    }
  }

  @Test
  void refusesAKeyOfAnotherKind() throws Exception {
    Path rsa = selfSigned("RSA", Duration.ofDays(1));

    assertRefused(made.resolve("server.pem"), rsa, rsa + " holds no EC key");
    assertRefused(rsa, made.resolve("server.key"), "holds no RSA key");
  }

  @Test
  void refusesTheKeyOfAnotherCertificate() {
    assertRefused(
        made.resolve("server.pem"),
        made.resolve("ca.key"),
        "ca.key holds the key of another certificate");
  }

  @Test
  void refusesFilesThatAreSwappedMissingOrSomethingElse() throws Exception {
    Path certificate = made.resolve("server.pem");
    Path key = made.resolve("server.key");
    Path text = Files.writeString(directory.resolve("text"), "hello");
    Path missing = directory.resolve("missing");

    assertRefused(key, certificate, key + " holds no certificate in PEM form (but PRIVATE KEY)");
    assertRefused(certificate, certificate, "holds no private key in PEM form (but CERTIFICATE)");
    assertRefused(text, key, text + " holds no certificate in PEM form");
    assertRefused(certificate, text, text + " holds no private key in PEM form");
    assertRefused(missing, key, missing + " does not exist");
    assertRefused(certificate, missing, missing + " does not exist");
    assertRefused(directory, key, "cannot read " + directory);
  }

  @Test
  void refusesDamagedAndOversizedFiles() throws Exception {
    Path key = made.resolve("server.key");
    Path damaged = directory.resolve("damaged");

    Files.writeString(damaged, Files.readString(made.resolve("server.pem")).replace("MII", "MIX"));
    assertRefused(damaged, key, damaged + " holds a damaged certificate");
    Files.writeString(damaged, Files.readString(made.resolve("server.pem")).replace("M", "*"));
    assertRefused(damaged, key, damaged + " holds a damaged certificate");
    Files.writeString(damaged, Files.readString(key).replace("MEE", "MXX").replace("MIG", "MXX"));
    assertRefused(made.resolve("server.pem"), damaged, damaged + " holds no EC key");
    Files.writeString(damaged, "-----BEGIN CERTIFICATE-----\nMII");
    assertRefused(damaged, key, damaged + " holds no certificate in PEM form");
    Files.writeString(damaged, "-----BEGIN CERTIFICATE");
    assertRefused(damaged, key, damaged + " holds no certificate in PEM form");
    Files.write(damaged, new byte[2 << 20]);
    assertRefused(damaged, key, "larger than 1048576 bytes");
  }

  @Test
  void tellsHowToConvertKeysOfOtherForms() throws Exception {
    for (String label : new String[] {"EC", "RSA", "ENCRYPTED"}) {
      Path key = directory.resolve("other.key");
      Files.writeString(
          key,
          """
          -----BEGIN EC PARAMETERS-----
          BggqhkjOPQMBBw==
          -----END EC PARAMETERS-----
          -----BEGIN %s PRIVATE KEY-----
          Proc-Type: 4,ENCRYPTED

          AAAA
          -----END %s PRIVATE KEY-----
          """
              .formatted(label, label));
      assertRefused(made.resolve("server.pem"), key, "openssl pkcs8 -topk8 -nocrypt -in " + key);
    }
  }

  @Test
  void refusesAChainInTheWrongOrder() throws Exception {
    Path chain = directory.resolve("chain.pem");
    Files.writeString(
        chain,
        Files.readString(made.resolve("ca.pem")) + Files.readString(made.resolve("server.pem")));

    assertRefused(chain, made.resolve("ca.key"), "certificate 2 in " + chain + " did not issue");
  }

  @Test
  void refusesAKindOfKeyThatItCannotUse() throws Exception {
    Path edDsa = selfSigned("Ed25519", Duration.ofDays(1));

    assertRefused(edDsa, edDsa, "EC and RSA keys can be used");
  }

  @Test
  void servesAnExpiredCertificateForThoseWhoTestWithOne() throws Exception {
    Path expired = selfSigned("RSA", Duration.ofDays(-1));

    assertThat(ServerCertificate.fromFiles(expired, expired)).isNotNull();
  }

  /**
   * One file with a certificate for localhost, valid from two days ago until {@code life} from now,
   * and its key.
   */
  private Path selfSigned(String algorithm, Duration life) throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    X500Name name = new X500Name("CN=localhost");
    Instant now = Instant.now();
    byte[] certificate =
        new JcaX509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                Date.from(now.minus(Duration.ofDays(2))),
                Date.from(now.plus(life)),
                name,
                pair.getPublic())
            .addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")))
            .build(
                new JcaContentSignerBuilder(algorithm.equals("RSA") ? "SHA256withRSA" : algorithm)
                    .build(pair.getPrivate()))
            .getEncoded();
    Path file = directory.resolve(algorithm + ".pem");
    Files.writeString(
        file,
        text(Pem.encode(Pem.CERTIFICATE, certificate))
            + text(Pem.encode(Pem.PRIVATE_KEY, pair.getPrivate().getEncoded())));
    return file;
  }

  private static String text(byte[] ascii) {
    return new String(ascii, StandardCharsets.US_ASCII);
  }

  private static void assertRefused(Path certificate, Path key, String problem) {
    assertThatIOException()
        .isThrownBy(() -> ServerCertificate.fromFiles(certificate, key))
        .withMessageContaining(problem);
  }
}
