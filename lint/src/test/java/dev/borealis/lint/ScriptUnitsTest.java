package dev.borealis.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.lint.ScriptUnit.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Scripts of any length and content are read, in bounded memory. */
class ScriptUnitsTest {
  private static final int LONG = 700_000;

  private static List<ScriptUnit> units(Reader reader) throws IOException {
    List<ScriptUnit> units = new ArrayList<>();
    try (ScriptUnits script = new ScriptUnits(reader)) {
      for (ScriptUnit unit = script.next(); unit != null; unit = script.next()) {
        units.add(unit);
      }
    }
    return units;
  }

  private static List<String> statements(List<ScriptUnit> units) {
    return units.stream()
        .filter(unit -> unit.kind() == Kind.STATEMENT)
        .map(unit -> unit.line() + ":" + unit.column() + " " + unit.text())
        .toList();
  }

  private static String joined(List<ScriptUnit> units) {
    return units.stream().map(ScriptUnit::text).collect(Collectors.joining());
  }

  @Test
  void givesTheWholeScriptUnitByUnit() throws IOException {
    String script =
        "\\c x\n -- c\nSELECT 1 ; select 2\n/* ; */;\nCOPY t FROM stdin;\n1;2\n'\n\\.\nEND";
    List<ScriptUnit> units = units(new StringReader(script));
    assertThat(joined(units)).isEqualTo(script);
    assertThat(statements(units))
        .containsExactly("3:1 SELECT 1", "3:12 select 2", "5:1 COPY t FROM stdin", "9:1 END");
  }

  @Test
  void passesLongDataThroughItsWindow() throws IOException {
    String row = "some;'row\\N\n";
    String script =
        "COPY t FROM stdin;\n"
            + row.repeat(LONG / row.length())
            + "x".repeat(LONG)
            + "\n\\.\nSELECT 1;";
    List<ScriptUnit> units = units(new StringReader(script));
    assertThat(joined(units)).isEqualTo(script);
    assertThat(units).allMatch(unit -> unit.text().length() <= LONG);
    assertThat(statements(units)).hasSize(2).last().asString().endsWith(" SELECT 1");
  }

  @Test
  void readsStatementsAcrossItsWindow() throws IOException {
    String script = "SELECT '" + "x;\n".repeat(LONG) + "';\nSELECT 2;\n-- end";
    List<ScriptUnit> units = units(new StringReader(script));
    assertThat(joined(units)).isEqualTo(script);
    assertThat(statements(units)).hasSize(2);
  }

  @Test
  void stopsAtWhatIsNoUtf8() throws IOException {
    byte[] bytes = "SELECT 1;\nSELECT 'a?'; SELECT 3;".getBytes(StandardCharsets.UTF_8);
    bytes[19] = (byte) 0xff;
    List<ScriptUnit> units = units(new Utf8Reader(new ByteArrayInputStream(bytes)));
    assertThat(statements(units)).containsExactly("1:1 SELECT 1");
    assertThat(units.getLast().kind()).isEqualTo(Kind.UNREADABLE);
    assertThat(units.getLast().line()).isEqualTo(2);
    assertThat(units.getLast().text())
        .isEqualTo("invalid byte sequence for encoding \"UTF8\": 0xff");
  }

  @Test
  void stopsInBinaryFiles() throws IOException {
    byte[] utf16 = "SELECT 1;".getBytes(StandardCharsets.UTF_16LE);
    List<ScriptUnit> units = units(new Utf8Reader(new ByteArrayInputStream(utf16)));
    assertThat(units.getLast().kind()).isEqualTo(Kind.UNREADABLE);
    assertThat(units.getLast().text()).contains("0x00");
  }

  @Test
  void doesNotKeepAStatementWithoutEnd() throws IOException {
    String script = "SELECT 1;\n\nSELECT 'open " + "x\n".repeat(ScriptBlocks.MAX_STATEMENT_CHARS);
    List<ScriptUnit> units = units(new StringReader(script));
    assertThat(statements(units)).containsExactly("1:1 SELECT 1");
    assertThat(units.getLast().kind()).isEqualTo(Kind.UNREADABLE);
    assertThat(units.getLast().line()).isEqualTo(3);
    assertThat(units.getLast().text()).startsWith("unterminated quoted string");
  }

  @Test
  void reportsAnOpenQuoteWhereItBegins() {
    List<Diagnostic> found = Lint.check("TRUNCATE t;\nSELECT 1,\n 'open;\nTRUNCATE u;", Cases.JUNE);
    assertThat(found)
        .extracting(diagnostic -> diagnostic.rule() + " " + diagnostic.place().line())
        .containsExactly("truncate 1", "parse_error 3");
  }

  @Test
  void reportsNestingThatIsTooDeep() {
    String sql = "SELECT " + "(".repeat(100_000) + "1" + ")".repeat(100_000) + "; TRUNCATE t";
    assertThat(Cases.check(sql, Cases.JUNE))
        .containsExactly("parse_error unfixable", "truncate unfixable");
  }

  @Test
  void keepsCommandsOfPsqlWithinAStatement() {
    String sql = "CREATE INDEX \\echo hello\n i ON t (a);";
    FixedScript fixed = Lint.fix(sql, Cases.JUNE);
    assertThat(fixed.sql()).isEqualTo(sql);
    assertThat(Cases.unfixable(fixed.report())).containsExactly("index_async");
  }

  @Test
  void needsNoTreeForRowsOfConstants() {
    for (String plain :
        new String[] {
          "INSERT INTO t VALUES (1, -2.5, 'x', NULL, true, DEFAULT), (2, 3, $$y$$, null, false, 1)",
          "insert into \"A\".b (c, \"d\", name) values ('x')"
        }) {
      assertThat(PlainInsert.is(plain)).as(plain).isTrue();
      assertThat(Cases.check(plain, Cases.DECEMBER)).isEmpty();
    }
    for (String other :
        new String[] {
          "INSERT INTO t VALUES (pg_backend_pid())",
          "INSERT INTO pg_catalog.pg_authid VALUES (1)",
          "INSERT INTO t VALUES (1) RETURNING 1",
          "INSERT INTO t VALUES (1,)",
          "INSERT INTO t VALUES ('1'::inet)",
          "INSERT INTO select VALUES (1)",
          "INSERT INTO t SELECT 1"
        }) {
      assertThat(PlainInsert.is(other)).as(other).isFalse();
    }
  }
}
