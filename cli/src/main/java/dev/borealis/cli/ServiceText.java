package dev.borealis.cli;

import dev.borealis.cluster.ServiceRecord;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;

/** How a running service is described. */
final class ServiceText {
  /** The last line of a start. Scripts wait for it. */
  static final String READY = "dsql is ready";

  private static final String LOOPBACK = "localhost";

  private ServiceText() {}

  /**
   * What to do with a service that has just become ready.
   *
   * @param command how the person calls this program
   * @param byEndpoint whether clients have to use the endpoint's name
   */
  static void printReady(
      PrintWriter out, ServiceRecord service, String command, boolean byEndpoint) {
    String host = byEndpoint ? service.endpoint() : host(service);
    String address = byEndpoint ? " hostaddr=" + service.connectAddress() : "";
    int port = service.port();
    String ca = service.certificateAuthority().toString();
    String endpoint = service.endpoint();
    String kept = service.ephemeral() ? "deleted on stop" : service.dataDirectory().toString();
    out.println(
        "Aurora DSQL of %s, %s; data: %s".formatted(service.version(), service.region(), kept));
    out.println();
    out.println("endpoint  " + endpoint);
    out.println(
        "psql      PGPASSWORD=$(%s token) psql \"host=%s%s port=%d user=admin dbname=postgres sslmode=verify-full sslrootcert=%s\""
            .formatted(command, host, address, port, inConnectionString(ca)));
    out.println(
        "JDBC      jdbc:postgresql://%s:%d/postgres?user=admin&sslmode=verify-full&sslrootcert=%s"
            .formatted(host, port, inUrl(ca)));
    out.println("          (the password is what '%s token' prints)".formatted(command));
    out.println(
        "hosts     for clients that need the endpoint's name: PGHOSTADDR=%s with libpq, or the hosts line"
            .formatted(service.connectAddress()));
    out.println("          %s %s".formatted(service.connectAddress(), endpoint));
    out.println("API       aws dsql list-clusters --endpoint-url " + service.apiAddress());
    out.println("stop      %s stop".formatted(command));
    out.println();
    out.println(READY);
    out.flush();
  }

  private static String host(ServiceRecord service) {
    String address = service.connectAddress();
    boolean loopback = address.startsWith("127.") || address.equals("0:0:0:0:0:0:0:1");
    return loopback || address.equals("::1") ? LOOPBACK : address;
  }

  // Keyword/value connection strings quote values with spaces ("Connection Strings", libpq).
  private static String inConnectionString(String value) {
    boolean plain = value.chars().noneMatch(c -> c == ' ' || c == '\'' || c == '\\');
    return plain ? value : "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  private static String inUrl(String value) {
    return value.replace("%", "%25").replace(" ", "%20").replace("&", "%26").replace("+", "%2B");
  }

  /** What {@code dsql status} shows. */
  static void printStatus(PrintWriter out, ServiceRecord service) {
    String kept = service.ephemeral() ? " (deleted on stop)" : "";
    out.println("running    process %d, for %s".formatted(service.pid(), upTime(service)));
    out.println("endpoint   " + service.endpoint());
    out.println("listening  %s port %d".formatted(service.address(), service.port()));
    out.println("API        " + service.apiAddress());
    out.println("region     " + service.region());
    out.println("version    Aurora DSQL of " + service.version());
    out.println("data       " + service.dataDirectory() + kept);
    out.println("CA file    " + service.certificateAuthority());
  }

  private static String upTime(ServiceRecord service) {
    Duration up = Duration.between(service.startedAt(), Instant.now());
    if (up.toDays() > 0) {
      return "%d d %d h".formatted(up.toDays(), up.toHoursPart());
    }
    if (up.toHours() > 0) {
      return "%d h %d min".formatted(up.toHours(), up.toMinutesPart());
    }
    return up.toMinutes() > 0
        ? "%d min %d s".formatted(up.toMinutes(), up.toSecondsPart())
        : "%d s".formatted(Math.max(0, up.toSeconds()));
  }

  /** A service as a JSON object. */
  static void write(JsonGenerator json, ServiceRecord service) {
    json.writeStartObject();
    json.writeStringProperty("clusterId", service.clusterId().text());
    json.writeStringProperty("endpoint", service.endpoint());
    json.writeStringProperty("region", service.region());
    json.writeStringProperty("address", service.address());
    json.writeNumberProperty("port", service.port());
    json.writeStringProperty("apiEndpoint", service.apiAddress().toString());
    json.writeStringProperty("dsqlVersion", service.version().name());
    json.writeStringProperty("caFile", service.certificateAuthority().toString());
    json.writeStringProperty("dataDirectory", service.dataDirectory().toString());
    json.writeBooleanProperty("ephemeral", service.ephemeral());
    json.writeNumberProperty("pid", service.pid());
    json.writeStringProperty("startedAt", service.startedAt().toString());
    json.writeEndObject();
  }
}
