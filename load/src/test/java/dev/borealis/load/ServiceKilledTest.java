package dev.borealis.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.client.Cancellation;
import dev.borealis.client.ClusterAddress;
import dev.borealis.client.ClusterClient;
import dev.borealis.client.ClusterLogin;
import dev.borealis.client.RetryPolicy;
import dev.borealis.iam.IdentityStore;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service that is killed as by {@code kill -9} during a load, and started again. */
@Timeout(240)
class ServiceKilledTest {
  private static final int ROWS = 20_000;
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  @TempDir private Path directory = Path.of("");

  /** The program that is killed: serves until its standard input ends. */
  static final class Program {
    private Program() {}

    /** Takes a directory and a port, and prints what clients need to know. */
    public static void main(String[] args) throws IOException {
      try (LocalDsql dsql = LocalDsql.start(Path.of(args[0]), Integer.parseInt(args[1]))) {
        ClusterAddress address = dsql.address();
        System.out.println(
            String.join(
                "\t",
                address.host(),
                Integer.toString(address.port()),
                address.region(),
                String.valueOf(address.connectTo()),
                String.valueOf(address.certificateAuthority())));
        System.in.transferTo(System.err);
      }
    }
  }

  private record Service(Process process, ClusterLogin login) {
    static Service start(Path directory, int port) throws IOException {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Program.class.getName(),
                  directory.toString(),
                  Integer.toString(port))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
      String[] address = String.valueOf(said.readLine()).split("\t", -1);
      assertThat(address).as("the service has started").hasSize(5);
      return new Service(
          process,
          new ClusterLogin(
              new ClusterAddress(
                  address[0],
                  Integer.parseInt(address[1]),
                  address[2],
                  address[3],
                  Path.of(address[4])),
              "admin",
              IdentityStore.DEFAULT_IDENTITY::credentials));
    }

    void stop() throws IOException, InterruptedException {
      process.getOutputStream().close();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  @Test
  void theLoadOutlastsItAndBringsEachRowOnce() throws Exception {
    Path csv = directory.resolve("t.csv");
    try (BufferedWriter out = Files.newBufferedWriter(csv)) {
      for (int i = 0; i < ROWS; i++) {
        out.write(i + ",row number " + i + "\n");
      }
    }
    Service first = Service.start(directory, 0);
    Service second = null;
    try (ExecutorService loads = Executors.newVirtualThreadPerTaskExecutor()) {
      try (ClusterClient client = open(first)) {
        client.execute("CREATE TABLE t (id int, name text)", false);
      }
      LoadProgress progress = new LoadProgress();
      Loader loader =
          new Loader(
              first.login(), directory.resolve("manifests"), false, new Cancellation(), progress);
      LoadOptions options = TestingOptions.of("t", csv).verify(VerifyMode.COUNT).build();
      Future<LoadReport> load = loads.submit(() -> loader.load(options));
      long deadline = System.nanoTime() + PATIENCE_NANOS;
      while (progress.rowsLoaded() < ROWS / 4) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        LockSupport.parkNanos(200_000);
      }
      first.process().destroyForcibly().waitFor();
      assertThat(load.isDone()).isFalse();
      second = Service.start(directory, first.login().address().port());
      LoadReport report = load.get(3, TimeUnit.MINUTES);
      assertThat(report.succeeded()).isTrue();
      try (ClusterClient client = open(second)) {
        assertThat(sums(client))
            .isEqualTo(List.of((long) ROWS, (long) ROWS, (long) ROWS * (ROWS - 1) / 2));
      }
    } finally {
      first.process().destroyForcibly();
      if (second != null) {
        second.stop();
      }
    }
  }

  private static ClusterClient open(Service service) {
    return ClusterClient.open(service.login(), 1, RetryPolicy.INTERACTIVE, new Cancellation());
  }

  private static List<Long> sums(ClusterClient client) throws SQLException {
    return client.read(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery("SELECT count(*), count(DISTINCT id), sum(id) FROM t")) {
        rows.next();
        return List.of(rows.getLong(1), rows.getLong(2), rows.getLong(3));
      }
    });
  }
}
