package dev.borealis.cli;

import dev.borealis.client.ClientException;
import dev.borealis.client.ClusterAddress;
import dev.borealis.client.ClusterAddress.HostAndPort;
import dev.borealis.cluster.ServiceRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cluster that a command talks to.
 *
 * @param service the local service behind it; null if the cluster is elsewhere
 */
record Target(ClusterAddress address, @Nullable ServiceRecord service) {

  /** The default cluster of a local service. */
  static Target of(ServiceRecord service) {
    return local(service.endpoint(), service.region(), service);
  }

  /**
   * The cluster at an address.
   *
   * @param endpoint host name or address, and a port if it is not 5432
   * @param region null: the one that the host name or the environment tells
   * @param running the local services, any of which may be the one that is meant
   * @throws ClientException if the address is malformed or there is no telling the region
   */
  static Target at(
      String endpoint,
      @Nullable String region,
      List<ServiceRecord> running,
      Map<String, String> environment) {
    HostAndPort named = HostAndPort.parse(endpoint);
    Integer port = named.port();
    Optional<ServiceRecord> local =
        running.stream()
            .filter(service -> port == null || service.port() == port)
            .filter(service -> service.answersTo(named.host()))
            .findFirst();
    if (local.isEmpty()) {
      return new Target(ClusterAddress.of(named, region, environment), null);
    }
    ServiceRecord service = local.get();
    String told =
        service.endpoints().contains(named.host())
            ? ClusterAddress.region(named.host(), environment)
            : service.region();
    return local(named.host(), region == null ? told : region, service);
  }

  private static Target local(String host, String region, ServiceRecord service) {
    // Here the endpoint's name need not resolve; the certificate vouches for the address as well.
    String connectTo = service.endpoints().contains(host) ? service.connectAddress() : null;
    ClusterAddress address =
        new ClusterAddress(host, service.port(), region, connectTo, service.certificateAuthority());
    return new Target(address, service);
  }

  Target inRegion(String otherRegion) {
    return new Target(address.inRegion(otherRegion), service);
  }
}
