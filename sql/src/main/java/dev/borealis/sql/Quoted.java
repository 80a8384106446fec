package dev.borealis.sql;

/** Values as they stand in a statement. */
public final class Quoted {
  private Quoted() {}

  /**
   * A string constant; it means the same whatever standard_conforming_strings is.
   *
   * @param value without NUL, which PostgreSQL cannot hold
   */
  public static String literal(String value) {
    String quoted = "'" + value.replace("'", "''") + "'";
    return value.indexOf('\\') < 0 ? quoted : "E" + quoted.replace("\\", "\\\\");
  }

  /** A name in double quotes. */
  public static String name(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }
}
