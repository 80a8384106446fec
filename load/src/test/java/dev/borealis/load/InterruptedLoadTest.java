package dev.borealis.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.client.Cancellation;
import dev.borealis.client.ClusterAddress;
import dev.borealis.client.ClusterClient;
import dev.borealis.client.ClusterLogin;
import dev.borealis.client.RetryPolicy;
import dev.borealis.iam.Credentials;
import dev.borealis.iam.IdentityStore;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Loads to which something happens when they are halfway; afterwards each row is there once. */
@Timeout(180)
class InterruptedLoadTest {
  private static final int ROWS = 10_000;
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  @TempDir private static Path home = Path.of("");
  @TempDir private Path directory = Path.of("");

  @SuppressWarnings("NullAway.Init") // Set before any test runs.
  private static LocalDsql dsql;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private ClusterClient client;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private Relay relay;

  private final ExecutorService loads = Executors.newVirtualThreadPerTaskExecutor();
  private final LoadProgress progress = new LoadProgress();
  private final Cancellation cancellation = new Cancellation();

  @BeforeAll
  static void start() throws IOException {
    dsql = LocalDsql.start(home, 0);
  }

  @AfterAll
  static void stop() {
    dsql.close();
  }

  @BeforeEach
  void open() throws Exception {
    client = ClusterClient.open(dsql.login(), 2, RetryPolicy.INTERACTIVE, new Cancellation());
    relay = Relay.to(dsql.address().port());
    // Without a key nothing but the ledger keeps a row from coming twice.
    client.execute("CREATE TABLE t (id int, name text)", false);
  }

  @AfterEach
  void close() throws Exception {
    loads.close();
    client.execute("DROP TABLE IF EXISTS t", true);
    client.close();
    relay.close();
  }

  private Path csv() throws IOException {
    Path csv = directory.resolve("t.csv");
    try (BufferedWriter out = Files.newBufferedWriter(csv)) {
      for (int i = 0; i < ROWS; i++) {
        out.write(i + ",row number " + i + "\n");
      }
    }
    return csv;
  }

  private Loader loader(Supplier<Credentials> credentials) {
    ClusterAddress address = dsql.address();
    ClusterAddress relayed =
        new ClusterAddress(
            address.host(),
            relay.port(),
            address.region(),
            address.connectTo(),
            address.certificateAuthority());
    return new Loader(
        new ClusterLogin(relayed, "admin", credentials),
        directory.resolve("manifests"),
        false,
        cancellation,
        progress);
  }

  private Loader loader() {
    return loader(IdentityStore.DEFAULT_IDENTITY::credentials);
  }

  private Future<LoadReport> begin(Loader loader) throws IOException {
    LoadOptions options = TestingOptions.of("t", csv()).verify(VerifyMode.COUNT).build();
    return loads.submit(() -> loader.load(options));
  }

  /** Returns when more than so many rows are loaded, and not all. */
  private void awaitRows(long rows, Future<LoadReport> load) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (progress.rowsLoaded() <= rows && !load.isDone()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(200_000);
    }
    assertThat(load.isDone()).as("the load was over too soon").isFalse();
  }

  private String value(String sql) throws SQLException {
    return client.read(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        assertThat(rows.next()).isTrue();
        return String.valueOf(rows.getString(1));
      }
    });
  }

  private void assertEachRowIsThereOnce() throws SQLException {
    assertThat(value("SELECT (count(*), count(DISTINCT id), sum(id))::text FROM t"))
        .isEqualTo("(%d,%d,%d)".formatted(ROWS, ROWS, (long) ROWS * (ROWS - 1) / 2));
    assertThat(value("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'dsql_load%'"))
        .isEqualTo("0");
  }

  private static Throwable failure(Future<LoadReport> load) throws Exception {
    try {
      throw new AssertionError("it did not fail: " + load.get(2, TimeUnit.MINUTES));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      return cause == null ? e : cause;
    }
  }

  private void finish(Loader failed) throws SQLException {
    String job = String.valueOf(failed.job());
    LoadReport report =
        new Loader(
                dsql.login(),
                directory.resolve("manifests"),
                false,
                new Cancellation(),
                new LoadProgress())
            .resume(job, null);
    assertThat(report.succeeded()).isTrue();
    assertThat(report.rowsResumed()).isPositive();
    assertEachRowIsThereOnce();
  }

  @Test
  void connectionsThatBreakAgainAndAgainDoNotStopIt() throws Exception {
    Future<LoadReport> load = begin(loader());
    for (int cut = 1; cut <= 5; cut++) {
      awaitRows((long) ROWS / 8 * cut, load);
      relay.cut();
    }
    LoadReport report = load.get(2, TimeUnit.MINUTES);
    assertThat(report.succeeded()).isTrue();
    assertThat(report.retries()).isPositive();
    assertEachRowIsThereOnce();
  }

  @Test
  void aNetworkThatComesBackIsWaitedFor() throws Exception {
    Future<LoadReport> load = begin(loader());
    awaitRows(ROWS / 4, load);
    relay.lose();
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (relay.refused() < 3) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(load.isDone()).isFalse();
    relay.restore();
    assertThat(load.get(2, TimeUnit.MINUTES).succeeded()).isTrue();
    assertEachRowIsThereOnce();
  }

  @Test
  void stoppedWithoutANetworkItIsResumedWithOne() throws Exception {
    Loader loader = loader();
    Future<LoadReport> load = begin(loader);
    awaitRows(ROWS / 4, load);
    relay.lose();
    cancellation.cancel();
    assertThat(failure(load)).isInstanceOf(Cancellation.CancelledException.class);
    finish(loader);
  }

  @Test
  void eachConnectionSignsInWithATokenOfItsOwn() throws Exception {
    AtomicInteger tokens = new AtomicInteger();
    Loader loader =
        loader(() -> {
          tokens.incrementAndGet();
          return IdentityStore.DEFAULT_IDENTITY.credentials();
        });
    Future<LoadReport> load = begin(loader);
    awaitRows(ROWS / 4, load);
    int before = tokens.get();
    relay.cut();
    assertThat(load.get(2, TimeUnit.MINUTES).succeeded()).isTrue();
    assertThat(tokens.get()).isGreaterThan(before);
    assertEachRowIsThereOnce();
  }

  /** The pool waits half a minute before it says that no connection can be made, twice. */
  @Test
  @EnabledIfSystemProperty(named = "borealis.slow", matches = "true")
  void credentialsThatAreNotValidAnyMoreEndItAndNewOnesGoOn() throws Exception {
    AtomicInteger stale = new AtomicInteger();
    Loader loader =
        loader(() ->
            stale.get() == 0
                ? IdentityStore.DEFAULT_IDENTITY.credentials()
                : new Credentials("AKIAEXPIREDEXAMPLE00", "no longer valid", null));
    Future<LoadReport> load = begin(loader);
    awaitRows(ROWS / 4, load);
    stale.set(1);
    relay.cut();
    assertThat(failure(load))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("does not let us in any more")
        .hasMessageContaining("access denied")
        .hasMessageContaining("Have the credentials expired?")
        .hasMessageNotContaining("no longer valid");
    finish(loader);
  }

  @Test
  void aTableThatIsDroppedEndsItAndOneMadeAnewIsNotTakenForIt() throws Exception {
    Loader loader = loader();
    Future<LoadReport> load = begin(loader);
    awaitRows(ROWS / 4, load);
    client.execute("DROP TABLE t", false);
    assertThat(failure(load))
        .isInstanceOf(LoadException.class)
        .hasMessage("The table public.t is not there any more.");
    String job = String.valueOf(loader.job());
    assertThatThrownBy(() -> loader().resume(job, null))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("is not there any more, and the job had begun to fill it");
    client.execute("CREATE TABLE t (id int, name text)", false);
    assertThatThrownBy(() -> loader().resume(job, null))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("has been made anew")
        .hasMessageContaining("Load the files anew");
    assertThat(value("SELECT count(*) FROM t")).isEqualTo("0");
    client.execute("DROP TABLE dsql_load_" + job, true);
  }

  @Test
  void aTableThatIsDroppedAndMadeAnewMeanwhileIsNoticed() throws Exception {
    Future<LoadReport> load = begin(loader());
    awaitRows(ROWS / 4, load);
    client.execute("ALTER TABLE t RENAME TO old", false);
    client.execute("CREATE TABLE t (id int, name text)", false);
    assertThat(failure(load))
        .isInstanceOf(LoadException.class)
        .message()
        .containsAnyOf("is not there any more", "has been made anew");
    client.execute("DROP TABLE old", true);
    for (String ledger : ledgers()) {
      client.execute("DROP TABLE " + ledger, true);
    }
  }

  private String[] ledgers() throws SQLException {
    String all =
        value(
            "SELECT coalesce(string_agg(tablename, ','), '') FROM pg_tables WHERE tablename LIKE 'dsql_load%'");
    return all.isEmpty() ? new String[0] : all.split(",", -1);
  }

  @Test
  void aColumnThatIsAddedDoesNotMatter() throws Exception {
    Future<LoadReport> load = begin(loader());
    awaitRows(ROWS / 4, load);
    client.execute("ALTER TABLE t ADD COLUMN more int", false);
    assertThat(load.get(2, TimeUnit.MINUTES).succeeded()).isTrue();
    assertEachRowIsThereOnce();
  }

  @Test
  void aColumnThatIsRenamedIsNamedAndTheLoadGoesOnWhenItIsBack() throws Exception {
    Loader loader = loader();
    Future<LoadReport> load = begin(loader);
    awaitRows(ROWS / 4, load);
    client.execute("ALTER TABLE t RENAME COLUMN name TO title", false);
    assertThat(failure(load))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("column \"name\" of relation \"t\" does not exist");
    client.execute("ALTER TABLE t RENAME COLUMN title TO name", false);
    finish(loader);
  }
}
