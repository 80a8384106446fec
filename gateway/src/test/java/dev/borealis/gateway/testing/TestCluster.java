package dev.borealis.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.audit.AuditTrail;
import dev.borealis.dialect.DsqlVersion;
import dev.borealis.engine.BootstrapScript;
import dev.borealis.engine.PostgresServer;
import dev.borealis.engine.PostgresServerOptions;
import dev.borealis.gateway.Bootstrap;
import dev.borealis.gateway.ClusterEndpoint;
import dev.borealis.gateway.ClusterName;
import dev.borealis.gateway.ClusterRoutes;
import dev.borealis.gateway.EndpointMetrics;
import dev.borealis.gateway.Gateway;
import dev.borealis.gateway.GatewayOptions;
import dev.borealis.gateway.ServedCluster;
import dev.borealis.gateway.TransactionLimits;
import dev.borealis.gateway.tls.ServerCertificate;
import dev.borealis.iam.Action;
import dev.borealis.iam.AuthToken;
import dev.borealis.iam.IdentityStore;
import dev.borealis.iam.TokenVerifier;
import dev.borealis.wire.BackendMessage.ErrorResponse;
import dev.borealis.wire.InitialMessage.SslRequest;
import dev.borealis.wire.ProtocolVersion;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL behind a real gateway on a free port of the loopback interface. */
public final class TestCluster implements AutoCloseable {
  /** Who signs all tokens. */
  public static final String PRINCIPAL = IdentityStore.DEFAULT_IDENTITY.principalArn();

  public static final String REGION = "us-east-1";
  public static final String ID = "abcdefghijklmnopqrstuvwxya";
  public static final String HOST = ID + ".dsql." + REGION + ".on.aws";

  private static final int MAX_BACKENDS = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path directory;
  private final PostgresServer server;
  private final ServedCluster cluster;
  private final ServerCertificate certificate;
  private final EndpointMetrics metrics = new EndpointMetrics();
  private final Gateway gateway;

  private TestCluster(
      Duration sessionLife,
      int maxConnections,
      int maxBackends,
      DsqlVersion version,
      TransactionLimits limits,
      boolean requireSni,
      AuditTrail audit)
      throws IOException {
    directory = Files.createTempDirectory("borealis-gateway-test");
    server =
        PostgresServer.start(
            PostgresServerOptions.ephemeral()
                .withBootstrap(new BootstrapScript(Bootstrap.script()))
                .withSettings(Bootstrap.serverSettings(version)));
    certificate = ServerCertificate.open(directory, Set.of(REGION), Set.of());
    cluster = new ServedCluster(server, maxBackends, version, limits);
    gateway =
        Gateway.start(
            new GatewayOptions(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                certificate::sslContext,
                maxConnections,
                false,
                requireSni,
                sessionLife),
            new OneEndpoint(cluster, metrics),
            TokenVerifier.strict(IdentityStore.open(directory.resolve("iam"))),
            audit);
  }

  private record OneEndpoint(ServedCluster database, EndpointMetrics metrics)
      implements ClusterEndpoint, ClusterRoutes {
    private static final Set<String> HOST_NAMES = Set.of(HOST, "localhost", "127.0.0.1");

    @Override
    public ClusterName name() {
      return new ClusterName(ID, REGION);
    }

    @Override
    public TokenVerifier.Cluster tokenTarget() {
      return new TokenVerifier.Cluster(name().arn(), REGION, HOST_NAMES::contains);
    }

    @Override
    public @Nullable ClusterEndpoint byId(String id) {
      return id.equals(ID) ? this : null;
    }

    @Override
    public ClusterEndpoint defaultCluster() {
      return this;
    }
  }

  /** A cluster of the test's own. */
  public static TestCluster start() throws IOException {
    return start(DsqlVersion.defaultVersion(), TransactionLimits.SERVICE);
  }

  /** A cluster of the test's own that follows the rules of a version. */
  public static TestCluster start(DsqlVersion version, TransactionLimits limits)
      throws IOException {
    return new TestCluster(
        GatewayOptions.DEFAULT_SESSION_LIFE,
        10_000,
        MAX_BACKENDS,
        version,
        limits,
        false,
        AuditTrail.NONE);
  }

  /** A cluster of the test's own that is observed, and whose clients have to name it. */
  public static TestCluster start(AuditTrail audit) throws IOException {
    return new TestCluster(
        GatewayOptions.DEFAULT_SESSION_LIFE,
        10_000,
        MAX_BACKENDS,
        DsqlVersion.defaultVersion(),
        new TransactionLimits(
            TransactionLimits.SERVICE.rows(),
            TransactionLimits.SERVICE.bytes(),
            Duration.ofSeconds(2)),
        true,
        audit);
  }

  /** A cluster of the test's own with limits of its own. */
  public static TestCluster start(Duration sessionLife, int maxConnections, int maxBackends)
      throws IOException {
    return new TestCluster(
        sessionLife,
        maxConnections,
        maxBackends,
        DsqlVersion.defaultVersion(),
        TransactionLimits.SERVICE,
        false,
        AuditTrail.NONE);
  }

  /** One cluster for all tests of this JVM; stopped when the JVM ends. */
  public static TestCluster shared() {
    return Shared.CLUSTER;
  }

  private static final class Shared {
    static final TestCluster CLUSTER = startShared();

    private static TestCluster startShared() {
      try {
        TestCluster cluster = TestCluster.start();
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
        return cluster;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public Gateway gateway() {
    return gateway;
  }

  public EndpointMetrics metrics() {
    return metrics;
  }

  public ServedCluster cluster() {
    return cluster;
  }

  public PostgresServer server() {
    return server;
  }

  public int port() {
    return gateway.address().getPort();
  }

  /** The CA to give to verify-full. */
  public Path caFile() {
    return certificate.caFile();
  }

  /** A token that opens the cluster for {@code admin}. */
  public String token() {
    return token("admin");
  }

  private static String token(String role) {
    return AuthToken.create(
        IdentityStore.DEFAULT_IDENTITY.credentials(),
        HOST,
        REGION,
        Action.forUser(role),
        AuthToken.DEFAULT_LIFE,
        Instant.now());
  }

  /** A TLS connection that has not said anything yet. */
  public WireClient encrypted() throws IOException {
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), port());
    WireClient request = new WireClient(plain, plain.getInputStream(), plain.getOutputStream());
    request.send(new SslRequest());
    int answer = plain.getInputStream().read();
    if (answer != 'S') {
      throw new IOException("the gateway answered " + answer + " to SSLRequest");
    }
    return handshake(plain, HOST, List.of());
  }

  /** Completes TLS over a plain connection, as a client that verifies the certificate. */
  public WireClient handshake(Socket plain, String host, List<String> applicationProtocols)
      throws IOException {
    return handshake(plain, host, List.of(new SNIHostName(host)), applicationProtocols);
  }

  /** The same for a client that names no host in the TLS handshake. */
  public WireClient encryptedWithoutSni() throws IOException {
    return handshake(
        new Socket(InetAddress.getLoopbackAddress(), port()),
        "localhost",
        List.of(),
        List.of("postgresql"));
  }

  private WireClient handshake(
      Socket plain, String host, List<SNIServerName> sni, List<String> applicationProtocols)
      throws IOException {
    SSLSocket socket =
        (SSLSocket) clientContext().getSocketFactory().createSocket(plain, host, port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setServerNames(sni);
    parameters.setApplicationProtocols(applicationProtocols.toArray(String[]::new));
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return new WireClient(socket, socket.getInputStream(), socket.getOutputStream());
  }

  private SSLContext clientContext() throws IOException {
    try (InputStream in = new FileInputStream(caFile().toFile())) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** Signed in as {@code admin} through the gateway. */
  public WireClient connect() throws IOException {
    return connect(Map.of());
  }

  /** The same with start-up settings. */
  public WireClient connect(Map<String, String> settings) throws IOException {
    return signedIn(encrypted(), startup(settings), token());
  }

  /** Signed in through the gateway as a role that is granted to {@link #PRINCIPAL}. */
  public WireClient connectAs(String role) throws IOException {
    Map<String, String> startup = startup(Map.of());
    startup.put("user", role);
    return signedIn(encrypted(), startup, token(role));
  }

  /** Signed in as {@code admin} at PostgreSQL itself, past the gateway. */
  public WireClient direct(Map<String, String> settings) throws IOException {
    return directly(startup(settings));
  }

  /** Signed in at PostgreSQL itself as its superuser, which no client of the gateway can be. */
  public WireClient superuser() throws IOException {
    return directly(startup(Map.of("user", "postgres")));
  }

  private WireClient directly(Map<String, String> startup) throws IOException {
    server.awaitReady(Duration.ofMinutes(1));
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(server.socket()));
    return signedIn(WireClient.over(channel), startup, "");
  }

  private static WireClient signedIn(
      WireClient client, Map<String, String> startup, String password) throws IOException {
    if (client.signIn(ProtocolVersion.V3_0, startup, password).getLast()
        instanceof ErrorResponse error) {
      client.close();
      throw new IOException(error.report().sqlState() + " " + error.report().message());
    }
    return client;
  }

  /** Start-up parameters of {@code admin} with some more. */
  public static Map<String, String> startup(Map<String, String> settings) {
    Map<String, String> startup = new HashMap<>();
    startup.put("user", "admin");
    startup.put("database", "postgres");
    startup.putAll(settings);
    return startup;
  }

  /** Kills PostgreSQL's main process, the parent of a backend. */
  public void killPostmaster() throws IOException {
    try (WireClient client = direct(Map.of())) {
      long backend = Long.parseLong(String.valueOf(client.value("SELECT pg_backend_pid()")));
      ProcessHandle postmaster = ProcessHandle.of(backend).orElseThrow().parent().orElseThrow();
      assertThat(postmaster.info().command())
          .hasValueSatisfying(it -> assertThat(it).contains("postgres"));
      assertThat(postmaster.destroyForcibly()).isTrue();
    }
  }

  /** Asserts that before long no session holds a backend. */
  public void awaitNothingLent() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (cluster.pool().lent() != 0 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(cluster.pool().lent()).as("backends lent").isZero();
  }

  @Override
  public void close() {
    gateway.close();
    cluster.close();
    server.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
