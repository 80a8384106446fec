package dev.borealis.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.borealis.sql.tree.Expr.ColumnRef;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.Stmt;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlPrinterTest {
  private static void readsTheSame(String sql) {
    List<Stmt> statements;
    try {
      statements = SqlParser.parse(sql);
    } catch (SqlParseException e) {
      // There is nothing to print.
      return;
    }
    for (Stmt statement : statements) {
      String printed = SqlPrinter.print(statement);
      assertThat(reread(printed)).as("%s%n-> %s", sql, printed).isEqualTo(statement);
    }
  }

  private static Stmt reread(String printed) {
    try {
      List<Stmt> statements = SqlParser.parse(printed);
      assertThat(statements).as(printed).hasSize(1);
      return statements.getFirst();
    } catch (SqlParseException e) {
      throw new AssertionError(e.getMessage() + ": " + printed, e);
    }
  }

  @Test
  void printsStatementsOfEveryKind() {
    StatementLists.written().forEach(SqlPrinterTest::readsTheSame);
  }

  @Test
  void printsKeyWordsAtEveryPlace() {
    StatementLists.keywordPlaces().forEach(SqlPrinterTest::readsTheSame);
  }

  @Test
  void printsTheStatementsOfOthers() throws Exception {
    List<String> corpus = StatementLists.corpus();
    assumeThat(corpus).isNotEmpty();
    corpus.forEach(SqlPrinterTest::readsTheSame);
  }

  @Property(tries = 5)
  void printsGeneratedStatements(@ForAll long seed) {
    StatementLists.generated(seed, 1_000).forEach(SqlPrinterTest::readsTheSame);
  }

  @Property
  void quotesNames(@ForAll @NotEmpty String any) {
    // PostgreSQL cuts names at 63 bytes, and no text has a zero in it.
    String name =
        any.replace("\0", "")
            .codePoints()
            .limit(15)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    assumeThat(name).isNotEmpty();
    assumeThat(Character.isSurrogate(name.charAt(name.length() - 1)) && name.length() == 1)
        .isFalse();

    SelectStmt select = (SelectStmt) reread("SELECT " + SqlPrinter.printName(name) + " FROM t");

    assertThat(select.targetList().getFirst().val())
        .isInstanceOfSatisfying(
            ColumnRef.class, column -> assertThat(column.fields()).containsExactly(name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          select a+b*c, (a+b)*c, a-(b-c), a - b - c       | SELECT a + b * c, (a + b) * c, a - (b - c), a - b - c
          select not (a or b) and c, not a and b          | SELECT NOT (a OR b) AND c, NOT a AND b
          select -(-a), - 1, (-1)::int, -a::int           | SELECT - - a, -1, (-1)::integer, - a::integer
          select (a = b) = c, a between b and c + 1       | SELECT (a = b) = c, a BETWEEN b AND c + 1
          select (a in (1)) is true, (a like b) like c    | SELECT a IN (1) IS TRUE, (a LIKE b) LIKE c
          select a.b[1].c, (a).b, (f(x)).*, (a + b)[1]    | SELECT a.b[1].c, (a).b, (f(x)).*, (a + b)[1]
          select 1 union (select 2 union select 3)        | SELECT 1 UNION (SELECT 2 UNION SELECT 3)
          select 1 intersect select 2 union all values (1) | SELECT 1 INTERSECT SELECT 2 UNION ALL VALUES (1)
          (select 1 order by 1) union select 2 limit 1    | (SELECT 1 ORDER BY 1) UNION SELECT 2 LIMIT 1
          select * from a join (b cross join c) on x      | SELECT * FROM a JOIN (b CROSS JOIN c) ON x
          create table T ("A" int4 not null, b varchar(3)) | CREATE TABLE t ("A" int4 NOT NULL, b character varying(3))
          select "select", "a b", "a", A, value, "İ"      | SELECT "select", "a b", a, a, "value", "İ"
          create index async on t (lower(a), (a + 1) desc) | CREATE INDEX ASYNC ON t (lower(a), (a + 1) DESC)
          alter table async t validate constraint c       | ALTER TABLE ASYNC t VALIDATE CONSTRAINT c
          grant select, update (a) on t to public         | GRANT SELECT, UPDATE (a) ON TABLE t TO PUBLIC
          """)
  void printsAsOneWouldWrite(String sql, String printed) {
    assertThat(SqlPrinter.print(SqlParser.parse(sql).getFirst())).isEqualTo(printed);
  }

  @Test
  void printsPartsOfStatements() {
    SelectStmt select =
        (SelectStmt)
            SqlParser.parse("select a as b from t x join u on true where c > 1").getFirst();

    assertThat(SqlPrinter.print(select.targetList().getFirst())).isEqualTo("a AS b");
    assertThat(SqlPrinter.print(select.fromClause().getFirst())).isEqualTo("t AS x JOIN u ON TRUE");
    assertThat(select.whereClause()).isNotNull();
    assertThat(SqlPrinter.printString("it's")).isEqualTo("'it''s'");
  }
}
