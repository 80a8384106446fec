package dev.borealis.dialect;

import dev.borealis.sql.tree.Span;
import org.jspecify.annotations.Nullable;

/**
 * A place in a statement that a rule refuses.
 *
 * @param rule the rule
 * @param sqlState the rule's, except for a function body that cannot be parsed: the parser's
 * @param message the rule's message about what was found
 * @param detail the rule's detail about it, or null
 * @param span where, in UTF-16 units of the source; null if it is not written in the source
 */
public record Finding(
    Rule rule, String sqlState, String message, @Nullable String detail, @Nullable Span span) {}
