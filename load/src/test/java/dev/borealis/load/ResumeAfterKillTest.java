package dev.borealis.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.client.Cancellation;
import dev.borealis.client.ClusterAddress;
import dev.borealis.client.ClusterClient;
import dev.borealis.client.ClusterLogin;
import dev.borealis.client.RetryPolicy;
import dev.borealis.iam.IdentityStore;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A loader that is killed as by {@code kill -9}, again and again. */
class ResumeAfterKillTest {
  private static final int ROWS = Integer.getInteger("borealis.rows", 30_000);
  private static final int KILLS = 3;
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  @TempDir private Path directory = Path.of("");

  /** The program that is killed. */
  static final class Program {
    private Program() {}

    /** Loads a file or, if there is a job, resumes it. */
    public static void main(String[] args) {
      ClusterLogin login =
          new ClusterLogin(
              new ClusterAddress(
                  args[0], Integer.parseInt(args[1]), args[2], args[3], Path.of(args[4])),
              "admin",
              IdentityStore.DEFAULT_IDENTITY::credentials);
      Loader loader =
          new Loader(login, Path.of(args[5]), false, new Cancellation(), new LoadProgress());
      String job = args[7];
      if (job.isEmpty()) {
        loader.load(TestingOptions.of("t", Path.of(args[6])).verify(VerifyMode.COUNT).build());
      } else {
        LoadReport report = loader.resume(job, null);
        if (!report.succeeded()) {
          throw new IllegalStateException(report.toString());
        }
      }
    }
  }

  private Path manifests() {
    return directory.resolve("manifests");
  }

  private Process start(LocalDsql dsql, Path csv, String job) throws IOException {
    ClusterAddress address = dsql.address();
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName(),
            address.host(),
            Integer.toString(address.port()),
            address.region(),
            String.valueOf(address.connectTo()),
            String.valueOf(address.certificateAuthority()),
            manifests().toString(),
            csv.toString(),
            job);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("said").toFile())
        .start();
  }

  private static long count(ClusterClient client, String what) throws SQLException {
    return client.<Long>read(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT count(" + what + ") FROM t")) {
        rows.next();
        return rows.getLong(1);
      }
    });
  }

  private String job() throws IOException {
    try (Stream<Path> jobs = Files.list(manifests().resolve("jobs"))) {
      return jobs.findFirst().orElseThrow().getFileName().toString();
    }
  }

  private void killAfterMoreThan(ClusterClient client, long rows, Process process)
      throws SQLException, InterruptedException, IOException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (count(client, "*") <= rows) {
      assertThat(process.isAlive()).as(Files.readString(directory.resolve("said"))).isTrue();
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
    process.destroyForcibly().waitFor();
  }

  @Test
  void neitherLosesNorDoublesARowOfATableWithoutKey() throws Exception {
    Path csv = directory.resolve("t.csv");
    try (BufferedWriter out = Files.newBufferedWriter(csv)) {
      for (int i = 0; i < ROWS; i++) {
        out.write(i + ",row number " + i + "\n");
      }
    }
    List<Long> found = new ArrayList<>();
    try (LocalDsql dsql = LocalDsql.start(directory, 0);
        ClusterClient client =
            ClusterClient.open(dsql.login(), 2, RetryPolicy.INTERACTIVE, new Cancellation())) {
      client.execute("CREATE TABLE t (id int, name text)", false);
      String job = "";
      for (int kill = 1; kill <= KILLS; kill++) {
        Process process = start(dsql, csv, job);
        killAfterMoreThan(client, (long) ROWS * kill / (KILLS + 1), process);
        found.add(count(client, "*"));
        job = job();
      }
      Process last = start(dsql, csv, job);
      assertThat(last.waitFor()).as(Files.readString(directory.resolve("said"))).isZero();
      found.add(count(client, "*"));
      assertThat(found).isSorted().endsWith((long) ROWS);
      assertThat(count(client, "DISTINCT id")).isEqualTo(ROWS);
    }
  }
}
