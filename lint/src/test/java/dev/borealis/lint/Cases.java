package dev.borealis.lint;

import dev.borealis.dialect.DsqlVersion;
import dev.borealis.dialect.Fix;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Statements that the tests share. */
final class Cases {
  static final DsqlVersion DECEMBER = DsqlVersion.parse("2025-12");
  static final DsqlVersion JUNE = DsqlVersion.parse("2026-06");
  static final DsqlVersion SEPTEMBER = DsqlVersion.parse("2026-09");

  private Cases() {}

  /**
   * @param sql a statement in which the rule finds something
   * @param fixed what it becomes
   * @param near one in which it finds nothing
   */
  record RuleCase(
      DsqlVersion version, String rule, String status, String sql, String fixed, String near) {}

  static List<RuleCase> rules() {
    return text("cases.tsv")
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split("\t", -1))
        .map(cells ->
            new RuleCase(
                DsqlVersion.parse(cells[0]),
                cells[1],
                cells[2],
                cells[3],
                switch (cells[4]) {
                  case "=" -> cells[3];
                  case "-" -> "";
                  default -> cells[4].replace("; ", ";\n");
                },
                cells[5]))
        .toList();
  }

  static String text(String name) {
    try (InputStream in = Cases.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("there is no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rule and status of each diagnostic, such as "foreign_key fixed_with_warning". */
  static Stream<String> shown(List<Diagnostic> diagnostics) {
    return diagnostics.stream()
        .map(diagnostic -> diagnostic.rule() + " " + diagnostic.fix().status());
  }

  static List<String> check(String sql, DsqlVersion version) {
    return shown(Lint.check(sql, version)).toList();
  }

  /** The rules that a report says only the author can do something about. */
  static List<String> unfixable(LintReport report) {
    return report.diagnostics().stream()
        .filter(diagnostic -> diagnostic.fix() == Fix.UNFIXABLE)
        .map(Diagnostic::rule)
        .toList();
  }
}
