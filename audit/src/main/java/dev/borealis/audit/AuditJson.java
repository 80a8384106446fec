package dev.borealis.audit;

import dev.borealis.audit.AuditEvent.ApiCall;
import dev.borealis.audit.AuditEvent.AuditStarted;
import dev.borealis.audit.AuditEvent.AuditStopped;
import dev.borealis.audit.AuditEvent.ConnectionClosed;
import dev.borealis.audit.AuditEvent.ConnectionOpened;
import dev.borealis.audit.AuditEvent.EventsLost;
import dev.borealis.audit.AuditEvent.Identity;
import dev.borealis.audit.AuditEvent.Peer;
import dev.borealis.audit.AuditEvent.Session;
import dev.borealis.audit.AuditEvent.SignInRefused;
import dev.borealis.audit.AuditEvent.Statement;
import dev.borealis.audit.AuditEvent.StatementEnded;
import dev.borealis.audit.AuditEvent.Tls;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Events as JSON objects. Members have the names of CloudTrail ("CloudTrail record contents") and,
 * for statements, of pgAudit, so that what reads those finds its way.
 */
final class AuditJson {
  private static final JsonFactory FACTORY = JsonFactory.builder().build();

  /** What comes from a client is cut off here; names and ARNs are shorter. */
  private static final int MAX_TEXT_LENGTH = 512;

  /** A statement can name thousands of objects. */
  private static final int MAX_LISTED = 100;

  private AuditJson() {}

  /** One line, with its line feed. */
  static byte[] line(Instant time, AuditEvent event) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("eventTime", time.truncatedTo(ChronoUnit.MILLIS).toString());
      json.writeStringProperty("eventName", event.getClass().getSimpleName());
      write(json, event);
      json.writeEndObject();
    }
    out.write('\n');
    return out.toByteArray();
  }

  private static void write(JsonGenerator json, AuditEvent event) {
    switch (event) {
      case AuditStarted _, AuditStopped _ -> {}
      case EventsLost lost -> {
        json.writeNumberProperty("count", lost.count());
        json.writeStringProperty("since", lost.since().truncatedTo(ChronoUnit.MILLIS).toString());
      }
      case ConnectionOpened opened -> session(json, opened.session());
      case ConnectionClosed closed -> {
        session(json, closed.session());
        json.writeNumberProperty("durationMillis", closed.duration().toMillis());
        text(json, "errorCode", closed.sqlState());
      }
      case SignInRefused refused -> {
        text(json, "awsRegion", refused.region());
        text(json, "resourceArn", refused.clusterArn());
        identity(json, refused.identity());
        text(json, "databaseRole", refused.role());
        peer(json, refused.peer());
        text(json, "errorCode", refused.sqlState());
        text(json, "errorMessage", refused.reason());
      }
      case StatementEnded ended -> {
        session(json, ended.session());
        statement(json, ended.statement());
        json.writeStringProperty("outcome", ended.outcome().name());
        text(json, "errorCode", ended.sqlState());
      }
      case ApiCall call -> apiCall(json, call);
    }
  }

  private static void apiCall(JsonGenerator json, ApiCall call) {
    json.writeStringProperty("eventSource", "dsql.amazonaws.com");
    text(json, "operation", call.operation());
    text(json, "awsRegion", call.region());
    text(json, "resource", call.resource());
    identity(json, call.identity());
    text(json, "sourceIPAddress", call.sourceAddress());
    text(json, "userAgent", call.userAgent());
    text(json, "requestID", call.requestId());
    json.writeNumberProperty("httpStatus", call.status());
    text(json, "errorCode", call.errorType());
  }

  private static void session(JsonGenerator json, Session session) {
    text(json, "awsRegion", session.region());
    text(json, "resourceArn", session.clusterArn());
    identity(json, session.identity());
    text(json, "databaseRole", session.role());
    text(json, "applicationName", session.applicationName());
    peer(json, session.peer());
  }

  private static void identity(JsonGenerator json, Identity identity) {
    if (identity.equals(Identity.UNKNOWN)) {
      return;
    }
    json.writeObjectPropertyStart("userIdentity");
    text(json, "arn", identity.arn());
    text(json, "accessKeyId", identity.accessKeyId());
    json.writeEndObject();
  }

  private static void peer(JsonGenerator json, Peer peer) {
    json.writeNumberProperty("connectionId", peer.connectionId());
    text(json, "sourceIPAddress", peer.address());
    json.writeNumberProperty("sourcePort", peer.port());
    Tls tls = peer.tls();
    if (tls != null) {
      json.writeObjectPropertyStart("tlsDetails");
      text(json, "tlsVersion", tls.version());
      text(json, "cipherSuite", tls.cipherSuite());
      json.writeEndObject();
    }
  }

  private static void statement(JsonGenerator json, Statement statement) {
    json.writeStringProperty("class", statement.statementClass().name());
    text(json, "command", statement.command());
    text(json, "objectType", statement.objectType());
    texts(json, "objectNames", statement.objects());
    texts(
        json,
        "privileges",
        statement.privileges().stream().map(name -> name.toUpperCase(Locale.ROOT)).toList());
    texts(json, "grantees", statement.grantees());
  }

  /** What there is nothing to say about is left out. */
  private static void text(JsonGenerator json, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      json.writeStringProperty(name, cut(value));
    }
  }

  private static void texts(JsonGenerator json, String name, List<String> values) {
    if (values.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart(name);
    values.stream().limit(MAX_LISTED).forEach(value -> json.writeString(cut(value)));
    json.writeEndArray();
    if (values.size() > MAX_LISTED) {
      json.writeNumberProperty(name + "Omitted", values.size() - MAX_LISTED);
    }
  }

  private static String cut(String value) {
    if (value.length() <= MAX_TEXT_LENGTH) {
      return value;
    }
    int end = MAX_TEXT_LENGTH;
    if (Character.isHighSurrogate(value.charAt(end - 1))) {
      end--;
    }
    return value.substring(0, end) + "...";
  }
}
