package dev.borealis.sql;

/**
 * Functions of one name in PostgreSQL's catalog that differ in nothing that is told here.
 *
 * @param name without its schema, which is {@code pg_catalog}
 * @param minArgs the least number of arguments
 * @param maxArgs the greatest number of arguments; {@link Integer#MAX_VALUE} if variadic
 * @param returnsSet true if the function returns rows
 * @param returnType the type in SQL, such as {@code timestamp with time zone}
 */
public record CatalogFunction(
    String name,
    Kind kind,
    int minArgs,
    int maxArgs,
    Volatility volatility,
    boolean returnsSet,
    String returnType) {
  /** What kind of function. */
  public enum Kind {
    FUNCTION,
    PROCEDURE,
    AGGREGATE,
    WINDOW
  }

  /** True if a call with so many arguments can mean this function. */
  public boolean takes(int args) {
    return args >= minArgs && args <= maxArgs;
  }
}
