package dev.borealis.gateway;

import dev.borealis.audit.AuditEvent;
import dev.borealis.audit.AuditEvent.Identity;
import dev.borealis.audit.AuditEvent.Peer;
import dev.borealis.audit.AuditEvent.SignInRefused;
import dev.borealis.audit.AuditEvent.Tls;
import dev.borealis.audit.AuditTrail;
import dev.borealis.iam.AuthToken;
import dev.borealis.iam.MalformedTokenException;
import dev.borealis.iam.TokenVerdict;
import dev.borealis.wire.Report;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What operators learn of a client until it is signed in or refused. */
final class SignInObserver {
  private final AuditTrail audit;
  private Peer peer;
  private Identity identity = Identity.UNKNOWN;
  private String role = "";
  private @Nullable ClusterEndpoint endpoint;

  /** A client has connected. */
  SignInObserver(AuditTrail audit, long connectionId, Socket socket) {
    this.audit = audit;
    InetSocketAddress from = (InetSocketAddress) socket.getRemoteSocketAddress();
    this.peer = new Peer(connectionId, from.getAddress().getHostAddress(), from.getPort(), null);
  }

  void encrypted(SSLSession session) {
    Tls tls = new Tls(session.getProtocol(), session.getCipherSuite());
    peer = new Peer(peer.connectionId(), peer.address(), peer.port(), tls);
  }

  /** It wants to be this role. */
  void asksFor(String wantedRole) {
    role = wantedRole;
  }

  /** It wants to use this cluster. */
  void asksFor(ClusterEndpoint cluster) {
    endpoint = cluster;
  }

  /** Its token was not accepted; whose it is, it says itself. */
  void claims(String token) {
    try {
      identity = new Identity(null, AuthToken.parse(token).accessKeyId());
    } catch (MalformedTokenException e) {
      identity = Identity.UNKNOWN;
    }
  }

  /** Its token was accepted. */
  void is(TokenVerdict.Accepted accepted) {
    identity = new Identity(accepted.principalArn(), accepted.accessKeyId());
  }

  /**
   * It is not let in.
   *
   * @param told what it is told
   * @param reason for operators; shows nothing that the client sent but names
   */
  void refused(Report told, String reason) {
    ClusterEndpoint asked = endpoint;
    if (asked != null) {
      asked.metrics().connectionRefused();
    }
    ClusterName cluster = asked == null ? null : asked.name();
    audit.record(
        new SignInRefused(
            peer,
            cluster == null ? null : cluster.arn(),
            cluster == null ? null : cluster.region(),
            identity,
            role,
            told.sqlState(),
            reason));
  }

  /** It is let in to {@code cluster}. */
  SessionObserver signedIn(ClusterEndpoint cluster, String applicationName) {
    ClusterName name = cluster.name();
    return new SessionObserver(
        cluster.metrics(),
        audit,
        new AuditEvent.Session(peer, name.arn(), name.region(), identity, role, applicationName));
  }
}
