package dev.borealis.sql;

/** What a key word may name without quotes (PostgreSQL 16, appendix "SQL Key Words"). */
public enum KeywordCategory {
  /** Any name. */
  UNRESERVED,
  /** Any name but that of a function or type. */
  COL_NAME,
  /** The name of a function or a type, no other. */
  TYPE_FUNC_NAME,
  /** No name at all, unless quoted or after {@code AS}. */
  RESERVED
}
