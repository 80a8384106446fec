package dev.borealis.lint;

import dev.borealis.dialect.DsqlVersion;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;

/**
 * Finds what Aurora DSQL does not accept in a script of PostgreSQL's, and mends it. A fix changes
 * the places concerned and leaves all else as it is, byte for byte. Mended scripts, looked at
 * again, hold only what was reported as unfixable, and mending them again changes nothing.
 *
 * <p>What is not SQL is a {@code parse_error}; looking goes on with the next statement. Scripts may
 * hold psql's commands and data of COPY. Memory does not grow with the data in a script.
 */
public final class Lint {
  private Lint() {}

  /** What a version of the service does not accept in a text, in the order of places. */
  public static List<Diagnostic> check(String sql, DsqlVersion version) {
    try {
      return check(SqlSource.of(sql), version).diagnostics();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What a version of the service does not accept in a script.
   *
   * @throws IOException if the script cannot be read; what is no text is a diagnostic instead
   */
  public static LintReport check(SqlSource source, DsqlVersion version) throws IOException {
    return ScriptLint.of(source, version, false).report();
  }

  /** A text with all mended that can be. If it cannot be read to its end, it stays as it is. */
  public static FixedScript fix(String sql, DsqlVersion version) {
    StringWriter out = new StringWriter(sql.length());
    try {
      LintReport report = fix(SqlSource.of(sql), version, out);
      return new FixedScript(report.unreadable() == null ? out.toString() : sql, report);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes a script with all mended that can be. Nothing is written if the script cannot be read to
   * its end; {@link LintReport#unreadable} then says why.
   *
   * @throws IOException if the script cannot be read twice, or the output cannot be written
   */
  public static LintReport fix(SqlSource source, DsqlVersion version, Writer out)
      throws IOException {
    ScriptLint.Findings findings = ScriptLint.of(source, version, true);
    if (findings.report().unreadable() == null) {
      ScriptFix.write(source, version, findings, out);
    }
    return findings.report();
  }
}
