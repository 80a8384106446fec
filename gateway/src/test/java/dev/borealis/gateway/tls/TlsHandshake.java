package dev.borealis.gateway.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * One TLS handshake over loopback between a server's context and a JDK client that checks the
 * server's name.
 */
final class TlsHandshake {
  private static final int TIMEOUT_MILLIS = 20_000;

  private TlsHandshake() {}

  /** What the client saw. */
  record Outcome(String protocol, String cipherSuite, X509Certificate serverCertificate) {}

  /**
   * Connects as to {@code host}.
   *
   * @param caFile the only certificates that the client trusts
   * @param protocol the only TLS version that the client speaks
   * @throws SSLException if the client does not accept the server
   */
  static Outcome connect(SSLContext server, Path caFile, String host, String protocol)
      throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (SSLServerSocket listener =
            (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0, 1, loopback);
        ExecutorService serverThread = Executors.newVirtualThreadPerTaskExecutor();
        Socket socket = new Socket(loopback, listener.getLocalPort())) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      serverThread.execute(() -> answerOnce(listener));
      try (SSLSocket client =
          (SSLSocket)
              clientTrusting(caFile).getSocketFactory().createSocket(socket, host, 5432, true)) {
        client.setEnabledProtocols(new String[] {protocol});
        SSLParameters parameters = client.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        client.setSSLParameters(parameters);
        client.startHandshake();
        if (client.getInputStream().read() != 'S') {
          throw new IOException("the server did not answer");
        }
        return new Outcome(
            client.getSession().getProtocol(),
            client.getSession().getCipherSuite(),
            (X509Certificate) client.getSession().getPeerCertificates()[0]);
      }
    }
  }

  private static void answerOnce(SSLServerSocket listener) {
    try (SSLSocket accepted = (SSLSocket) listener.accept()) {
      accepted.setSoTimeout(TIMEOUT_MILLIS);
      accepted.getOutputStream().write('S');
    } catch (IOException e) {
      // The client went away; its own exception tells why.
    }
  }

  private static SSLContext clientTrusting(Path caFile)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("JKS");
    trusted.load(null, null);
    int number = 0;
    for (Certificate ca : KeyAndChain.readCertificates(caFile, Files.readAllBytes(caFile))) {
      trusted.setCertificateEntry("ca" + number++, ca);
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
