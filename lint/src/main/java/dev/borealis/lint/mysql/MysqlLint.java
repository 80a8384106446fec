package dev.borealis.lint.mysql;

import dev.borealis.dialect.DsqlVersion;
import dev.borealis.lint.Diagnostic;
import dev.borealis.lint.FixedScript;
import dev.borealis.lint.Lint;
import dev.borealis.lint.LintReport;
import dev.borealis.lint.Place;
import dev.borealis.lint.SqlSource;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Translates definitions of MySQL 8, of mysqldump or written by hand, to what Aurora DSQL takes.
 * What means another thing afterwards is reported, and so is what is not translated: rows,
 * routines, searches of text. The result is PostgreSQL's SQL; it is not to be translated again.
 */
public final class MysqlLint {
  /** Definitions are kept in memory; rows are not. */
  private static final int MAX_TRANSLATED_CHARS = 64 << 20;

  private static final int MAX_REMARKS = 100_000;

  private MysqlLint() {}

  /** Translates a text. */
  public static FixedScript translate(String sql, DsqlVersion version) {
    try {
      return translate(SqlSource.of(sql), version);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Translates a script to a writer; nothing is written if the script cannot be read to its end.
   *
   * @throws IOException if the script cannot be read, or the output cannot be written
   */
  public static LintReport translate(SqlSource source, DsqlVersion version, Writer out)
      throws IOException {
    FixedScript translated = translate(source, version);
    if (translated.report().unreadable() == null) {
      out.write(translated.sql());
    }
    return translated.report();
  }

  private static FixedScript translate(SqlSource source, DsqlVersion version) throws IOException {
    Remarks remarks = new Remarks();
    MysqlTranslation translation = new MysqlTranslation();
    String unreadable = read(source, remarks, translation);
    translation.finish();
    FixedScript fixed = Lint.fix(translation.sql(), version);
    List<Diagnostic> diagnostics = new ArrayList<>(remarks.all());
    for (Diagnostic diagnostic : fixed.report().diagnostics()) {
      diagnostics.add(moved(diagnostic, translation));
    }
    diagnostics.sort(Comparator.comparingInt(diagnostic -> diagnostic.place().line()));
    return new FixedScript(
        fixed.sql(), new LintReport(List.copyOf(diagnostics), List.of(), unreadable, true));
  }

  /** Returns why it could not be read to its end, or null. */
  private static @Nullable String read(
      SqlSource source, Remarks remarks, MysqlTranslation translation) throws IOException {
    MysqlStatements statements = new MysqlStatements(remarks, translation);
    MysqlUnit last = MysqlUnit.NONE;
    try (MysqlScript script = new MysqlScript(source.open())) {
      for (MysqlUnit unit = script.next(); unit != null; unit = script.next()) {
        last = unit;
        translation.from(unit.line());
        if (unit.afterBlankLine()) {
          translation.blankLine();
        }
        if (unit.statement()) {
          statements.translate(unit);
        } else if (!unit.text().isEmpty()) {
          translation.comment(unit.text());
        }
        if (translation.length() > MAX_TRANSLATED_CHARS || remarks.all().size() > MAX_REMARKS) {
          return "more definitions than can be translated at once";
        }
      }
      return null;
    } catch (CharConversionException e) {
      remarks.about(last);
      remarks.open("parse_error", String.valueOf(e.getMessage()), "The rest was not read.");
      return e.getMessage();
    }
  }

  /** A diagnostic about the translation, at the line of the source. */
  private static Diagnostic moved(Diagnostic diagnostic, MysqlTranslation translation) {
    int line = translation.sourceLine(diagnostic.place().line());
    return new Diagnostic(
        diagnostic.rule(),
        new Place(line, 1, line, 1, "", 0, 0),
        diagnostic.message(),
        diagnostic.suggestion(),
        diagnostic.fix(),
        diagnostic.detail(),
        diagnostic.statementPreview(),
        diagnostic.acceptedSince(),
        diagnostic.acceptedBy(),
        null);
  }
}
