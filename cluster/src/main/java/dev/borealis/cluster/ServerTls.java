package dev.borealis.cluster;

import dev.borealis.cluster.LocalServiceOptions.OwnCertificate;
import dev.borealis.gateway.tls.ServerCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * With what the gateway proves to be who it is.
 *
 * @param authority the PEM file that clients verify it with
 */
record ServerTls(SSLContext context, Path authority) {
  private static final String DIRECTORY = "tls";

  static ServerTls open(LocalServiceOptions options, ClusterRecord cluster, DataDirectory directory)
      throws IOException {
    OwnCertificate own = options.ownCertificate();
    if (own != null) {
      return new ServerTls(
          ServerCertificate.fromFiles(own.chain(), own.key()), own.authority().toRealPath());
    }
    // All ephemeral services with one cache share a CA, so that their clients can go on trusting
    // it.
    Path place = options.ephemeral() ? options.cacheDirectory() : directory.path();
    Set<String> names = new HashSet<>(options.hostNames());
    if (!options.endpointSuffix().equals(LocalServiceOptions.DEFAULT_ENDPOINT_SUFFIX)) {
      names.add("*.dsql." + cluster.region() + "." + options.endpointSuffix());
    }
    if (!options.address().isAnyLocalAddress()) {
      names.add(options.address().getHostAddress());
    }
    try {
      ServerCertificate certificate =
          ServerCertificate.open(place.resolve(DIRECTORY), Set.of(cluster.region()), names);
      return new ServerTls(certificate.sslContext(), certificate.caFile());
    } catch (IllegalArgumentException e) {
      throw new ServiceException(e.getMessage() + ". Correct --host-name.", e);
    }
  }
}
