package dev.borealis.dialect;

/**
 * A refusal that depends on what the catalog holds, so that a statement's text alone cannot show
 * it.
 *
 * @param id its name, such as {@code drop_primary_key_column}
 * @param sqlState five characters
 * @param message the service's message; {@code {}} stands for the object's name
 * @param description when it applies
 * @param source as in {@link Rule}
 */
public record CatalogRule(
    String id, String sqlState, String message, String description, String source) {}
