package dev.borealis.gateway.job;

import dev.borealis.dialect.DsqlVersion;
import dev.borealis.engine.BackendConnector;
import dev.borealis.engine.BootstrapScript;
import dev.borealis.engine.PostgresServer;
import dev.borealis.engine.PostgresServerOptions;
import dev.borealis.engine.ServerState;
import dev.borealis.gateway.Bootstrap;
import dev.borealis.gateway.ClientStatement;
import dev.borealis.gateway.testing.WireClient;
import dev.borealis.wire.ProtocolVersion;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The database of a cluster without a gateway before it, and its jobs. */
final class JobDatabase implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Builds stay at their beginning for as long as a test takes. */
  static final JobTimings HELD =
      new JobTimings(Duration.ofHours(1), Duration.ofHours(1), PATIENCE, Duration.ZERO);

  static final JobTimings PROMPT =
      new JobTimings(Duration.ofMillis(20), Duration.ofHours(1), PATIENCE, Duration.ZERO);

  private final PostgresServer server;
  private final Set<Integer> obstacles = ConcurrentHashMap.newKeySet();
  private Jobs jobs;

  JobDatabase(JobTimings timings) {
    server =
        PostgresServer.start(
            PostgresServerOptions.ephemeral()
                .withBootstrap(new BootstrapScript(Bootstrap.script()))
                .withSettings(Bootstrap.serverSettings(DsqlVersion.parse("2026-09"))));
    jobs = Jobs.start(BackendConnector.to(server), timings, obstacles::addAll);
    server.awaitReady(PATIENCE);
  }

  /** The processes that jobs have waited for. */
  Set<Integer> obstacles() {
    return obstacles;
  }

  Jobs jobs() {
    return jobs;
  }

  void restartJobs(JobTimings timings) {
    jobs.close();
    jobs = Jobs.start(BackendConnector.to(server), timings, obstacles::addAll);
  }

  /** Kills PostgreSQL with all its processes, and waits until it runs again. */
  void killPostgres() throws IOException, InterruptedException {
    CountDownLatch restarted = new CountDownLatch(1);
    server.onStateChange((before, now) -> {
      if (before == ServerState.RESTARTING && now == ServerState.READY) {
        restarted.countDown();
      }
    });
    try (WireClient client = connect("admin")) {
      long backend = Long.parseLong(String.valueOf(client.value("SELECT pg_backend_pid()")));
      ProcessHandle.of(backend).orElseThrow().parent().orElseThrow().destroyForcibly();
    }
    if (!restarted.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("PostgreSQL was not started again");
    }
  }

  /** Signed in at PostgreSQL itself. */
  WireClient connect(String role) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(server.socket()));
    WireClient client = WireClient.over(channel);
    client.signIn(ProtocolVersion.V3_0, Map.of("user", role, "database", "postgres"), "");
    return client;
  }

  /** Runs a statement that gives a job, as the gateway does, and gives the job's identifier. */
  String submit(WireClient client, String sql) throws IOException, InterruptedException {
    String id = client.value(ClientStatement.forPostgres(sql));
    jobs.awaitBegun();
    return String.valueOf(id);
  }

  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("never happened: " + what);
      }
    }
  }

  @Override
  public void close() {
    jobs.close();
    server.close();
  }
}
