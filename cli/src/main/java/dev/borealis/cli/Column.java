package dev.borealis.cli;

/**
 * A column of a result.
 *
 * @param typeOid the type's row in {@code pg_type}
 */
record Column(String name, int typeOid) {

  /** How values of a type are shown. */
  enum Kind {
    /** A number for JSON too. */
    NUMBER,
    /** Looks like a number in a table, but is not one. */
    RIGHT_ALIGNED,
    BOOLEAN,
    /** Is JSON already. */
    JSON,
    TEXT
  }

  // The numbers of built-in types never change (pg_type.dat of PostgreSQL).
  Kind kind() {
    return switch (typeOid) {
      case 16 -> Kind.BOOLEAN;
      case 20, 21, 23, 26, 700, 701, 1700 -> Kind.NUMBER;
      case 28, 29, 790, 5069 -> Kind.RIGHT_ALIGNED;
      case 114, 3802 -> Kind.JSON;
      default -> Kind.TEXT;
    };
  }

  boolean alignsRight() {
    return switch (kind()) {
      case NUMBER, RIGHT_ALIGNED -> true;
      case BOOLEAN, JSON, TEXT -> false;
    };
  }
}
