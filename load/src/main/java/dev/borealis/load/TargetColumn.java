package dev.borealis.load;

/**
 * A column of a table.
 *
 * @param type with its modifiers, as PostgreSQL's format_type writes it
 * @param castType without them, so that a cast cuts nothing off
 * @param generated whether its values are computed, so that none can be given
 */
record TargetColumn(
    String name,
    String type,
    String castType,
    boolean notNull,
    boolean hasDefault,
    boolean generated) {

  boolean isDateOrTimestamp() {
    return type.equals("date") || type.startsWith("timestamp");
  }
}
