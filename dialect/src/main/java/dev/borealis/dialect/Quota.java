package dev.borealis.dialect;

/**
 * A limit of the service that a statement's text does not show.
 *
 * @param id its name, such as {@code schemas_per_database}
 * @param limit how many there may be, or how much
 * @param unit what the limit counts: schemas, bytes, seconds ...
 * @param sqlState five characters
 * @param message the service's message; {@code {}} stands for what exceeds the limit, where that is
 *     named
 * @param description what is counted, and when it is checked
 * @param source the documentation page or "measured"
 */
public record Quota(
    String id,
    long limit,
    String unit,
    String sqlState,
    String message,
    String description,
    String source) {}
