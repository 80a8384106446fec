package dev.borealis.lint;

import dev.borealis.dialect.DsqlVersion;
import dev.borealis.sql.Lexer;
import dev.borealis.sql.TokenKind;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The second walk through a script: writes it with all that changes. */
final class ScriptFix implements ScriptWalk.Visitor {
  private final StatementLint lint;
  private final ScriptLint.Findings findings;
  private final Writer out;

  /** The statement before left nothing: its terminator goes too. */
  private boolean dropsTerminator;

  /** What ends the transaction, and begins the next, behind the next terminator. */
  private @Nullable String division;

  private ScriptFix(DsqlVersion version, ScriptLint.Findings findings, Writer out) {
    this.lint = new StatementLint(version);
    this.findings = findings;
    this.out = out;
  }

  /** Writes the script as {@code findings} say. */
  static void write(SqlSource source, DsqlVersion version, ScriptLint.Findings findings, Writer out)
      throws IOException {
    ScriptFix fix = new ScriptFix(version, findings, out);
    ScriptWalk.walk(source, fix);
    fix.finish();
  }

  @Override
  public void statement(int ordinal, ScriptUnit unit, List<Directive> directives)
      throws IOException {
    finish();
    List<String> statements = replacement(ordinal, unit);
    String begin = findings.division().divided().get(ordinal);
    String separator = begin == null ? ";\n" : ";\n" + newTransaction(begin);
    out.write(String.join(separator, statements));
    dropsTerminator = statements.isEmpty();
    String nextBegin = findings.division().ends().get(ordinal);
    division =
        nextBegin == null || statements.isEmpty() ? null : "\n" + newTransaction(nextBegin).strip();
  }

  private static String newTransaction(String begin) {
    boolean lowerCase = Character.isLowerCase(begin.codePointAt(0));
    return (lowerCase ? "commit;\n" : "COMMIT;\n") + begin + ";\n";
  }

  private List<String> replacement(int ordinal, ScriptUnit unit) {
    if (findings.removed().contains(ordinal)) {
      return List.of();
    }
    CollapsedTable table = findings.tables().get(ordinal);
    if (table == null && !findings.changed().get(ordinal)) {
      return List.of(unit.text());
    }
    String sql = table == null ? unit.text() : table.sql();
    Map<String, String> ignored = findings.ignored().getOrDefault(ordinal, Map.of());
    List<String> statements = lint.look(sql, ignored.keySet()).statements();
    return statements == null ? List.of(sql) : statements;
  }

  @Override
  public void between(ScriptUnit unit) throws IOException {
    String text = unit.text();
    if (unit.kind() == ScriptUnit.Kind.BETWEEN && (dropsTerminator || division != null)) {
      int end = terminatorEnd(text);
      if (end > 0 && dropsTerminator) {
        text = text.substring(0, end - 1) + withoutBlankLine(text.substring(end));
      } else if (end > 0) {
        out.write(text, 0, end);
        out.write(String.valueOf(division));
        text = text.substring(end);
        division = null;
      }
      dropsTerminator = false;
    }
    out.write(text);
  }

  /** Where the first semicolon ends, 0 if there is none. */
  private static int terminatorEnd(String text) {
    Lexer lexer = new Lexer(text);
    for (TokenKind kind = lexer.next(); kind != TokenKind.END; kind = lexer.next()) {
      if (kind == TokenKind.SEMICOLON) {
        return lexer.end();
      }
    }
    return 0;
  }

  /** Without the rest of the line, if nothing is on it. */
  private static String withoutBlankLine(String text) {
    int lineFeed = text.indexOf('\n');
    int end = lineFeed < 0 ? text.length() : lineFeed + 1;
    return text.substring(0, end).isBlank() ? text.substring(end) : text;
  }

  /** A script may end, or go on after a command of psql, without a semicolon. */
  private void finish() throws IOException {
    if (division != null) {
      out.write(";" + division + "\n");
      division = null;
    }
    dropsTerminator = false;
  }

  @Override
  public void unreadable(ScriptUnit unit) {}

  @Override
  public boolean goesOn() {
    return true;
  }
}
