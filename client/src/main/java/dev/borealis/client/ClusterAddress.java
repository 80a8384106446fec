package dev.borealis.client;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a cluster is, and how it proves that it is the one.
 *
 * @param host the name that tokens are for: {@code <id>.dsql.<region>.on.aws}, or another
 * @param port 1 to 65535
 * @param region the AWS Region that tokens are for
 * @param connectTo the address to connect to, if {@code host} need not resolve here; the server's
 *     certificate is then checked against the address. Null: {@code host}
 * @param certificateAuthority the PEM file that vouches for the server's certificate; null: the
 *     JDK's trust store, which has the roots of Amazon Trust Services
 */
public record ClusterAddress(
    String host,
    int port,
    String region,
    @Nullable String connectTo,
    @Nullable Path certificateAuthority) {

  /** The port of an endpoint that names none. */
  public static final int DEFAULT_PORT = 5432;

  // <id>.dsql.<region>.on.aws, or dsql-<suffix> for a PrivateLink endpoint.
  private static final Pattern ENDPOINT =
      Pattern.compile("[a-z0-9]+\\.dsql(?:-[a-z0-9]+)?\\.([a-z0-9-]+)\\..+");
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:]+)(?::([0-9]{1,5}))?");

  /** A host name or numeric address, and a port if one was named. */
  public record HostAndPort(String host, @Nullable Integer port) {
    /**
     * Reads {@code HOST} or {@code HOST:PORT}; numeric IPv6 addresses stand in brackets.
     *
     * @throws ClientException if it is neither
     */
    public static HostAndPort parse(String endpoint) {
      Matcher parts = HOST_AND_PORT.matcher(endpoint);
      if (!parts.matches()) {
        throw new ClientException(
            "'%s' is not an endpoint. Give a host name, and a port if it is not %d: HOST:PORT."
                .formatted(endpoint, DEFAULT_PORT));
      }
      String port = parts.group(2);
      return new HostAndPort(
          withoutBrackets(parts.group(1)), port == null ? null : Integer.valueOf(port));
    }

    private static String withoutBrackets(String host) {
      return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
  }

  /**
   * A cluster whose name resolves, behind a certificate that the JDK trusts.
   *
   * @param region null: the one that the host name or the environment tells
   * @throws ClientException if there is no telling the region
   */
  public static ClusterAddress of(
      HostAndPort endpoint, @Nullable String region, Map<String, String> environment) {
    Integer port = endpoint.port();
    return new ClusterAddress(
        endpoint.host(),
        port == null ? DEFAULT_PORT : port,
        region == null ? region(endpoint.host(), environment) : region,
        null,
        null);
  }

  /**
   * The region that a host name tells or, if it tells none, the environment.
   *
   * @throws ClientException if neither does
   */
  public static String region(String host, Map<String, String> environment) {
    Matcher matcher = ENDPOINT.matcher(host);
    if (matcher.matches()) {
      return matcher.group(1);
    }
    String region =
        environment.getOrDefault("AWS_REGION", environment.getOrDefault("AWS_DEFAULT_REGION", ""));
    if (region.isEmpty()) {
      throw new ClientException(
          "The host name %s does not tell the region. Give it with --region.".formatted(host));
    }
    return region;
  }

  /** The same cluster with another region in its tokens. */
  public ClusterAddress inRegion(String otherRegion) {
    return new ClusterAddress(host, port, otherRegion, connectTo, certificateAuthority);
  }

  /**
   * The startup options that name the cluster where TLS does not, because an address is connected
   * to; empty where TLS does.
   */
  String startupOptions() {
    return connectTo == null || !ENDPOINT.matcher(host).matches()
        ? ""
        : "-c amzn-cluster-id=" + host.substring(0, host.indexOf('.'));
  }

  /** What the driver connects to. */
  String jdbcUrl() {
    String to = connectTo == null ? host : connectTo;
    return "jdbc:postgresql://%s:%d/postgres"
        .formatted(to.indexOf(':') < 0 ? to : "[" + to + "]", port);
  }
}
