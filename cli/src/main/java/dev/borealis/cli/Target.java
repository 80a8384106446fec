package dev.borealis.cli;

import dev.borealis.cluster.ServiceRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The cluster that a command talks to.
 *
 * @param host the name that the token is for and the certificate is checked against
 * @param service the local service behind it; null if the cluster is elsewhere
 */
record Target(String host, int port, String region, @Nullable ServiceRecord service) {
  private static final int DEFAULT_PORT = 5432;

  // <id>.dsql.<region>.on.aws, or dsql-<suffix> for a PrivateLink endpoint.
  private static final Pattern ENDPOINT =
      Pattern.compile("[a-z0-9]+\\.dsql(?:-[a-z0-9]+)?\\.([a-z0-9-]+)\\..+");
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:]+)(?::([0-9]{1,5}))?");

  /** The default cluster of a local service. */
  static Target of(ServiceRecord service) {
    return new Target(service.endpoint(), service.port(), service.region(), service);
  }

  /**
   * The cluster at an address.
   *
   * @param endpoint host name or address, and a port if it is not 5432
   * @param region null: the one that the host name or the environment tells
   * @param running the local services, any of which may be the one that is meant
   * @throws CommandFailure if the address is malformed or there is no telling the region
   */
  static Target at(
      String endpoint,
      @Nullable String region,
      List<ServiceRecord> running,
      Map<String, String> environment) {
    Matcher parts = HOST_AND_PORT.matcher(endpoint);
    if (!parts.matches()) {
      throw new CommandFailure(
          "'%s' is not an endpoint. Give a host name, and a port if it is not %d: HOST:PORT."
              .formatted(endpoint, DEFAULT_PORT));
    }
    String host = withoutBrackets(parts.group(1));
    int port = parts.group(2) == null ? DEFAULT_PORT : Integer.parseInt(parts.group(2));
    boolean anyPort = parts.group(2) == null;
    Optional<ServiceRecord> local =
        running.stream()
            .filter(service -> anyPort || service.port() == port)
            .filter(service -> service.answersTo(host))
            .findFirst();
    if (local.isPresent()) {
      ServiceRecord service = local.get();
      String told =
          service.endpoints().contains(host) ? region(host, environment) : service.region();
      return new Target(host, service.port(), region == null ? told : region, service);
    }
    return new Target(host, port, region == null ? region(host, environment) : region, null);
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static String region(String host, Map<String, String> environment) {
    Matcher matcher = ENDPOINT.matcher(host);
    if (matcher.matches()) {
      return matcher.group(1);
    }
    String region =
        environment.getOrDefault("AWS_REGION", environment.getOrDefault("AWS_DEFAULT_REGION", ""));
    if (region.isEmpty()) {
      throw new CommandFailure(
          "The host name %s does not tell the region. Give it with --region.".formatted(host));
    }
    return region;
  }

  Target inRegion(String otherRegion) {
    return new Target(host, port, otherRegion, service);
  }

  /** Whether the host is the endpoint of a local cluster, which need not resolve here. */
  boolean isLocalEndpoint() {
    return service != null && service.endpoints().contains(host);
  }
}
