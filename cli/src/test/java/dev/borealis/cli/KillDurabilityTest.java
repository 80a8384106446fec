package dev.borealis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.cluster.ServiceRecord;
import dev.borealis.cluster.ServiceRegistry;
import dev.borealis.iam.Action;
import dev.borealis.iam.AuthToken;
import dev.borealis.iam.IdentityStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a service that is being written to, again and again, and looks for what it had
 * acknowledged. {@code -Dborealis.rounds} sets how often.
 */
class KillDurabilityTest {
  private static final int ROUNDS = Integer.getInteger("borealis.rounds", 3);
  private static final int WRITERS = 4;
  private static final int ACKNOWLEDGED_BEFORE_KILL = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;

  @BeforeEach
  void letPostgresAccountPass() throws IOException {
    // Where root runs the tests, PostgreSQL's account is another one.
    PosixFileAttributeView attributes =
        Files.getFileAttributeView(directory, PosixFileAttributeView.class);
    if (attributes != null) {
      attributes.setPermissions(PosixFilePermissions.fromString("rwx--x--x"));
    }
  }

  /** A service in a JVM of its own. */
  private final class Child implements AutoCloseable {
    private final Process process;
    private final ServiceRecord service;

    Child() throws IOException, InterruptedException {
      process = launch();
      try {
        awaitReady();
        service = ServiceRegistry.findByDataDirectory(data()).orElseThrow();
      } catch (InterruptedException | RuntimeException | AssertionError e) {
        process.destroyForcibly().waitFor();
        throw e;
      }
    }

    private Process launch() throws IOException {
      ProcessBuilder builder =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Dsql.class.getName(),
                  "start",
                  "--data",
                  data().toString(),
                  "--port",
                  "0")
              .redirectErrorStream(true);
      builder.environment().put("BOREALIS_RUNTIME", directory.resolve("run").toString());
      return builder.start();
    }

    private void awaitReady() throws InterruptedException {
      BlockingQueue<String> said = new LinkedBlockingQueue<>();
      Thread.ofVirtual()
          .start(() -> {
            try (BufferedReader out =
                new BufferedReader(
                    new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
              out.lines().forEach(said::add);
            } catch (IOException | UncheckedIOException e) {
              said.add("ended: " + e.getMessage());
            }
          });
      List<String> heard = new ArrayList<>();
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!heard.contains(ServiceText.READY)) {
        String line = said.poll(100, TimeUnit.MILLISECONDS);
        if (line != null) {
          heard.add(line);
        } else {
          assertThat(process.isAlive()).as("%s", heard).isTrue();
          assertThat(System.nanoTime()).as("%s", heard).isLessThan(deadline);
        }
      }
    }

    Connection connect() throws SQLException {
      Properties properties = new Properties();
      properties.setProperty("user", "admin");
      properties.setProperty("password", token());
      properties.setProperty("sslmode", "verify-full");
      properties.setProperty("sslrootcert", service.certificateAuthority().toString());
      return DriverManager.getConnection(
          "jdbc:postgresql://localhost:%d/postgres".formatted(service.port()), properties);
    }

    private String token() {
      return AuthToken.create(
          IdentityStore.DEFAULT_IDENTITY.credentials(),
          service.endpoint(),
          service.region(),
          Action.DB_CONNECT_ADMIN,
          AuthToken.DEFAULT_LIFE,
          Instant.now());
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }

    /** As {@code kill} does, which a service obeys by stopping in order. */
    @Override
    public void close() {
      process.destroy();
      process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
  }

  private Path data() {
    return directory.resolve("data");
  }

  @Test
  void noAcknowledgedRowIsLostWhenTheServiceIsKilled() throws Exception {
    Set<Integer> acknowledged = new HashSet<>();
    List<ProcessHandle> started = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      try (Child child = new Child()) {
        if (round == 0) {
          execute(child, "CREATE TABLE written (id int PRIMARY KEY)");
        }
        assertThat(ids(child)).as("before round %d", round).containsAll(acknowledged);
        started.addAll(postgres());
        acknowledged.addAll(writeUntilKilled(child, round));
      }
    }
    try (Child child = new Child()) {
      assertThat(ids(child)).containsAll(acknowledged);
      started.addAll(postgres());
    }
    assertThat(started).isNotEmpty().noneMatch(KillDurabilityTest::runs);
  }

  /** An orphan that has ended may stay in the table of processes, but without a program. */
  private static boolean runs(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  private static Queue<Integer> writeUntilKilled(Child child, int round)
      throws InterruptedException {
    Queue<Integer> acknowledged = new ConcurrentLinkedQueue<>();
    List<Thread> writers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      int first = (round * WRITERS + writer) * 1_000_000;
      boolean explicitly = writer % 2 == 0;
      writers.add(Thread.ofPlatform().start(() -> write(child, first, explicitly, acknowledged)));
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (acknowledged.size() < ACKNOWLEDGED_BEFORE_KILL && System.nanoTime() < deadline) {
      LockSupport.parkNanos(100_000);
    }
    child.kill();
    for (Thread writer : writers) {
      writer.join();
    }
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ACKNOWLEDGED_BEFORE_KILL);
    return acknowledged;
  }

  /** Inserts one row after the other, half the writers in transactions of their own making. */
  private static void write(
      Child child, int firstId, boolean explicitly, Queue<Integer> acknowledged) {
    try (Connection connection = child.connect()) {
      connection.setAutoCommit(!explicitly);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO written VALUES (?)")) {
        for (int id = firstId; ; id++) {
          insert.setInt(1, id);
          insert.executeUpdate();
          if (explicitly) {
            connection.commit();
          }
          acknowledged.add(id);
        }
      }
    } catch (SQLException e) {
      // The end that was meant for it; too few rows would show if it came too early.
      assertThat(e.getMessage()).isNotNull();
    }
  }

  private static void execute(Child child, String sql) throws SQLException {
    try (Connection connection = child.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Set<Integer> ids(Child child) throws SQLException {
    Set<Integer> ids = new HashSet<>();
    try (Connection connection = child.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM written")) {
      while (rows.next()) {
        ids.add(rows.getInt(1));
      }
    }
    return ids;
  }

  /** PostgreSQL's main process and all others that it has now. */
  private List<ProcessHandle> postgres() throws IOException {
    try (Stream<Path> files = Files.walk(data())) {
      Path pidFile =
          files.filter(file -> file.endsWith("postmaster.pid")).findFirst().orElseThrow();
      long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
      ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
      return Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    }
  }
}
