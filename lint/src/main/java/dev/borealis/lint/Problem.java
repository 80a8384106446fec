package dev.borealis.lint;

import dev.borealis.dialect.Fix;
import dev.borealis.sql.tree.Span;
import org.jspecify.annotations.Nullable;

/**
 * Something in a statement that the service does not accept; see {@link Diagnostic} for the parts.
 *
 * @param span where in the statement
 */
record Problem(
    String rule,
    Span span,
    String message,
    String suggestion,
    Fix fix,
    @Nullable String detail,
    @Nullable String acceptedSince,
    @Nullable String acceptedBy) {
  private static final int PREVIEW_CHARS = 80;

  /** Longer texts are cut before their blanks are looked at. */
  private static final int PREVIEWED_CHARS = 4096;

  static Problem unfixable(String rule, Span span, String message, String suggestion) {
    return new Problem(rule, span, message, suggestion, Fix.UNFIXABLE, null, null, null);
  }

  static Problem mended(
      String rule, Span span, String message, String suggestion, Mending mending) {
    return new Problem(
        rule, span, message, suggestion, mending.fix(), mending.detail(), null, null);
  }

  Problem with(Mending mending) {
    return new Problem(
        rule,
        span,
        message,
        suggestion,
        mending.fix(),
        mending.detail(),
        acceptedSince,
        acceptedBy);
  }

  Problem unfixable() {
    return new Problem(
        rule, span, message, suggestion, Fix.UNFIXABLE, null, acceptedSince, acceptedBy);
  }

  Problem at(Span place) {
    return new Problem(rule, place, message, suggestion, fix, detail, acceptedSince, acceptedBy);
  }

  Diagnostic in(ScriptUnit statement) {
    return new Diagnostic(
        rule,
        Place.of(statement, span),
        message,
        suggestion,
        fix,
        detail,
        preview(statement.text()),
        acceptedSince,
        acceptedBy,
        null);
  }

  private static String preview(String statement) {
    String beginning = statement.substring(0, Math.min(statement.length(), PREVIEWED_CHARS));
    String line = beginning.strip().replaceAll("\\s+", " ");
    if (line.codePointCount(0, line.length()) <= PREVIEW_CHARS) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, PREVIEW_CHARS)) + "…";
  }
}
