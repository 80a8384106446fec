package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.gateway.testing.Messages;
import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import dev.borealis.wire.ProtocolException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much COPY may bring in one transaction, and what finding that out costs. */
class CopySizeTest {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final String TOO_LARGE = "54000 transaction size limit 10mb exceeded";

  @SuppressWarnings("NullAway.Init") // Set before any test runs.
  private static TestCluster cluster;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private WireClient client;

  @BeforeAll
  static void start() throws IOException {
    cluster = TestCluster.start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void connect() throws IOException {
    client = cluster.connect();
  }

  @AfterEach
  void drop() throws IOException {
    client.run("DROP TABLE IF EXISTS t");
    client.close();
  }

  private List<String> copy(String statement, int rows, IntFunction<String> row)
      throws IOException, ProtocolException {
    client.sendRaw(Messages.query(statement).bytes());
    assertThat(client.receiveFrame().type()).isEqualTo('G');
    String data = IntStream.range(0, rows).mapToObj(row).collect(Collectors.joining());
    for (int from = 0; from < data.length(); from += 1 << 20) {
      client.sendRaw(
          Messages.copyData(data.substring(from, Math.min(data.length(), from + (1 << 20))))
              .bytes());
    }
    client.sendRaw(Messages.copyDone().bytes());
    return WireClient.outcomes(client.receiveUntilReady());
  }

  private String count() throws IOException {
    return String.valueOf(client.value("SELECT count(*) FROM t"));
  }

  /** Text that no compression makes shorter. */
  private static String text(int seed, int chars) {
    Random random = new Random(seed);
    char[] text = new char[chars];
    for (int i = 0; i < chars; i++) {
      text[i] = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
    }
    return new String(text);
  }

  @Test
  void aCommitDoesNotReadTheTableThatASmallCopyWentTo() throws Exception {
    client.run("CREATE TABLE t (id int PRIMARY KEY, name text)");
    assertThat(copy("COPY t FROM STDIN", 2000, i -> i + "\t" + text(i, 1000) + "\n"))
        .containsExactly("COPY 2000");
    for (int run = 0; run < 3; run++) {
      int first = 2000 + run * 100;
      client.run("BEGIN");
      copy("COPY t (id, name) FROM STDIN", 100, i -> (first + i) + "\tx\n");
      assertThat(client.run("COMMIT")).containsExactly("COMMIT");
    }
    assertThat(client.value("SELECT count(name) FROM t")).isEqualTo("2300");
    // PostgreSQL tells its statistics a second later at most, when a session has nothing to do.
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (rowsReadInScans() == 0 && System.nanoTime() < deadline) {
      client.run("SELECT 1");
      LockSupport.parkNanos(20_000_000);
    }
    assertThat(rowsReadInScans()).as("rows read by the one query").isEqualTo(2300);
  }

  private static long rowsReadInScans() throws IOException {
    try (WireClient superuser = cluster.superuser()) {
      return Long.parseLong(
          String.valueOf(
              superuser.value(
                  "SELECT coalesce(sum(seq_tup_read), 0) FROM pg_stat_user_tables WHERE relname = 't'")));
    }
  }

  @Test
  void refusesMoreThanTenMebibytesInABlockAndWithout() throws Exception {
    client.run("CREATE TABLE t (id int PRIMARY KEY, name text)");
    client.run("BEGIN");
    assertThat(copy("COPY t FROM STDIN", 2900, i -> i + "\t" + text(i, 3400) + "\n"))
        .containsExactly("COPY 2900");
    assertThat(client.run("COMMIT")).containsExactly("COMMIT");
    client.run("BEGIN");
    assertThat(copy("COPY t FROM STDIN", 2900, i -> (i + 2900) + "\t" + text(i, 3600) + "\n"))
        .containsExactly("COPY 2900");
    assertThat(client.run("COMMIT")).containsExactly(TOO_LARGE);
    assertThat(copy("COPY t FROM STDIN", 2900, i -> (i + 2900) + "\t" + text(i, 3600) + "\n"))
        .containsExactly(TOO_LARGE);
    assertThat(count()).isEqualTo("2900");
  }

  @Test
  void countsWhatSeveralCopiesAndOtherStatementsBringTogether() throws Exception {
    client.run("CREATE TABLE t (id int PRIMARY KEY, name text)");
    client.run("BEGIN");
    copy("COPY t FROM STDIN", 1400, i -> i + "\t" + text(i, 3600) + "\n");
    copy("COPY t FROM STDIN", 1400, i -> (i + 1400) + "\t" + text(i, 3600) + "\n");
    String values =
        IntStream.range(3000, 3100)
            .mapToObj(i -> "(" + i + ", '" + text(i, 4000) + "')")
            .collect(Collectors.joining(", "));
    assertThat(client.run("INSERT INTO t VALUES " + values)).containsExactly("INSERT 0 100");
    assertThat(client.run("COMMIT")).containsExactly(TOO_LARGE);
    assertThat(count()).isEqualTo("0");
  }

  @Test
  void countsDefaultsThatTheDataDoNotHold() throws Exception {
    client.run(
        "CREATE TABLE t (id int PRIMARY KEY, name text DEFAULT '%s', other text DEFAULT '%s')"
            .formatted(text(1, 1900), text(2, 1900)));
    assertThat(copy("COPY t (id) FROM STDIN", 3000, i -> i + "\n")).containsExactly(TOO_LARGE);
    assertThat(copy("COPY t (id) FROM STDIN", 2500, i -> i + "\n")).containsExactly("COPY 2500");
  }

  @Test
  void countsEntriesOfIndexes() throws Exception {
    client.run("CREATE TABLE t (id int PRIMARY KEY, a int, b int, c int, d int, name text)");
    for (String columns : List.of("a", "b", "c", "d", "a, b", "b, c", "c, d", "d, a")) {
      client.run("CREATE INDEX ASYNC ON t (" + columns + ")");
    }
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!"0".equals(client.value("SELECT count(*) FROM sys.jobs WHERE status <> 'completed'"))) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(20_000_000);
    }
    IntFunction<String> row = i -> i + "\t1\t1\t1\t1\t" + text(i, 300) + "\n";
    assertThat(copy("COPY t FROM STDIN", 3000, row)).containsExactly(TOO_LARGE);
    assertThat(copy("COPY t FROM STDIN", 2000, row)).containsExactly("COPY 2000");
  }

  @Test
  void noRowTakesMoreThanItsBound() throws Exception {
    client.run(
        """
        CREATE TABLE t (id int PRIMARY KEY, a smallint, b bigint, c real, d double precision, e numeric(38,10), f text, g varchar(900),
          h char(40), i bytea, j uuid, k timestamptz, l date, m interval, n boolean, o json,
          p varchar(20) DEFAULT 'a default', q numeric(12,4) DEFAULT 1.5, r timestamptz DEFAULT now())\
        """);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      rows.add(row(i));
    }
    String columns = "id, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o";
    assertThat(copy("COPY t (" + columns + ") FROM STDIN", rows.size(), rows::get))
        .containsExactly("COPY 500");
    CopyBound bound = cluster.cluster().relations().copyBound("public.t", "");
    assertThat(bound).isNotNull();
    for (int i = 0; bound != null && i < rows.size(); i++) {
      long measured =
          Long.parseLong(
              String.valueOf(
                  client.value("SELECT pg_column_size(t.*) + 140 FROM t WHERE id = " + i)));
      assertThat(bound.bytesAtMost(1, rows.get(i).length()))
          .as(rows.get(i))
          .isGreaterThan(measured);
      assertThat(bound.bytesAtMost(1, rows.get(i).length()) - measured).isLessThan(700);
    }
  }

  private static String row(int id) {
    Random random = new Random(id);
    List<String> values =
        List.of(
            "1",
            "1",
            "1",
            "1",
            number(random),
            text(id, random.nextInt(200)),
            text(id, random.nextInt(900)),
            text(id, random.nextInt(40)),
            "\\\\x" + "0f".repeat(random.nextInt(50)),
            "00000000-0000-0000-0000-000000000000",
            "2026-01-01",
            "2026-01-01",
            "1h",
            "t",
            "{}");
    return id
        + "\t"
        + values.stream()
            .map(value -> random.nextInt(5) == 0 ? "\\N" : value)
            .collect(Collectors.joining("\t"))
        + "\n";
  }

  private static String number(Random random) {
    String digits = "9".repeat(random.nextInt(10));
    return random.nextInt(3) == 0 ? "1e" + random.nextInt(27) : "7" + digits + "." + digits;
  }

  @Test
  void measuresWhereFunctionsOfUsersMayWriteElsewhere() throws Exception {
    client.run("CREATE TABLE t (id int PRIMARY KEY, name text DEFAULT upper('a' || current_user))");
    assertThat(cluster.cluster().relations().copyBound("public.t", "")).isNull();
    assertThat(cluster.cluster().relations().copyBound("public.nowhere", "")).isNull();
  }
}
