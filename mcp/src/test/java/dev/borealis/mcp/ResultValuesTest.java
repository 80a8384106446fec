package dev.borealis.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.dialect.DsqlVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What values of the database are in answers, and how long answers are. */
@Execution(ExecutionMode.SAME_THREAD)
class ResultValuesTest {
  @TempDir private static Path directory = Path.of("");

  @SuppressWarnings("NullAway.Init") // Set before any test runs.
  private static LocalDsql dsql;

  @SuppressWarnings("NullAway.Init") // Set before any test runs.
  private static ClusterSource cluster;

  @SuppressWarnings("NullAway.Init") // Set before any test runs.
  private static McpService service;

  @BeforeAll
  static void start() throws IOException {
    dsql = LocalDsql.start(directory, 0);
    cluster = dsql.source();
    service =
        new McpService(
            new McpOptions("1", true, 100, 100_000, DsqlVersion.defaultVersion()), cluster);
  }

  @AfterAll
  static void stop() {
    cluster.close();
    dsql.close();
  }

  private static Session.Result read(String sql) {
    return Session.callOnce(service, "readonly_query", Map.of("sql", sql));
  }

  private static Session.Result transact(String sql) {
    Session.Result result = Session.callOnce(service, "transact", Map.of("sql_list", List.of(sql)));
    assertThat(result.failed()).as(result.text()).isFalse();
    return result;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ARRAY['\\xdead'::bytea, '\\x'] | ["\\\\xdead","\\\\x"]
          ARRAY['2024-01-01 10:00:00.123456+02'::timestamptz] | ["2024-01-01 08:00:00.123456+00"]
          ARRAY['infinity'::timestamp, '-infinity'] | ["infinity","-infinity"]
          ARRAY['infinity'::date, '0044-03-15 BC'] | ["infinity","0044-03-15 BC"]
          ARRAY['12:34:56.789012'::time, '24:00'] | ["12:34:56.789012","24:00:00"]
          ARRAY['NaN'::numeric, 1.50] | ["NaN","1.50"]
          ARRAY[0.1::float4, 'NaN'] | [0.1,"NaN"]
          ARRAY['{"a": [1, "}"]}'::jsonb, 'null'] | [{"a":[1,"}"]},null]
          ARRAY['', 'a,b', 'q"\\', NULL, 'NULL', '{'] | ["","a,b","q\\"\\\\",null,"NULL","{"]
          ARRAY[[1, 2], [3, NULL]] | [[1,2],[3,null]]
          '[2:3]={7,8}'::int[] | [7,8]
          '{}'::text[] | []
          ARRAY[true, false] | [true,false]
          ARRAY[9007199254740992, 9007199254740993] | [9007199254740992,9007199254740993]
          9007199254740993 | 9007199254740993
          '-9223372036854775808'::bigint | -9223372036854775808
          """)
  void showsValuesAsPostgresqlHasThem(String expression, String json) {
    Session.Result result = read("SELECT " + expression + " AS v");
    assertThat(result.failed()).as(result.text()).isFalse();
    assertThat(result.elements().get(0).path("v").toString()).isEqualTo(json);
  }

  @Test
  void keepsTheDigitsOfNumbersInJson() {
    assertThat(
            read("SELECT '{\"n\": 0.12345678901234567890123, \"i\": 9007199254740993}'::json AS v")
                .text())
        .contains("\"n\" : 0.12345678901234567890123", "\"i\" : 9007199254740993");
  }

  /** The driver prepares a statement that comes often, and takes values in another form then. */
  @Test
  void showsTheSameHoweverOftenItIsAsked() {
    List<String> answers =
        IntStream.range(0, 8)
            .mapToObj(i ->
                Session.callOnce(
                        service,
                        "readonly_query",
                        Map.of(
                            "sql",
                            "SELECT '\\xdead'::bytea AS b, 0.1::float4 AS f, '12:00+05:30'::timetz AS t, %s AS n",
                            "params",
                            List.of(1)))
                    .elements()
                    .toString())
            .toList();
    assertThat(answers)
        .containsOnly("[{\"b\":\"\\\\xdead\",\"f\":0.1,\"t\":\"12:00:00+05:30\",\"n\":1}]");
  }

  @Test
  void showsNoRowThatAloneExceedsTheLimit() {
    Session.Result result = read("SELECT repeat('x', 100001) AS x");
    assertThat(result.elements()).isEmpty();
    assertThat(result.text()).startsWith("[truncated] No row is shown: the first alone exceeds");
  }

  @Test
  void readsNothingIntoMemoryThatIsFarTooLong() {
    assertThat(read("SELECT repeat('x', 80000000) AS x").text())
        .contains("The rows are too long to be read: more than 64M at once.");
    assertThat(read("SELECT 1 AS a").failed()).isFalse();
  }

  @Test
  void saysThatRowsOfExecuteAreCut() {
    Session.Result result =
        Session.callOnce(
            service, "execute", Map.of("sql", "SELECT n FROM generate_series(1, 200) AS s (n)"));
    assertThat(result.members().path("rows")).hasSize(100);
    assertThat(result.members().path("truncated").asString()).startsWith("[truncated]");
  }

  @Test
  void saysThatTheSchemaIsCut() {
    String columns =
        IntStream.range(0, 120).mapToObj(i -> "c" + i + " int").collect(Collectors.joining(", "));
    transact("CREATE TABLE wide (id int PRIMARY KEY, " + columns + ")");
    assertThat(
            new Session(service)
                .request("resources/read", Map.of("uri", "dsql://schema"))
                .answer(1)
                .path("result")
                .path("contents")
                .get(1)
                .path("text")
                .asString())
        .startsWith("[truncated] Only the first 100 rows are shown.");
  }

  @Test
  void resetsWhatAFunctionOfTheUserHasSet() {
    transact(
        "CREATE FUNCTION leak() RETURNS text LANGUAGE sql AS $$ SELECT set_config('search_path', 'elsewhere', false) $$");
    transact("SELECT leak()");
    for (int i = 0; i < 5; i++) {
      assertThat(read("SHOW search_path").text()).doesNotContain("elsewhere");
    }
  }
}
