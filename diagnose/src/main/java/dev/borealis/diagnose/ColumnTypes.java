package dev.borealis.diagnose;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which types an index condition may mix: the integers among themselves, the text types, and
 * otherwise each type with itself (pg_amop of Aurora DSQL, access method 10003).
 */
final class ColumnTypes {
  private static final List<Set<String>> FAMILIES =
      List.of(
          Set.of("smallint", "integer", "bigint", "int2", "int4", "int8", "int"),
          Set.of("text", "character varying", "varchar", "character", "bpchar", "char"),
          Set.of("numeric", "decimal"),
          Set.of("timestamp", "timestamp without time zone"),
          Set.of("timestamptz", "timestamp with time zone"),
          Set.of("boolean", "bool"),
          Set.of("real", "float4"),
          Set.of("double precision", "float8"));

  private ColumnTypes() {}

  static boolean areMixable(String one, String other) {
    String first = plain(one);
    String second = plain(other);
    return first.equals(second)
        || FAMILIES.stream().anyMatch(types -> types.contains(first) && types.contains(second));
  }

  /** Whether a column can be compared with an operand through an index; yes if it does not tell. */
  static boolean isComparableWith(String column, String operand) {
    String type = typeOf(operand);
    return type == null || areMixable(column, type);
  }

  /** The type that a constant is cast to at its end, of an array that of its elements. */
  private static @Nullable String typeOf(String operand) {
    int cast = operand.lastIndexOf("::");
    if (cast < 0 || operand.indexOf('\'', cast) >= 0) {
      return null;
    }
    String type = operand.substring(cast + 2);
    return type.endsWith("[]") ? type.substring(0, type.length() - 2) : type;
  }

  /** Without length and precision. */
  private static String plain(String type) {
    return type.replaceAll("\\([0-9, ]*\\)", "").replaceAll(" +", " ").strip();
  }
}
