package dev.borealis.diagnose;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which types an index condition may mix: a column of one type is found by a value of another only
 * where the access method has an operator for the two ({@code pg_amop}).
 *
 * @param pairs the types of a column and of a value that differ and have an operator
 * @param source where that is from, as a report says it
 */
record IndexOperators(Set<Pair> pairs, String source) {
  /** The oid of Aurora DSQL's access method {@code btree_index} (recorded). */
  static final long BTREE_INDEX = 10003;

  private static final List<String> INTEGERS = List.of("smallint", "integer", "bigint");

  /** What holds for Aurora DSQL as published: only integers mix. */
  static final IndexOperators PUBLISHED =
      new IndexOperators(pairsOf(INTEGERS), "Aurora DSQL as published: only integers mix");

  /** The type of a column, and of what it is compared with. */
  record Pair(String column, String value) {}

  /**
   * What the catalog says. The local cluster has PostgreSQL's access method {@code btree} only,
   * which mixes more than Aurora DSQL does (dates with timestamps, text with names); there the
   * published rule holds, so that a diagnosis made here is true in AWS.
   *
   * @param operators the types of the equality operators of Aurora DSQL's access method
   */
  static IndexOperators of(List<Pair> operators) {
    Set<Pair> pairs = new HashSet<>();
    operators.forEach(operator -> addPair(operator.column(), operator.value(), pairs));
    return operators.isEmpty()
        ? PUBLISHED
        : new IndexOperators(Set.copyOf(pairs), "pg_amop of the access method btree_index");
  }

  private static Set<Pair> pairsOf(List<String> types) {
    Set<Pair> pairs = new HashSet<>();
    for (String left : types) {
      for (String right : types) {
        addPair(left, right, pairs);
      }
    }
    return Set.copyOf(pairs);
  }

  private static void addPair(String left, String right, Set<Pair> into) {
    if (!left.equals(right)) {
      into.add(new Pair(plain(left), plain(right)));
    }
  }

  /** Whether an index on a column of one type answers comparisons with values of another. */
  boolean areMixable(String column, String value) {
    Pair pair = new Pair(plain(column), plain(value));
    return pair.column().equals(pair.value()) || pairs.contains(pair);
  }

  /** Whether a column can be compared with an operand through an index; yes if it does not tell. */
  boolean isComparableWith(String column, String operand) {
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

  /**
   * Without length and precision; varchar is text to an index, as it has no operators of its own.
   */
  private static String plain(String type) {
    String bare = type.replaceAll("\\([0-9, ]*\\)", "").replaceAll(" +", " ").strip();
    return switch (bare) {
      case "character varying" -> "text";
      case "bpchar" -> "character";
      default -> bare;
    };
  }
}
