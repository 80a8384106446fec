package dev.borealis.cluster.api;

import com.sun.net.httpserver.HttpExchange;
import dev.borealis.audit.AuditEvent.ApiCall;
import dev.borealis.audit.AuditEvent.Identity;
import dev.borealis.iam.Caller;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What becomes known of a request while it is answered, for the audit log. */
final class AuditedCall {
  /** Who signed a request, as it says itself. */
  private static final Pattern CLAIMED_KEY = Pattern.compile("Credential=([A-Za-z0-9_-]{1,128})/");

  private static final String CREDENTIAL_HEADER = "Authorization";

  private final String requestId;
  private Identity identity = Identity.UNKNOWN;
  private @Nullable String region;
  private String operation = "";
  private String resource = "";

  AuditedCall(String requestId, HttpExchange exchange) {
    this.requestId = requestId;
    String header = exchange.getRequestHeaders().getFirst(CREDENTIAL_HEADER);
    Matcher claimed = CLAIMED_KEY.matcher(header == null ? "" : header);
    if (claimed.find()) {
      identity = new Identity(null, claimed.group(1));
    }
  }

  /** It is known who asks. */
  void is(Caller caller) {
    identity = new Identity(caller.principalArn(), caller.accessKeyId());
    region = caller.region();
  }

  /** It is known what is asked. */
  void asks(Operation.Call call) {
    operation = call.operation().apiName();
    resource = call.resource();
  }

  /** A cluster was made. */
  void made(String arn) {
    resource = arn;
  }

  /**
   * The request is answered.
   *
   * @param errorType empty if all went well
   */
  ApiCall answered(HttpExchange exchange, int status, String errorType) {
    String agent = exchange.getRequestHeaders().getFirst("User-Agent");
    return new ApiCall(
        requestId,
        operation,
        region,
        Constraint.CLUSTER_ID.test(resource) || Constraint.CLUSTER_ARN.test(resource)
            ? resource
            : "",
        identity,
        exchange.getRemoteAddress().getAddress().getHostAddress(),
        agent == null ? "" : agent,
        status,
        errorType.isEmpty() ? null : errorType);
  }
}
