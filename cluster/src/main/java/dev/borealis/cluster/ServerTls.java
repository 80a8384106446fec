package dev.borealis.cluster;

import dev.borealis.cluster.LocalServiceOptions.OwnCertificate;
import dev.borealis.gateway.tls.ServerCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** With what the gateway proves to be who it is, for the clusters of all regions. */
final class ServerTls {
  private static final String DIRECTORY = "tls";

  private final LocalServiceOptions options;
  private final Path place;
  private final Path authority;
  private final Set<String> regions = new HashSet<>();
  private volatile SSLContext context;

  private ServerTls(LocalServiceOptions options, Path place, Path authority, SSLContext context) {
    this.options = options;
    this.place = place;
    this.authority = authority;
    this.context = context;
  }

  static ServerTls open(LocalServiceOptions options, Set<String> regions, DataDirectory directory)
      throws IOException {
    // All ephemeral services with one cache share a CA, so that their clients can go on trusting
    // it.
    Path place =
        (options.ephemeral() ? options.cacheDirectory() : directory.path()).resolve(DIRECTORY);
    OwnCertificate own = options.ownCertificate();
    if (own != null) {
      return new ServerTls(
          options,
          place,
          own.authority().toRealPath(),
          ServerCertificate.fromFiles(own.chain(), own.key()));
    }
    ServerCertificate certificate = certificate(options, place, regions);
    ServerTls tls = new ServerTls(options, place, certificate.caFile(), certificate.sslContext());
    tls.regions.addAll(regions);
    return tls;
  }

  private static ServerCertificate certificate(
      LocalServiceOptions options, Path place, Set<String> regions) throws IOException {
    Set<String> names = new HashSet<>(options.hostNames());
    if (!options.endpointSuffix().equals(LocalServiceOptions.DEFAULT_ENDPOINT_SUFFIX)) {
      regions.forEach(region -> names.add("*.dsql." + region + "." + options.endpointSuffix()));
    }
    if (!options.address().isAnyLocalAddress()) {
      names.add(options.address().getHostAddress());
    }
    try {
      return ServerCertificate.open(place, regions, names);
    } catch (IllegalArgumentException e) {
      throw new ServiceException(e.getMessage() + ". Correct --host-name.", e);
    }
  }

  /** What connections are made with now. */
  SSLContext context() {
    return context;
  }

  /** The PEM file that clients verify the server with. */
  Path authority() {
    return authority;
  }

  /**
   * Vouches for clusters of a further region from the next connection on. A certificate of the
   * user's own stays as it is.
   */
  synchronized void cover(String region) throws IOException {
    @Nullable OwnCertificate own = options.ownCertificate();
    if (own != null || regions.contains(region)) {
      return;
    }
    Set<String> more = new HashSet<>(regions);
    more.add(region);
    context = certificate(options, place, more).sslContext();
    regions.add(region);
  }
}
