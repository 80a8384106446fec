package dev.borealis.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that an auditor wants to know of. No event has a place for a value, a token or a
 * secret: of statements there are the names of objects and never the text.
 */
public sealed interface AuditEvent {
  /**
   * Who acts.
   *
   * @param arn of the IAM user, role or session; null if nobody knows
   * @param accessKeyId that was claimed; null if there was none
   */
  record Identity(@Nullable String arn, @Nullable String accessKeyId) {
    /** Nobody knows who it is. */
    public static final Identity UNKNOWN = new Identity(null, null);
  }

  /** How a connection is encrypted, in the names of the TLS protocol such as {@code TLSv1.3}. */
  record Tls(String version, String cipherSuite) {}

  /**
   * The other end of a connection.
   *
   * @param connectionId tells connections of one run of the service apart
   * @param address without the port
   * @param tls null before the TLS handshake
   */
  record Peer(long connectionId, String address, int port, @Nullable Tls tls) {}

  /**
   * A connection that has signed in.
   *
   * @param clusterArn the cluster
   * @param role the database role
   * @param applicationName as the client calls itself; empty if it does not
   */
  record Session(
      Peer peer,
      String clusterArn,
      String region,
      Identity identity,
      String role,
      String applicationName) {}

  /** Classes of statements, as pgAudit names them. */
  enum StatementClass {
    /** Changes the schema. */
    DDL,
    /** Changes roles, privileges and mappings. */
    ROLE
  }

  /**
   * What a statement was about.
   *
   * @param command such as {@code CREATE TABLE}
   * @param objectType such as {@code TABLE}; empty if there is none
   * @param objects names as they were written, perhaps with schemas
   * @param privileges that were granted or revoked, in lower case; empty for all of them
   * @param grantees roles or ARNs that they were granted to or revoked from
   */
  record Statement(
      StatementClass statementClass,
      String command,
      String objectType,
      List<String> objects,
      List<String> privileges,
      List<String> grantees) {
    public Statement {
      objects = List.copyOf(objects);
      privileges = List.copyOf(privileges);
      grantees = List.copyOf(grantees);
    }
  }

  /** What became of a statement's transaction. */
  enum Outcome {
    COMMITTED,
    ROLLED_BACK,
    /** The connection ended before the transaction did. */
    UNKNOWN
  }

  /** The log begins. */
  record AuditStarted() implements AuditEvent {}

  /** The log ends, because the service stops. */
  record AuditStopped() implements AuditEvent {}

  /** Events could not be written. */
  record EventsLost(long count, Instant since) implements AuditEvent {}

  /** A client has signed in. */
  record ConnectionOpened(Session session) implements AuditEvent {}

  /**
   * A connection that had signed in has ended.
   *
   * @param sqlState why the service ended it; null if it did not
   */
  record ConnectionClosed(Session session, Duration duration, @Nullable String sqlState)
      implements AuditEvent {}

  /**
   * A client was not let in.
   *
   * @param clusterArn null if no cluster was found
   * @param role that it asked for; empty if it did not come so far
   * @param sqlState that it was told
   * @param reason which check failed, with what the client does not learn
   */
  record SignInRefused(
      Peer peer,
      @Nullable String clusterArn,
      @Nullable String region,
      Identity identity,
      String role,
      String sqlState,
      String reason)
      implements AuditEvent {}

  /**
   * A statement that changes the schema, roles or privileges has had its effect, or none.
   *
   * @param sqlState the error that its client got; null if it got none
   */
  record StatementEnded(
      Session session, Statement statement, Outcome outcome, @Nullable String sqlState)
      implements AuditEvent {}

  /**
   * A request to the control plane was answered.
   *
   * @param operation such as {@code CreateCluster}; empty if there is no such operation
   * @param resource identifier or ARN; empty if it is about none
   * @param status of HTTP
   * @param errorType such as {@code AccessDeniedException}; null if all went well
   */
  record ApiCall(
      String requestId,
      String operation,
      @Nullable String region,
      String resource,
      Identity identity,
      String sourceAddress,
      String userAgent,
      int status,
      @Nullable String errorType)
      implements AuditEvent {}
}
