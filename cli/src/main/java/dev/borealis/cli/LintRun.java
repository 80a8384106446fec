package dev.borealis.cli;

import dev.borealis.dialect.Fix;
import dev.borealis.lint.Lint;
import dev.borealis.lint.LintReport;
import dev.borealis.lint.SqlSource;
import dev.borealis.lint.mysql.MysqlLint;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** Looks at files, and writes what is mended. */
final class LintRun {
  static final String STANDARD_INPUT = "-";
  private static final String STANDARD_OUTPUT = "-";
  static final String FIXED_SUFFIX = "-fixed";

  private final LintSettings settings;
  private final PrintWriter out;

  LintRun(LintSettings settings, PrintWriter out) {
    this.settings = settings;
    this.out = out;
  }

  /** The counts of all files, and the exit code that they come to. */
  static final class Tally {
    private long errors;
    private long warnings;
    private long fixed;
    private long suppressed;
    private long found;
    private boolean changes;

    void add(LintedFile file, boolean fixing) {
      errors += file.error() == null ? 0 : 1;
      LintReport report = file.report();
      if (report != null) {
        errors += report.count(Fix.UNFIXABLE);
        warnings += report.count(Fix.FIXED_WITH_WARNING);
        fixed += fixing ? report.count(Fix.FIXED) : 0;
        suppressed += report.suppressed().size();
        found += report.diagnostics().size();
        changes |= report.changed();
      }
    }

    long errors() {
      return errors;
    }

    long warnings() {
      return warnings;
    }

    long fixed() {
      return fixed;
    }

    long suppressed() {
      return suppressed;
    }

    long found() {
      return found;
    }

    int exitCode(boolean fixing, boolean dryRun) {
      if (!fixing || dryRun) {
        return errors > 0 || found > 0 || (dryRun && changes) ? 1 : 0;
      }
      return errors > 0 ? 1 : warnings > 0 ? 3 : 0;
    }
  }

  /** Looks at a file, or at standard input if its name is {@code -}. */
  LintedFile lint(String name) {
    if (!name.equals(STANDARD_INPUT)) {
      return lint(name, Path.of(name), false);
    }
    Path copy = null;
    try {
      // It is read twice, and may be longer than memory.
      copy = Files.createTempFile("dsql-lint-", ".sql");
      Files.copy(System.in, copy, StandardCopyOption.REPLACE_EXISTING);
      return lint("<stdin>", copy, true);
    } catch (IOException e) {
      return LintedFile.failed("<stdin>", null, reason(e));
    } finally {
      delete(copy);
    }
  }

  private LintedFile lint(String name, Path file, boolean standardInput) {
    SqlSource source = SqlSource.of(file);
    try {
      if (!settings.fixing()) {
        LintReport report =
            settings.mysql()
                ? fix(source, Writer.nullWriter())
                : Lint.check(source, settings.version());
        return new LintedFile(name, report, null, null, null);
      }
      if (settings.dryRun()) {
        LintReport report = fix(source, Writer.nullWriter());
        return unreadable(name, report);
      }
      Path output = settings.output();
      boolean toStandardOutput =
          output == null ? standardInput : output.toString().equals(STANDARD_OUTPUT);
      return toStandardOutput
          ? toStandardOutput(name, source)
          : toFile(name, source, output == null ? fixedName(file) : output);
    } catch (IOException e) {
      return LintedFile.failed(name, null, reason(e));
    }
  }

  private LintReport fix(SqlSource source, Writer writer) throws IOException {
    return settings.mysql()
        ? MysqlLint.translate(source, settings.version(), writer)
        : Lint.fix(source, settings.version(), writer);
  }

  private static LintedFile unreadable(String name, LintReport report) {
    String why = report.unreadable();
    return why == null
        ? new LintedFile(name, report, null, null, null)
        : LintedFile.failed(name, report, why + "; nothing was written");
  }

  private LintedFile toStandardOutput(String name, SqlSource source) throws IOException {
    if (!settings.keepsText()) {
      return unreadable(name, fix(source, out));
    }
    StringWriter text = new StringWriter();
    LintReport report = fix(source, text);
    return report.unreadable() == null
        ? new LintedFile(name, report, null, null, text.toString())
        : unreadable(name, report);
  }

  /** Writes beside the target first, so that it is never there half. */
  private LintedFile toFile(String name, SqlSource source, Path target) throws IOException {
    String process = Long.toString(ProcessHandle.current().pid());
    Path unfinished = target.resolveSibling("." + target.getFileName() + "." + process + ".tmp");
    try {
      LintReport report;
      try (BufferedWriter writer = Files.newBufferedWriter(unfinished)) {
        report = fix(source, writer);
      }
      if (report.unreadable() != null) {
        return unreadable(name, report);
      }
      Files.move(
          unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return new LintedFile(name, report, null, target.toString(), null);
    } finally {
      delete(unfinished);
    }
  }

  static Path fixedName(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String fixed =
        dot <= 0
            ? name + FIXED_SUFFIX
            : name.substring(0, dot) + FIXED_SUFFIX + name.substring(dot);
    return file.resolveSibling(fixed);
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new CommandFailure("The temporary file " + file + " cannot be deleted.", e);
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "there is no file " + missing.getFile();
      case FileSystemException failed ->
          failed.getReason() == null ? String.valueOf(failed.getMessage()) : failed.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }
}
