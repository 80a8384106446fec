package dev.borealis.gateway.tls;

import dev.borealis.iam.StateDirectory;
import dev.borealis.iam.StateDirectory.Readers;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The certificate of a local server, issued by a certificate authority (CA) of its own that clients
 * are told to trust. Both are kept in one directory, with their keys: {@code ca.pem}, {@code
 * ca.key}, {@code server.pem}, {@code server.key}.
 */
public final class ServerCertificate {
  /** How long a new CA certificate is valid. */
  static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);

  /** How long a new server certificate is valid; Apple's clients refuse 398 days and more. */
  static final Duration SERVER_LIFE = Duration.ofDays(397);

  /** Certificates begin this much in the past, for clients whose clock is behind. */
  static final Duration BACKDATING = Duration.ofDays(1);

  /**
   * A CA certificate that ends sooner is replaced: every server certificate is to end before its
   * CA's.
   */
  static final Duration AUTHORITY_RENEWAL = SERVER_LIFE.plusDays(3);

  /**
   * A server certificate that ends sooner is replaced. Half its life, since a process keeps the one
   * it began with.
   */
  static final Duration SERVER_RENEWAL = Duration.ofDays(198);

  private static final String CA_PEM = "ca.pem";
  private static final String CA_KEY = "ca.key";
  private static final String SERVER_PEM = "server.pem";
  private static final String SERVER_KEY = "server.key";
  private static final int MAX_FILE_BYTES = 1 << 20;
  private static final Logger LOG = System.getLogger(ServerCertificate.class.getName());

  private final Path caFile;
  private final SSLContext sslContext;

  private ServerCertificate(Path caFile, SSLContext sslContext) {
    this.caFile = caFile;
    this.sslContext = sslContext;
  }

  /**
   * Opens the certificate in {@code directory}, making what is missing. The CA is kept as long as
   * it is valid; the server's certificate is renewed when it nears its end or lacks a name. Several
   * processes may do this at once.
   *
   * @param regions whose clusters' host names, {@code *.dsql.<region>.on.aws}, are vouched for
   *     beside {@code localhost}, {@code 127.0.0.1} and {@code ::1}
   * @param extraNames further host names, with {@code *} as first label if need be, and IP
   *     addresses
   * @throws IllegalArgumentException if a region or name is none
   * @throws IOException if a file cannot be read, written or understood; the message names it and
   *     what to do
   */
  public static ServerCertificate open(Path directory, Set<String> regions, Set<String> extraNames)
      throws IOException {
    return open(directory, regions, extraNames, Instant.now());
  }

  static ServerCertificate open(
      Path directory, Set<String> regions, Set<String> extraNames, Instant now) throws IOException {
    SubjectNames names = SubjectNames.of(regions, extraNames);
    StateDirectory files = StateDirectory.open(directory);
    KeyAndChain server = current(files, names, now);
    if (server == null) {
      try (StateDirectory.Changes changes = files.lock()) {
        server = current(files, names, now);
        if (server == null) {
          server = CertificateIssuer.newServer(authority(files, changes, now), names, now);
          write(changes, server, SERVER_KEY, SERVER_PEM);
        }
      }
    }
    return new ServerCertificate(files.file(CA_PEM), server.serverContext());
  }

  /**
   * A server context of the user's own certificate.
   *
   * @param certificateChainPem the server's certificate, then those of the authorities between it
   *     and a root
   * @param keyPem its key: EC or RSA, PKCS#8, not encrypted
   * @throws IOException if a file cannot be read or is not what it should be; the message names it
   *     and what to do
   */
  public static SSLContext fromFiles(Path certificateChainPem, Path keyPem) throws IOException {
    List<X509Certificate> chain =
        KeyAndChain.readCertificates(certificateChainPem, readFile(certificateChainPem));
    for (int i = 0; i + 1 < chain.size(); i++) {
      if (!isIssuedBy(chain.get(i), chain.get(i + 1))) {
        throw new IOException(
            "certificate %d in %s did not issue certificate %d; put the server's first, then its issuer's, and so on"
                .formatted(i + 2, certificateChainPem, i + 1));
      }
    }
    KeyAndChain server =
        new KeyAndChain(
            KeyAndChain.readKey(keyPem, readFile(keyPem), chain.getFirst().getPublicKey()), chain);
    Instant now = Instant.now();
    if (!isValid(server.certificate(), now, now)) {
      LOG.log(
          Level.WARNING,
          "The certificate in {0} is valid from {1} to {2}; clients will refuse it now.",
          certificateChainPem,
          server.certificate().getNotBefore().toInstant(),
          server.certificate().getNotAfter().toInstant());
    }
    return server.serverContext();
  }

  /** The file with the CA certificate, which clients are to trust; may be read by everyone. */
  public Path caFile() {
    return caFile;
  }

  /** For servers: TLS 1.2 and 1.3, no client certificates. */
  public SSLContext sslContext() {
    return sslContext;
  }

  /** The server certificate of the directory; null if it must be made anew. */
  private static @Nullable KeyAndChain current(
      StateDirectory files, SubjectNames names, Instant now) throws IOException {
    X509Certificate authority = certificate(files, CA_PEM);
    KeyAndChain server = keyAndCertificate(files, SERVER_KEY, SERVER_PEM);
    boolean usable =
        authority != null
            && server != null
            && isValid(authority, now, now.plus(AUTHORITY_RENEWAL))
            && isValid(server.certificate(), now, now.plus(SERVER_RENEWAL))
            && isIssuedBy(server.certificate(), authority)
            && names.areCoveredBy(server.certificate());
    return usable ? server : null;
  }

  /** The CA of the directory, made anew if there is none, its key is lost or it nears its end. */
  private static KeyAndChain authority(
      StateDirectory files, StateDirectory.Changes changes, Instant now) throws IOException {
    KeyAndChain known = keyAndCertificate(files, CA_KEY, CA_PEM);
    if (known != null && isValid(known.certificate(), now, now.plus(AUTHORITY_RENEWAL))) {
      return known;
    }
    boolean replaces = certificate(files, CA_PEM) != null;
    KeyAndChain authority = CertificateIssuer.newAuthority(now);
    write(changes, authority, CA_KEY, CA_PEM);
    if (replaces) {
      LOG.log(
          Level.WARNING,
          "The CA certificate {0} was replaced, because it was near its end or its key was lost. Clients must trust the new one.",
          files.file(CA_PEM));
    }
    return authority;
  }

  private static @Nullable KeyAndChain keyAndCertificate(
      StateDirectory files, String keyFile, String certificateFile) throws IOException {
    X509Certificate certificate = certificate(files, certificateFile);
    byte[] key = files.read(keyFile, MAX_FILE_BYTES);
    if (certificate == null || key == null) {
      return null;
    }
    try {
      return new KeyAndChain(
          KeyAndChain.readKey(files.file(keyFile), key, certificate.getPublicKey()),
          List.of(certificate));
    } catch (KeyAndChain.MismatchException e) {
      return null; // Another process is replacing the pair, or was killed while doing so.
    } catch (IOException e) {
      throw deleteIt(e);
    }
  }

  private static @Nullable X509Certificate certificate(StateDirectory files, String name)
      throws IOException {
    byte[] content = files.read(name, MAX_FILE_BYTES);
    if (content == null) {
      return null;
    }
    try {
      return KeyAndChain.readCertificates(files.file(name), content).getFirst();
    } catch (IOException e) {
      throw deleteIt(e);
    }
  }

  private static IOException deleteIt(IOException e) {
    return new IOException(e.getMessage() + "; delete the file to have a new one made", e);
  }

  private static void write(
      StateDirectory.Changes changes, KeyAndChain pair, String keyFile, String certificateFile)
      throws IOException {
    changes.replace(keyFile, Pem.encode(Pem.PRIVATE_KEY, pair.key().getEncoded()), Readers.OWNER);
    try {
      changes.replace(
          certificateFile,
          Pem.encode(Pem.CERTIFICATE, pair.certificate().getEncoded()),
          Readers.EVERYONE);
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot write " + certificateFile + ": " + e.getMessage(), e);
    }
  }

  private static byte[] readFile(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_FILE_BYTES + 1);
      if (content.length > MAX_FILE_BYTES) {
        throw new IOException("it is larger than " + MAX_FILE_BYTES + " bytes");
      }
      return content;
    } catch (NoSuchFileException e) {
      throw new IOException(file + " does not exist", e);
    } catch (AccessDeniedException e) {
      throw new IOException("cannot read %s: permission denied".formatted(file), e);
    } catch (IOException e) {
      throw new IOException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static boolean isValid(X509Certificate certificate, Instant from, Instant to) {
    return !from.isBefore(certificate.getNotBefore().toInstant())
        && !to.isAfter(certificate.getNotAfter().toInstant());
  }

  private static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
    try {
      certificate.verify(issuer.getPublicKey());
      return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
