package dev.borealis.cluster;

import dev.borealis.dialect.DsqlVersion;
import dev.borealis.iam.Credentials;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How to run a {@link LocalService}.
 *
 * @param dataDirectory where everything is kept, made if it is missing; for an ephemeral service
 *     one that {@link DataDirectory#createEphemeral} made
 * @param ephemeral whether the data directory goes away with the service, and no committed row has
 *     to survive a power failure
 * @param cacheDirectory where PostgreSQL's binaries and templates are kept
 * @param address where to listen
 * @param port 1 to 65535, or 0 for any free one
 * @param region of the default cluster; null: the region it has already, or {@value
 *     #DEFAULT_REGION} for a new one
 * @param endpointSuffix what follows the region in an endpoint
 * @param hostNames further names and addresses by which clients reach the default cluster
 * @param ownCertificate what the server shows clients; null: a certificate of a CA of our own
 * @param signIn whose tokens open a connection
 * @param environmentCredentials a key pair that may sign in for as long as the service runs
 * @param connectionRate whether new connections are limited as in the service
 * @param requireSni whether connections have to name their cluster, as in the service
 * @param auditLog where the audit log is kept; null for none
 * @param controlPlane how clusters are managed
 */
public record LocalServiceOptions(
    Path dataDirectory,
    boolean ephemeral,
    Path cacheDirectory,
    InetAddress address,
    int port,
    @Nullable String region,
    String endpointSuffix,
    DsqlVersion version,
    SignIn signIn,
    @Nullable Credentials environmentCredentials,
    Set<String> hostNames,
    @Nullable OwnCertificate ownCertificate,
    boolean connectionRate,
    boolean requireSni,
    @Nullable Path auditLog,
    ControlPlaneOptions controlPlane) {

  /** The port that PostgreSQL's clients try first, and the only one that Aurora DSQL has. */
  public static final int DEFAULT_PORT = 5432;

  public static final String DEFAULT_REGION = "us-east-1";

  /** The suffix of endpoints in AWS's commercial regions. */
  public static final String DEFAULT_ENDPOINT_SUFFIX = "on.aws";

  private static final Pattern REGION = Pattern.compile("[a-z]{2,8}(-[a-z]{2,16}){1,3}-[0-9]{1,2}");
  private static final Pattern SUFFIX = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,60}[a-z0-9])?");
  private static final int LAST_PORT = 65_535;

  /**
   * @throws ServiceException if a value cannot be used
   */
  public LocalServiceOptions {
    if (region != null && !isRegion(region)) {
      throw new ServiceException(
          "'%s' is not the name of a region. Give one like %s.".formatted(region, DEFAULT_REGION));
    }
    if (!SUFFIX.matcher(endpointSuffix).matches()) {
      throw new ServiceException(
          "'%s' cannot end a host name. Give a suffix like %s."
              .formatted(endpointSuffix, DEFAULT_ENDPOINT_SUFFIX));
    }
    requirePort(port);
    hostNames = Set.copyOf(hostNames);
  }

  /** Whether {@code text} looks like the name of a region. */
  static boolean isRegion(String text) {
    return REGION.matcher(text).matches();
  }

  /**
   * @throws ServiceException if {@code port} is none
   */
  static void requirePort(int port) {
    if (port < 0 || port > LAST_PORT) {
      throw new ServiceException(
          "%d is not a port. Give one from 1 to %d, or 0 for any free one."
              .formatted(port, LAST_PORT));
    }
  }

  /** Whose tokens open a connection. */
  public enum SignIn {
    /** Those that a known identity signed. */
    IAM,
    /** All that are well-formed, unexpired and for this cluster. */
    RELAXED
  }

  /**
   * A certificate that the user brings along.
   *
   * @param chain PEM file: the server's certificate, then those of the authorities above it
   * @param key PEM file with the server's private key
   * @param authority PEM file that clients verify the chain with
   */
  public record OwnCertificate(Path chain, Path key, Path authority) {}
}
