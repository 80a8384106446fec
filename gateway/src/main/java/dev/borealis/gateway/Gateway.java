package dev.borealis.gateway;

import dev.borealis.audit.AuditTrail;
import dev.borealis.iam.TokenVerifier;
import dev.borealis.wire.InitialMessage.CancelRequest;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The PostgreSQL wire server: accepts connections for all clusters on one port and gives each a
 * virtual thread of its own.
 */
public final class Gateway implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Gateway.class.getName());
  private static final int BACKLOG = 4_096;
  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final Duration ACCEPT_PAUSE = Duration.ofMillis(100);

  /** A client that has not signed in by then is cut off (PostgreSQL's authentication_timeout). */
  private static final Duration SIGN_IN_TIME = Duration.ofSeconds(60);

  /**
   * How long statements may still run when the gateway closes, before their connections are cut.
   */
  private static final Duration CLOSING_TIME = Duration.ofSeconds(2);

  private final GatewayOptions options;
  private final ClusterRoutes routes;
  private final TokenVerifier verifier;
  private final AuditTrail audit;
  private final ServerSocket listener;
  private final ConnectionAdmission admission;
  private final LargeMessageMemory memory = new LargeMessageMemory();
  private final CancelKeys cancelKeys = new CancelKeys();
  private final AtomicLong nextId = new AtomicLong(1);

  /** Every connection, with the time at which it came. */
  private final Map<ClientConnection, Long> connections = new ConcurrentHashMap<>();

  private volatile boolean closing;

  private Gateway(
      GatewayOptions options,
      ClusterRoutes routes,
      TokenVerifier verifier,
      AuditTrail audit,
      ServerSocket listener) {
    this.options = options;
    this.routes = routes;
    this.verifier = verifier;
    this.audit = audit;
    this.listener = listener;
    this.admission =
        new ConnectionAdmission(
            options.maxConnections(), options.connectionRate(), System::nanoTime);
  }

  /**
   * Listens, and serves whoever comes from now on.
   *
   * @param audit told of sign-ins, connections and changes of the schema, roles and privileges
   * @throws IOException when the address cannot be bound
   */
  public static Gateway start(
      GatewayOptions options, ClusterRoutes routes, TokenVerifier verifier, AuditTrail audit)
      throws IOException {
    ServerSocket listener = new ServerSocket();
    try {
      listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      listener.bind(options.bind(), BACKLOG);
    } catch (IOException e) {
      listener.close();
      throw e;
    }
    Gateway gateway = new Gateway(options, routes, verifier, audit, listener);
    Thread.ofPlatform().name("gateway-accept").daemon().start(gateway::accept);
    Thread.ofVirtual().name("gateway-rounds").start(gateway::makeRounds);
    return gateway;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  /** Connections open at this moment, signed in or not. */
  public int connections() {
    return connections.size();
  }

  GatewayOptions options() {
    return options;
  }

  ClusterRoutes routes() {
    return routes;
  }

  TokenVerifier verifier() {
    return verifier;
  }

  AuditTrail audit() {
    return audit;
  }

  ConnectionAdmission admission() {
    return admission;
  }

  LargeMessageMemory memory() {
    return memory;
  }

  CancelKeys cancelKeys() {
    return cancelKeys;
  }

  void cancel(CancelRequest request) throws IOException {
    Session session = cancelKeys.find(request);
    if (session != null) {
      session.cancel();
    }
  }

  private void accept() {
    while (!closing) {
      try {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        serve(new ClientConnection(this, socket, nextId.getAndIncrement()));
      } catch (IOException e) {
        if (!closing) {
          LOG.log(Level.WARNING, "a connection could not be accepted: {0}", e.getMessage());
          // Most likely there are no file descriptors left; trying again at once would only fill
          // the log.
          LockSupport.parkNanos(ACCEPT_PAUSE.toNanos());
        }
      }
    }
  }

  private void serve(ClientConnection connection) {
    connections.put(connection, System.nanoTime());
    Thread.ofVirtual()
        .start(() -> {
          try {
            connection.serve();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException | Error e) {
            // A mistake of ours costs one client its connection and nobody else anything.
            LOG.log(Level.ERROR, "a connection ended because of a mistake in the gateway", e);
          } finally {
            connections.remove(connection);
          }
        });
  }

  /**
   * Looks after time limits, which would cost every single read a timer if they were kept there.
   */
  private void makeRounds() {
    try {
      while (!closing) {
        Thread.sleep(ROUND);
        long signInDeadline = System.nanoTime() - SIGN_IN_TIME.toNanos();
        connections.forEach((connection, since) -> {
          Session session = connection.session();
          boolean ended = session == null ? since - signInDeadline < 0 : session.endIfOld();
          if (ended) {
            connection.disconnect();
          }
        });
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Cuts the connections of a cluster that is gone; what they were doing is rolled back. */
  public void disconnect(ClusterEndpoint endpoint) {
    for (ClientConnection connection : connections.keySet()) {
      if (endpoint.equals(connection.endpoint())) {
        connection.disconnect();
      }
    }
  }

  /**
   * Stops accepting, tells clients, and cuts their connections; statements that run have a moment
   * to finish.
   */
  @Override
  public void close() {
    closing = true;
    try {
      listener.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "closing the listener: {0}", e.getMessage());
    }
    long deadline = System.nanoTime() + CLOSING_TIME.toNanos();
    while (!connections.isEmpty() && System.nanoTime() - deadline < 0) {
      for (ClientConnection connection : connections.keySet()) {
        Session session = connection.session();
        if (session == null || session.endForShutdown()) {
          connection.disconnect();
        }
      }
      try {
        Thread.sleep(Duration.ofMillis(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    connections.keySet().forEach(ClientConnection::disconnect);
  }
}
