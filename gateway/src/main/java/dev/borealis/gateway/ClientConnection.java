package dev.borealis.gateway;

import dev.borealis.engine.BackendException;
import dev.borealis.engine.BackendLimitException;
import dev.borealis.engine.BackendProfile;
import dev.borealis.gateway.ClientSocket.Outcome;
import dev.borealis.iam.AuthToken;
import dev.borealis.iam.MalformedTokenException;
import dev.borealis.iam.TokenVerdict;
import dev.borealis.wire.BackendMessage.Authentication;
import dev.borealis.wire.BackendMessage.BackendKeyData;
import dev.borealis.wire.BackendMessage.NegotiateProtocolVersion;
import dev.borealis.wire.BackendMessage.ParameterStatus;
import dev.borealis.wire.FrameReader;
import dev.borealis.wire.FrontendMessage;
import dev.borealis.wire.FrontendMessage.Password;
import dev.borealis.wire.InitialMessage;
import dev.borealis.wire.InitialMessage.CancelRequest;
import dev.borealis.wire.InitialMessage.Startup;
import dev.borealis.wire.ProtocolException;
import dev.borealis.wire.ProtocolVersion;
import dev.borealis.wire.Report;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One connection from its first byte to its last: TLS, the startup packet, the token, then a {@link
 * Session}.
 */
final class ClientConnection {
  private static final System.Logger LOG = System.getLogger(ClientConnection.class.getName());

  /** The cluster's id is the first label, {@code dsql} or {@code dsql-<suffix>} the second. */
  private static final Pattern CLUSTER_HOST =
      Pattern.compile("([a-z0-9]{26})\\.dsql(-[a-z0-9]+)?\\..+");

  /** The connection cannot become a session; the client is told why. */
  private static final class SignInException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Report report;
    private final String logDetail;

    SignInException(Report report, String logDetail) {
      super(report.message());
      this.report = report;
      this.logDetail = logDetail;
    }

    SignInException(Report report) {
      this(report, report.message());
    }
  }

  private final Gateway gateway;
  private final Socket socket;
  private final long id;
  private final SignInObserver observer;
  private volatile @Nullable Session session;
  private volatile @Nullable ClusterEndpoint endpoint;

  ClientConnection(Gateway gateway, Socket socket, long id) {
    this.gateway = gateway;
    this.socket = socket;
    this.id = id;
    this.observer = new SignInObserver(gateway.audit(), id, socket);
  }

  /** The session, once the client has signed in. */
  @Nullable Session session() {
    return session;
  }

  /** The cluster that the client has asked for, once it has. */
  @Nullable ClusterEndpoint endpoint() {
    return endpoint;
  }

  /** Closes the socket; for other threads. */
  void disconnect() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "connection {0}: {1}", id, e.getMessage());
    }
  }

  /** Serves the connection until it ends. Whatever happens in it stays in it. */
  void serve() throws InterruptedException {
    try (socket) {
      switch (ClientSocket.negotiate(socket, gateway.options().tls().get())) {
        case Outcome.Encrypted(SSLSocket encrypted, String sni) -> {
          observer.encrypted(encrypted.getSession());
          try {
            serveEncrypted(encrypted, sni);
          } finally {
            // SSLSocket.close() would wait for the client to close its side too.
            encrypted.shutdownOutput();
          }
        }
        case Outcome.Cancel(CancelRequest request) -> gateway.cancel(request);
        case Outcome.Plaintext _ -> {
          refuse(
              new ClientStream(socket.getInputStream(), socket.getOutputStream(), gateway.memory()),
              ErrorReports.tlsRequired(),
              "the client does not use TLS");
        }
        case Outcome.Gone _ -> {}
      }
    } catch (ProtocolException e) {
      LOG.log(Level.INFO, "connection {0} closed: {1}", id, e.getMessage());
    } catch (IOException e) {
      // A client that goes away, in whatever manner, is an everyday event.
      LOG.log(Level.DEBUG, "connection {0} ended: {1}", id, e.getMessage());
    }
  }

  private void serveEncrypted(SSLSocket encrypted, @Nullable String sni)
      throws IOException, ProtocolException, InterruptedException {
    ClientStream client =
        new ClientStream(encrypted.getInputStream(), encrypted.getOutputStream(), gateway.memory());
    try {
      byte[] packet = client.reader().nextUntyped(InitialMessage.MAX_BYTES);
      if (packet == null) {
        return;
      }
      switch (InitialMessage.decode(packet)) {
        case CancelRequest request -> gateway.cancel(request);
        case Startup startup -> serveSession(client, startup, sni);
        case InitialMessage.SslRequest _, InitialMessage.GssEncRequest _ ->
            throw new SignInException(
                ErrorReports.protocolViolation("the connection is encrypted already"));
      }
    } catch (ProtocolException e) {
      String reason = String.valueOf(e.getMessage());
      refuse(client, ErrorReports.protocolViolation(reason), reason);
    } catch (StartupParameters.RefusedException e) {
      // The message may show a value.
      LOG.log(Level.INFO, "connection {0}: {1}", id, e.getMessage());
      refuse(client, e.report(), "the startup parameters are not accepted");
    } catch (SignInException e) {
      refuse(client, e.report, e.logDetail);
    } finally {
      client.reader().releaseBody();
    }
  }

  private void refuse(ClientStream client, Report report, String reason) throws IOException {
    LOG.log(Level.INFO, "connection {0} refused: {1}", id, reason);
    observer.refused(report, reason);
    client.error(report);
    client.flush();
  }

  private void serveSession(ClientStream client, Startup startup, @Nullable String sni)
      throws IOException,
          ProtocolException,
          StartupParameters.RefusedException,
          SignInException,
          InterruptedException {
    if (startup.version().major() != 3) {
      throw new SignInException(
          ErrorReports.unsupportedProtocol(startup.version().major(), startup.version().minor()));
    }
    StartupParameters parameters = StartupParameters.of(startup.parameters());
    observer.asksFor(parameters.user());
    ProtocolVersion version = negotiateVersion(client, startup.version(), parameters);
    ConnectionAdmission.Verdict admitted = gateway.admission().enter();
    switch (admitted) {
      case TOO_MANY -> throw new SignInException(ErrorReports.tooManyConnections());
      case TOO_FAST -> throw new SignInException(ErrorReports.connectionRateExceeded());
      case ADMITTED -> {
        try {
          ClusterEndpoint named = named(sni, parameters.clusterId());
          String token = askForToken(client);
          ClusterEndpoint asked = named == null ? ofToken(token) : named;
          endpoint = asked;
          observer.asksFor(asked);
          if (!asked.isReachable()) {
            throw new IOException("the endpoint cannot be reached");
          }
          runSession(
              client, version, parameters, asked, authenticate(asked, parameters.user(), token));
        } finally {
          gateway.admission().leave();
        }
      }
    }
  }

  private static ProtocolVersion negotiateVersion(
      ClientStream client, ProtocolVersion wanted, StartupParameters parameters)
      throws IOException {
    boolean tooNew = wanted.compareTo(ProtocolVersion.V3_2) > 0;
    if (tooNew || !parameters.protocolOptions().isEmpty()) {
      client.write(
          new NegotiateProtocolVersion(
              tooNew ? ProtocolVersion.V3_2 : wanted, parameters.protocolOptions()));
    }
    return tooNew ? ProtocolVersion.V3_2 : wanted;
  }

  private static String askForToken(ClientStream client)
      throws IOException, ProtocolException, SignInException {
    client.write(Authentication.CLEARTEXT_PASSWORD);
    client.flush();
    FrameReader in = client.reader();
    if (!in.next()) {
      throw new IOException("the client left instead of sending a token");
    }
    if (in.type() != 'p' || in.bodyBytes() > AuthToken.MAX_LENGTH + 1) {
      throw new SignInException(ErrorReports.passwordExpected());
    }
    return ((Password) FrontendMessage.decode(in.type(), in.body())).password();
  }

  /** The cluster that SNI names, else the startup option; null if neither does. */
  private @Nullable ClusterEndpoint named(@Nullable String sni, @Nullable String option)
      throws SignInException {
    String named = sni == null ? null : clusterId(sni);
    if (named != null) {
      return find(named);
    }
    if (option != null) {
      return find(option);
    }
    if (!gateway.options().requireSni()) {
      return null;
    }
    throw sni == null
        ? new SignInException(ErrorReports.sniNotReceived())
        : new SignInException(ErrorReports.invalidSni(), "no cluster is at " + sni);
  }

  /** The cluster whose host is in the token, else the default cluster. */
  private ClusterEndpoint ofToken(String token) throws SignInException {
    String host;
    try {
      host = clusterId(AuthToken.parse(token).host());
    } catch (MalformedTokenException e) {
      // The default cluster will say what is wrong with it.
      host = null;
    }
    return host == null ? gateway.routes().defaultCluster() : find(host);
  }

  private ClusterEndpoint find(String clusterId) throws SignInException {
    ClusterEndpoint cluster = gateway.routes().byId(clusterId);
    if (cluster == null) {
      throw new SignInException(ErrorReports.invalidSni(), "no cluster has the id " + clusterId);
    }
    return cluster;
  }

  private static @Nullable String clusterId(String host) {
    Matcher matcher = CLUSTER_HOST.matcher(host.toLowerCase(Locale.ROOT));
    return matcher.matches() ? matcher.group(1) : null;
  }

  /** A caller whose token was accepted, and the database that it may use. */
  private record Admitted(ServedCluster database, RoleMapping mapping) {}

  /** Checks token and mapping. */
  private Admitted authenticate(ClusterEndpoint endpoint, String role, String token)
      throws SignInException, InterruptedException {
    return switch (gateway.verifier().verify(token, role, endpoint.tokenTarget(), Instant.now())) {
      case TokenVerdict.Refused refused -> {
        observer.claims(token);
        throw new SignInException(
            ErrorReports.accessDenied(refused.sqlState(), refused.message(), refused.hint()),
            refused.logDetail());
      }
      case TokenVerdict.Accepted accepted -> {
        observer.is(accepted);
        ServedCluster database = open(endpoint);
        RoleMapping mapping = new RoleMapping(database, role, accepted.principalArn());
        String reason = ask(mapping::whyNot);
        if (reason != null) {
          throw new SignInException(ErrorReports.noRoleMapping(), "user " + role + ": " + reason);
        }
        yield new Admitted(database, mapping);
      }
    };
  }

  private static ServedCluster open(ClusterEndpoint endpoint) throws SignInException {
    try {
      return endpoint.database();
    } catch (ClusterEndpoint.UnavailableException e) {
      throw new SignInException(ErrorReports.clusterUnavailable(String.valueOf(e.getMessage())));
    } catch (IOException e) {
      throw new SignInException(ErrorReports.engineUnavailable(String.valueOf(e.getMessage())));
    }
  }

  private void runSession(
      ClientStream client,
      ProtocolVersion version,
      StartupParameters parameters,
      ClusterEndpoint endpoint,
      Admitted admitted)
      throws IOException, SignInException, InterruptedException {
    ServedCluster cluster = admitted.database();
    BackendProfile profile = new BackendProfile(parameters.user(), parameters.settings());
    Map<String, String> reported = ask(() -> cluster.parameters(profile));
    SessionObserver watching =
        observer.signedIn(endpoint, parameters.settings().getOrDefault("application_name", ""));
    client.onError(watching::told);
    Session opened =
        new Session(
            cluster,
            profile,
            client,
            gateway.options().sessionLife(),
            watching,
            admitted.mapping());
    BackendKeyData key = gateway.cancelKeys().issue(opened, version);
    watching.opened();
    try {
      client.write(Authentication.OK);
      for (Map.Entry<String, String> parameter : reported.entrySet()) {
        client.write(new ParameterStatus(parameter.getKey(), parameter.getValue()));
      }
      client.write(key);
      session = opened;
      opened.run();
    } finally {
      gateway.cancelKeys().revoke(key);
      watching.closed();
    }
  }

  /** A question to the cluster's database during sign-in. */
  private interface Question<T extends @Nullable Object> {
    T answer() throws IOException, BackendException, BackendLimitException, InterruptedException;
  }

  private static <T extends @Nullable Object> T ask(Question<T> question)
      throws SignInException, InterruptedException {
    try {
      return question.answer();
    } catch (BackendException e) {
      throw new SignInException(e.report(), "PostgreSQL refused: " + e.report().sqlState());
    } catch (BackendLimitException e) {
      throw new SignInException(ErrorReports.backendLimit(String.valueOf(e.getMessage())));
    } catch (IOException e) {
      throw new SignInException(ErrorReports.engineUnavailable(String.valueOf(e.getMessage())));
    }
  }
}
