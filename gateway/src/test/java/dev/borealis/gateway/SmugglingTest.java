package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.dialect.Dialect;
import dev.borealis.dialect.DsqlVersion;
import dev.borealis.engine.BackendLease;
import dev.borealis.engine.BackendProfile;
import dev.borealis.gateway.testing.Answer.Failed;
import dev.borealis.gateway.testing.Frame;
import dev.borealis.gateway.testing.ProbeRun;
import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import dev.borealis.sql.StatementFacts;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.wire.FrontendMessage.Parse;
import dev.borealis.wire.FrontendMessage.Sync;
import dev.borealis.wire.ProtocolVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway judges is what PostgreSQL runs, byte for byte: nothing hides in between. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SmugglingTest {
  private static final TestCluster CLUSTER = TestCluster.shared();
  private static final Dialect DIALECT = Dialect.of(DsqlVersion.defaultVersion());

  private static final String REFUSED = "0A000 unsupported statement: Truncate";
  private static final int RANDOM_TEXTS = 20_000;

  /** Pieces at which two readers of SQL may part ways. */
  private static final String[] PIECES = {
    "'",
    "''",
    "'",
    "\\",
    "\\'",
    "\\\\",
    "E'",
    "e'",
    "U&'",
    "u&\"",
    "N'",
    "B'",
    "x'",
    "\"",
    "\"\"",
    "$$",
    "$a$",
    "$a",
    "a$$",
    "$1",
    "1$",
    "--",
    "--",
    "\n",
    "\r",
    "/*",
    "*/",
    "/*/*",
    "*/*/",
    "-",
    "/",
    "*",
    ";",
    ";",
    ",",
    ", ",
    " ",
    " ",
    "(",
    ")",
    "1",
    "a",
    "::text",
    "||",
    "+",
    "@-",
    "?",
    "é",
    "表",
    "ソ",
    "\u00a0",
    "\u0085",
    "\u2028",
    "\f",
    "\u000b",
    "\t",
    " UESCAPE '!'",
    "ſ",
    "K",
    "İ",
    "marker()",
    "marker()",
    "marker()",
    "marker ( )",
    ", marker()",
    "; SELECT marker()",
    "\nmarker()",
    "1.e5",
    "0x1"
  };

  private WireClient client;

  @BeforeEach
  void connect() throws IOException {
    client = CLUSTER.connect();
  }

  @AfterEach
  void disconnect() throws IOException {
    client.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1; TRUNCATE x",
        "SELECT 1;TRUNCATE x;SELECT 2",
        "SELECT 1 -- '\n; TRUNCATE x",
        "SELECT 1 --\r; TRUNCATE x",
        "SELECT 1 /* /* */ ' */; TRUNCATE x",
        "SELECT '\\'; TRUNCATE x; --'",
        "SELECT E'\\\\'; TRUNCATE x; --'",
        "SELECT 'a' -- '\n 'b'; TRUNCATE x",
        "SELECT $$'$$; TRUNCATE x; --'",
        "SELECT $a$ $b$ $a$; TRUNCATE x; --$b$",
        "SELECT 1 AS a$$; TRUNCATE x; --$$",
        "SELECT 1 AS \"a\"\"\"; TRUNCATE x; --\"",
        "SELECT U&'\\0027'; TRUNCATE x; --'",
        "SELECT 1 AS U&\"!0022\" UESCAPE '!'; TRUNCATE x; --\"",
        "SELECT B'1'; TRUNCATE x; --'",
        "SELECT 1 \u00a0; TRUNCATE x",
        "SELECT 1\f;\fTRUNCATE x",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END; TRUNCATE x",
        "BEGIN; COMMIT; TRUNCATE x"
      })
  void seesEveryStatementOfAText(String sql) throws IOException {
    assertThat(client.run(sql)).last().isEqualTo(REFUSED);
    client.run("ROLLBACK");
    assertThat(ProbeRun.extended(client, sql))
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.sqlState()).isEqualTo("42601"));
    client.run("DROP FUNCTION IF EXISTS f()");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/* SELECT 1 */ TRUNCATE x",
        "-- SELECT 1\nTRUNCATE x",
        "--\rTRUNCATE x",
        "TRUNCATE/**/x",
        "tRuNcAtE\tx",
        ";TRUNCATE x;",
        "/*/**/*/TRUNCATE x -- SELECT 1"
      })
  void seesAStatementInAnyDress(String sql) throws IOException {
    assertThat(client.run(sql)).containsExactly(REFUSED);
    assertThat(ProbeRun.extended(client, sql))
        .isEqualTo(new Failed("0A000", "unsupported statement: Truncate"));
  }

  @Test
  void aZeroByteEndsNoText() throws IOException {
    for (String sql : List.of("SELECT 1\0; TRUNCATE x", "\0TRUNCATE x", "SELECT 1\0\0")) {
      client.sendRaw(Frame.of('Q', Frame.text(sql)).bytes());
      assertThat(WireClient.outcomes(client.receiveUntilReady()))
          .containsExactly("08P01 invalid message format");
    }
  }

  @Test
  void refusesBytesThatAreNoText() throws IOException {
    for (byte[] bytes :
        List.of(
            new byte[] {'\'', (byte) 0xC0, (byte) 0xA7, '\''},
            new byte[] {'\'', (byte) 0xE8, '\''},
            new byte[] {'\'', (byte) 0xFF, (byte) 0xFE, '\''},
            new byte[] {'\'', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '\''})) {
      byte[] sql = Frame.concat("SELECT ".getBytes(StandardCharsets.US_ASCII), bytes, new byte[1]);
      client.sendRaw(Frame.of('Q', sql).bytes());
      assertThat(WireClient.outcomes(client.receiveUntilReady()))
          .singleElement()
          .asString()
          .startsWith("22021");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SJIS", "SHIFT_JIS_2004", "BIG5", "GBK", "UHC", "GB18030", "JOHAB"})
  void takesNoEncodingWhoseCharactersHoldAsciiBytes(String encoding) throws IOException {
    String refusal = "0A000 invalid value for parameter \"client_encoding\": \"" + encoding + "\"";
    String atSignIn = "0A000 conversion between " + encoding + " and UTF8 is not supported";
    assertThat(client.run("SET client_encoding = '" + encoding + "'")).containsExactly(refusal);
    assertThat(client.run("SET NAMES '" + encoding + "'")).containsExactly(refusal);
    assertThat(client.run("SELECT set_config('client_encoding', '" + encoding + "', false)"))
        .containsExactly(refusal);
    assertThat(client.value("SHOW client_encoding")).isEqualTo("UTF8");
    try (WireClient other = CLUSTER.encrypted()) {
      assertThat(
              WireClient.outcomes(
                  other.signIn(
                      ProtocolVersion.V3_0,
                      TestCluster.startup(Map.of("client_encoding", encoding)),
                      CLUSTER.token())))
          .containsExactly(atSignIn);
    }
  }

  /** In all others a byte above 127 never becomes, nor belongs to, something below. */
  @Test
  void everyOtherEncodingKeepsAsciiApart() throws Exception {
    try (BackendLease lease = CLUSTER.cluster().pool().lease(BackendProfile.SYSTEM, Map.of())) {
      lease.backend().markUnusable();
      lease
          .backend()
          .query(
              """
              CREATE FUNCTION pg_temp.converted(bytes bytea, encoding text) RETURNS bytea LANGUAGE plpgsql AS
              'BEGIN RETURN convert_to(convert_from(bytes, encoding), ''UTF8''); EXCEPTION WHEN others THEN RETURN NULL; END'
              """);
      assertThat(
              lease
                  .backend()
                  .query(
                      """
                      SELECT DISTINCT encoding, bytes
                      FROM (SELECT pg_encoding_to_char(conforencoding) AS encoding FROM pg_conversion
                            WHERE contoencoding = pg_char_to_encoding('UTF8')) AS encodings,
                        generate_series(128, 255) AS first, unnest('{34,36,39,42,45,47,59,65,92,126,161,254}'::int[]) AS second,
                        LATERAL (VALUES (decode(to_hex(first), 'hex')),
                          (decode(to_hex(first) || lpad(to_hex(second), 2, '0'), 'hex'))) AS tried (bytes),
                        LATERAL (SELECT pg_temp.converted(bytes, encoding) AS utf8 OFFSET 0) AS result
                      WHERE utf8 IS NOT NULL
                        AND (SELECT count(*) FROM generate_series(0, length(utf8) - 1) AS i WHERE get_byte(utf8, i) < 128)
                        <> (SELECT count(*) FROM generate_series(0, length(bytes) - 1) AS i WHERE get_byte(bytes, i) < 128)
                      """))
          .isEmpty();
    }
  }

  @Test
  void readsWhateverTextAsPostgresDoes() throws IOException {
    Random random = new Random(20_260_921);
    int seenByBoth = 0;
    try (WireClient direct = CLUSTER.direct(Map.of())) {
      for (int i = 0; i < RANDOM_TEXTS; i++) {
        String sql = randomText(random);
        StatementText read = StatementReader.read(sql.getBytes(StandardCharsets.UTF_8), DIALECT);
        String postgres = parse(direct, sql);
        if (postgres.contains("cannot insert multiple commands")) {
          // Nothing that cannot be read runs at all.
          assertThat(read.unreadable() != null || read.statements().size() > 1).as(sql).isTrue();
        } else if (postgres.contains("function marker() does not exist")) {
          assertThat(read.unreadable() != null || calls(read)).as(sql).isTrue();
          seenByBoth++;
        }
      }
    }
    assertThat(seenByBoth).as("texts in which PostgreSQL saw the call").isGreaterThan(200);
  }

  private static String randomText(Random random) {
    StringBuilder sql = new StringBuilder("SELECT ");
    for (int pieces = 1 + random.nextInt(9); pieces > 0; pieces--) {
      sql.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return sql.toString();
  }

  private static String parse(WireClient direct, String sql) throws IOException {
    direct.send(new Parse("", sql.getBytes(StandardCharsets.UTF_8), List.of()), new Sync());
    return String.join("", WireClient.outcomes(direct.receiveUntilReady()));
  }

  private static boolean calls(StatementText read) {
    return read.statements().stream()
        .map(SqlStatement::tree)
        .filter(Objects::nonNull)
        .anyMatch(SmugglingTest::callsMarker);
  }

  private static boolean callsMarker(Stmt statement) {
    return StatementFacts.of(statement).functions().stream()
        .anyMatch(call -> call.funcname().getLast().equals("marker"));
  }
}
