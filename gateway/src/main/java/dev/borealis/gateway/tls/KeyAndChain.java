package dev.borealis.gateway.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * A private key with the certificate of its public key and those above it.
 *
 * @param chain the key's own certificate first, each one followed by its issuer's; the root may be
 *     missing
 */
record KeyAndChain(PrivateKey key, List<X509Certificate> chain) {
  private static final byte[] PROBE = "probe".getBytes(StandardCharsets.US_ASCII);

  KeyAndChain {
    chain = List.copyOf(chain);
  }

  X509Certificate certificate() {
    return chain.getFirst();
  }

  /**
   * @throws IOException if a block is no certificate or there is none; the message names the file
   */
  static List<X509Certificate> readCertificates(Path file, byte[] content) throws IOException {
    List<Pem.Block> blocks = Pem.decode(content);
    List<X509Certificate> certificates = new ArrayList<>();
    for (Pem.Block block : blocks) {
      if (block.label().equals(Pem.CERTIFICATE)) {
        certificates.add(certificate(file, block));
      }
    }
    if (certificates.isEmpty()) {
      throw new IOException(
          "%s holds no certificate in PEM form%s".formatted(file, butHolds(blocks)));
    }
    return certificates;
  }

  static X509Certificate certificate(byte[] der) throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
  }

  private static X509Certificate certificate(Path file, Pem.Block block) throws IOException {
    try {
      return certificate(block.der());
    } catch (CertificateException | IllegalArgumentException e) {
      throw new IOException(file + " holds a damaged certificate", e);
    }
  }

  /**
   * Reads the private key that belongs to {@code publicKey}.
   *
   * @throws IOException if there is none, in PKCS#8 form and unencrypted; the message names the
   *     file and what to do
   */
  static PrivateKey readKey(Path file, byte[] content, PublicKey publicKey) throws IOException {
    List<Pem.Block> blocks = Pem.decode(content);
    for (Pem.Block block : blocks) {
      if (block.label().equals(Pem.PRIVATE_KEY)) {
        return privateKey(file, block, publicKey);
      }
      if (block.label().endsWith(" " + Pem.PRIVATE_KEY)) {
        throw new IOException(
            "%s holds an %s, but an unencrypted PKCS#8 key is needed; convert it with \"openssl pkcs8 -topk8 -nocrypt -in %s -out NEW\""
                .formatted(file, block.label(), file));
      }
    }
    throw new IOException(
        "%s holds no private key in PEM form%s".formatted(file, butHolds(blocks)));
  }

  private static PrivateKey privateKey(Path file, Pem.Block block, PublicKey publicKey)
      throws IOException {
    String algorithm = publicKey.getAlgorithm();
    if (!algorithm.equals("EC") && !algorithm.equals("RSA")) {
      throw new IOException(
          "the certificate for %s has a key of the kind %s; EC and RSA keys can be used"
              .formatted(file, algorithm));
    }
    PrivateKey key;
    try {
      key = KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(block.der()));
    } catch (InvalidKeySpecException | IllegalArgumentException e) {
      throw new IOException(
          "%s holds no %s key, which its certificate is for, or a damaged one"
              .formatted(file, algorithm),
          e);
    } catch (GeneralSecurityException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    if (!belongTogether(key, publicKey)) {
      throw new MismatchException(
          file + " holds the key of another certificate than the one that was given");
    }
    return key;
  }

  private static String butHolds(List<Pem.Block> blocks) {
    return blocks.isEmpty()
        ? ""
        : blocks.stream()
            .map(Pem.Block::label)
            .distinct()
            .limit(3)
            .collect(Collectors.joining(", ", " (but ", ")"));
  }

  private static boolean belongTogether(PrivateKey key, PublicKey publicKey) {
    try {
      Signature signature = Signature.getInstance("SHA256with" + signatureName(key));
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String signatureName(PrivateKey key) {
    return key.getAlgorithm().equals("EC") ? "ECDSA" : key.getAlgorithm();
  }

  /**
   * A context for servers, which shows this chain to every client and asks for no certificate. TLS
   * 1.2 and 1.3.
   */
  SSLContext serverContext() throws IOException {
    char[] noPassword = {};
    try {
      // PKCS12, the usual type, takes some 100 ms to encrypt what never leaves this process.
      KeyStore keys = KeyStore.getInstance("JKS");
      keys.load(null, noPassword);
      keys.setKeyEntry("server", key, noPassword, chain.toArray(Certificate[]::new));
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, noPassword);
      SSLContext context = SSLContext.getInstance("TLS");
      // Without trust managers given, the JDK reads all its root certificates.
      context.init(managers.getKeyManagers(), new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java runtime cannot use the certificate: " + e.getMessage(), e);
    }
  }

  /** Key and certificate are both sound but not of one pair. */
  static final class MismatchException extends IOException {
    private static final long serialVersionUID = 1L;

    MismatchException(String message) {
      super(message);
    }
  }
}
