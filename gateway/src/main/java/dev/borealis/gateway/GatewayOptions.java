package dev.borealis.gateway;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * How a {@link Gateway} listens and what it allows.
 *
 * @param bind address and port; port 0 takes a free one
 * @param tls the server's certificate and key, asked for with each connection
 * @param maxConnections connections open at once, of all clusters; more are refused with 53300
 * @param connectionRate whether new connections are limited to the service's 100 per second with a
 *     burst of 1,000 (refused with 53400)
 * @param requireSni whether clients must name the cluster in the TLS handshake or the startup
 *     options, as the service wants it; otherwise the token does, or the default cluster is meant
 * @param sessionLife how long a connection may live; it is closed between transactions after that
 */
public record GatewayOptions(
    InetSocketAddress bind,
    Supplier<SSLContext> tls,
    int maxConnections,
    boolean connectionRate,
    boolean requireSni,
    Duration sessionLife) {

  /** Connections per cluster ("Cluster quotas and database limits in Amazon Aurora DSQL"). */
  public static final int DEFAULT_MAX_CONNECTIONS = 10_000;

  /** Maximum connection duration, same page. */
  public static final Duration DEFAULT_SESSION_LIFE = Duration.ofMinutes(60);
}
