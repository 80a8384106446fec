package dev.borealis.cli;

import dev.borealis.lint.Diagnostic;
import dev.borealis.lint.LintReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a file.
 *
 * @param name as it was given; {@code <stdin>} for standard input
 * @param report null if it could not be read
 * @param error what went wrong with reading or writing, or null
 * @param outputFile where the mended script is, or null
 * @param fixedSql the mended script of standard input, if it is to be part of the answer
 */
record LintedFile(
    String name,
    @Nullable LintReport report,
    @Nullable String error,
    @Nullable String outputFile,
    @Nullable String fixedSql) {

  static LintedFile failed(String name, @Nullable LintReport report, String error) {
    return new LintedFile(name, report, error, null, null);
  }

  List<Diagnostic> diagnostics() {
    return report == null ? List.of() : report.diagnostics();
  }

  List<Diagnostic> suppressed() {
    return report == null ? List.of() : report.suppressed();
  }
}
