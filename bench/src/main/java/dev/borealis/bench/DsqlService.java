package dev.borealis.bench;

import dev.borealis.iam.Action;
import dev.borealis.iam.AuthToken;
import dev.borealis.iam.IdentityStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A local service in a process of its own, started as a person starts it. */
final class DsqlService implements AutoCloseable {
  /** The role that every cluster has. */
  static final String USER = "admin";

  private static final Duration TOKEN_LIFE = Duration.ofDays(1);

  private final Dsql dsql;
  private final Map<String, String> described;
  private final Thread stopAtExit = new Thread(this::stop, "stop-service");

  /**
   * The {@code dsql} command of this checkout.
   *
   * @param runtime where it keeps note of running services, so that it sees none but the
   *     benchmark's
   */
  record Dsql(Path launcher, Path runtime) {
    /** The command of the checkout that {@code bench/run} lies in. */
    static Dsql of(Scratch scratch) {
      String root = System.getProperty("bench.root");
      if (root == null) {
        throw new BenchFailure("The benchmarks are started with bench/run.");
      }
      return new Dsql(Path.of(root, "dsql"), scratch.resolve("runtime"));
    }

    /** Runs it to its end; returns its standard output. */
    String run(String... arguments) {
      List<String> command = new ArrayList<>(List.of(launcher.toString()));
      command.addAll(List.of(arguments));
      return Program.output(command, Map.of("BOREALIS_RUNTIME", runtime.toString()));
    }

    /** Starts a service on a free port and returns when the command does. */
    DsqlService start(String... options) {
      List<String> arguments =
          new ArrayList<>(
              List.of("start", "--detach", "--output", "json", "--port", "" + Loopback.freePort()));
      arguments.addAll(List.of(options));
      return new DsqlService(this, run(arguments.toArray(String[]::new)));
    }
  }

  private DsqlService(Dsql dsql, String json) {
    this.dsql = dsql;
    this.described = Json.read(json);
    Runtime.getRuntime().addShutdownHook(stopAtExit);
  }

  int port() {
    return Integer.parseInt(described("port"));
  }

  /** The CA that the service's certificate is verified with. */
  Path caFile() {
    return Path.of(described("caFile"));
  }

  /** The JVM that serves. */
  long pid() {
    return Long.parseLong(described("pid"));
  }

  /** The PostgreSQL behind the service. */
  Postmaster postmaster() {
    return Postmaster.childOf(pid());
  }

  /** A password for {@link #USER}, valid for longer than any benchmark takes. */
  String token() {
    return AuthToken.create(
        IdentityStore.DEFAULT_IDENTITY.credentials(),
        described("endpoint"),
        described("region"),
        Action.forUser(USER),
        TOKEN_LIFE,
        Instant.now());
  }

  private String described(String field) {
    String value = described.get(field);
    if (value == null) {
      throw new BenchFailure("dsql start did not print the field " + field + ": " + described);
    }
    return value;
  }

  private void stop() {
    dsql.run("stop", "--port", "" + port());
  }

  /** Stops the service and waits until it is gone. */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(stopAtExit);
    stop();
  }
}
