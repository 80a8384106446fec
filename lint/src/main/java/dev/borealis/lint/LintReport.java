package dev.borealis.lint;

import dev.borealis.dialect.Fix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found in a script.
 *
 * @param diagnostics in the order of their places
 * @param suppressed those that a comment of the script keeps from being reported
 * @param unreadable why the script could not be read to its end; null if it was
 * @param changed whether mending changes the script
 */
public record LintReport(
    List<Diagnostic> diagnostics,
    List<Diagnostic> suppressed,
    @Nullable String unreadable,
    boolean changed) {
  /** How many diagnostics have a fix status. */
  public long count(Fix fix) {
    return diagnostics.stream().filter(diagnostic -> diagnostic.fix() == fix).count();
  }
}
