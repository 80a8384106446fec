package dev.borealis.lint;

import dev.borealis.dialect.Fix;
import org.jspecify.annotations.Nullable;

/**
 * Something in a script that Aurora DSQL does not accept.
 *
 * @param rule the rule's name, such as {@code foreign_key}; the official linter's where that has
 *     one
 * @param place where
 * @param message what the service says about it
 * @param suggestion what to do instead
 * @param fix whether it can be mended
 * @param detail what mending does, and what it means for the application; null if it cannot be
 *     mended
 * @param statementPreview the statement in one line, at most 80 characters
 * @param acceptedSince since when the service accepts it, such as {@code 2026-08-26}; null if it
 *     does not
 * @param acceptedBy the first version that accepts it, or null
 * @param suppressed the reason why it is not to be reported, from a comment in the script; null if
 *     it is
 */
public record Diagnostic(
    String rule,
    Place place,
    String message,
    String suggestion,
    Fix fix,
    @Nullable String detail,
    String statementPreview,
    @Nullable String acceptedSince,
    @Nullable String acceptedBy,
    @Nullable String suppressed) {

  Diagnostic suppressed(String reason) {
    return new Diagnostic(
        rule,
        place,
        message,
        suggestion,
        fix,
        detail,
        statementPreview,
        acceptedSince,
        acceptedBy,
        reason);
  }
}
