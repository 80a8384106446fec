package dev.borealis.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.sql.tree.Expr.FuncCall;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The data files are what the embedded PostgreSQL has in its catalog. {@code
 * -Dborealis.catalog.write=true} writes them anew.
 */
class FunctionCatalogTest {
  private static final Path FILES = Path.of("src/main/resources/dev/borealis/sql");

  private static final String FUNCTIONS_HEADER =
      """
      # The functions in PostgreSQL 16's schema pg_catalog that SQL can call, made by
      # FunctionCatalogTest. Columns, separated by one tab:
      #   name
      #   kind        f function, p procedure, a aggregate, w window function
      #   min args    without defaults
      #   max args    * if variadic
      #   volatility  i immutable, s stable, v volatile
      #   result      the type in SQL, after "setof" if rows are returned
      """;

  /** Rows that differ in the number of arguments only and have no gap between are one. */
  private static final String FUNCTIONS =
      """
      with f as (
        select p.proname as name,
               p.prokind::text as kind,
               p.pronargs - p.pronargdefaults as least,
               case when p.provariadic <> 0 then 1000 else p.pronargs end as most,
               p.provolatile::text as volatility,
               case when p.proretset then 'setof ' else '' end
                 || format_type(p.prorettype, null) as result
          from pg_proc p
         where p.pronamespace = 'pg_catalog'::regnamespace
           and not exists (
             select from pg_type t
              where t.oid = any (p.proargtypes || p.prorettype)
                and t.typname in ('internal', 'trigger', 'event_trigger', 'fdw_handler',
                  'index_am_handler', 'table_am_handler', 'tsm_handler', 'language_handler'))),
      marked as (
        select *, coalesce(least > max(most) over (
            partition by name, kind, volatility, result order by least, most
            rows between unbounded preceding and 1 preceding) + 1, false)::int as gap
          from f),
      grouped as (
        select *, sum(gap) over (
            partition by name, kind, volatility, result order by least, most) as part
          from marked)
      select name || E'\\t' || kind || E'\\t' || min(least) || E'\\t'
             || case when max(most) = 1000 then '*' else max(most)::text end
             || E'\\t' || volatility || E'\\t' || result
        from grouped
       group by name, kind, volatility, result, part
       order by name collate "C", kind, min(least), volatility, result collate "C"
      """;

  private static final String OPERATORS_HEADER =
      """
      # The operators in PostgreSQL 16's schema pg_catalog, made by FunctionCatalogTest.
      # Columns, separated by one tab:
      #   volatility  of the most volatile function behind an operator of that name
      #   name
      """;

  private static final String OPERATORS =
      """
      select substr('isv', max(strpos('isv', p.provolatile::text)), 1) || E'\\t' || o.oprname
        from pg_operator o join pg_proc p on p.oid = o.oprcode
       where o.oprnamespace = 'pg_catalog'::regnamespace
       group by o.oprname
       order by o.oprname collate "C"
      """;

  private static PostgresParser postgres;

  @BeforeAll
  static void start() throws Exception {
    postgres = PostgresParser.start();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  void knowsTheFunctionsOfPostgres() throws Exception {
    isUpToDate("functions.tsv", FUNCTIONS_HEADER, FUNCTIONS);
  }

  @Test
  void knowsTheOperatorsOfPostgres() throws Exception {
    isUpToDate("operators.tsv", OPERATORS_HEADER, OPERATORS);
  }

  private static void isUpToDate(String file, String header, String query) throws Exception {
    String text =
        postgres.query(query).stream()
            .map(List::getFirst)
            .collect(Collectors.joining("\n", header, "\n"));
    write(file, text);
    assertThat(Files.readString(FILES.resolve(file))).isEqualTo(text);
  }

  private static void write(String file, String text) throws IOException {
    if (Boolean.getBoolean("borealis.catalog.write")) {
      Files.writeString(FILES.resolve(file), text);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lower('A')                   | IMMUTABLE
          pg_catalog.lower('A')        | IMMUTABLE
          now()                        | STABLE
          age(now())                   | STABLE
          random()                     | VOLATILE
          gen_random_uuid()            | VOLATILE
          nextval('s')                 | VOLATILE
          clock_timestamp()            | VOLATILE
          concat('a', 'b', 'c', 'd')   | STABLE
          count(*)                     | IMMUTABLE
          percentile_cont(0.5) WITHIN GROUP (ORDER BY 1) | IMMUTABLE
          rank() OVER ()               | IMMUTABLE
          lower('a', 'b', 'c')         | VOLATILE
          s.lower('A')                 | VOLATILE
          mine(1)                      | VOLATILE
          """)
  void tellsHowVolatileACallIs(String call, Volatility volatility) {
    SelectStmt select = (SelectStmt) SqlParser.parse("SELECT " + call).getFirst();

    assertThat(select.targetList().getFirst().val())
        .isInstanceOfSatisfying(
            FuncCall.class,
            function -> assertThat(FunctionCatalog.volatility(function)).isEqualTo(volatility));
  }

  @Test
  void tellsWhatFunctionsReturn() {
    assertThat(FunctionCatalog.named("now"))
        .extracting(CatalogFunction::returnType)
        .containsExactly("timestamp with time zone");
    assertThat(FunctionCatalog.named("generate_series")).allMatch(CatalogFunction::returnsSet);
    assertThat(FunctionCatalog.named("no_such_function")).isEmpty();
  }

  @Test
  void knowsOperators() {
    assertThat(FunctionCatalog.ofOperator(List.of("+"))).isEqualTo(Volatility.STABLE);
    assertThat(FunctionCatalog.ofOperator(List.of("||"))).isEqualTo(Volatility.STABLE);
    assertThat(FunctionCatalog.ofOperator(List.of("pg_catalog", "~~")))
        .isEqualTo(Volatility.IMMUTABLE);
    assertThat(FunctionCatalog.ofOperator(List.of("s", "+"))).isEqualTo(Volatility.VOLATILE);
    assertThat(FunctionCatalog.ofOperator(List.of("<=>"))).isEqualTo(Volatility.VOLATILE);
  }
}
