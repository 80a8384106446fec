package dev.borealis.dialect;

/**
 * A refusal that depends on what the catalog holds, or on what the transaction did before: a
 * statement's text alone does not show it.
 *
 * @param id its name, such as {@code drop_primary_key_column}; a linter's name of it too
 * @param sqlState five characters
 * @param message the service's message; {@code {}} stands for the name of what was found
 * @param fix whether a linter that sees the whole script can mend it
 * @param description when it applies
 * @param source as in {@link Rule}
 */
public record ContextRule(
    String id, String sqlState, String message, Fix fix, String description, String source) {}
