package dev.borealis.alter;

import dev.borealis.sql.Quoted;
import dev.borealis.sql.tree.ObjectName.TypeName;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A column on its way from one type to another.
 *
 * @param column its name
 * @param from the present type
 * @param to the new type
 * @param using the expression that was asked for; null: a cast
 */
record TypeConversion(String column, String from, String to, @Nullable String using) {
  private static final Set<String> STRINGS = Set.of("text", "varchar", "bpchar", "char", "name");
  private static final Set<String> NUMBERS =
      Set.of("int2", "int4", "int8", "numeric", "float4", "float8");
  private static final Map<String, String> RANGES =
      Map.of(
          "int2", "-32768 AND 32767",
          "int4", "-2147483648 AND 2147483647",
          "int8", "-9223372036854775808 AND 9223372036854775807");

  private static String family(String type) {
    TypeName name = Expressions.type(type);
    return name.arrayBounds().isEmpty() ? name.names().getLast() : "array";
  }

  private static boolean hasModifier(String type) {
    return !Expressions.type(type).typmods().isEmpty();
  }

  private boolean fromString() {
    return STRINGS.contains(family(from));
  }

  private static boolean isString(String type) {
    return STRINGS.contains(family(type));
  }

  /**
   * What INSERT gets. A text that is too long must stop the copy; a cast to varchar(n) would cut
   * it, so the length is left to the assignment.
   */
  String expression() {
    return using == null && isString(to) && fromString()
        ? Names.sql(column)
        : cast(using == null ? Names.sql(column) : using, to);
  }

  /** An expression as a value that can be assigned to a column of a type. */
  static String cast(String expression, String type) {
    return "CAST(%s AS %s)".formatted(expression, isString(type) ? "text" : type);
  }

  /** The text of a value that was assigned to a column of a type, to compare it by. */
  static String text(String expression, String type) {
    boolean isOfType = expression.startsWith("CAST(") && expression.endsWith(" AS " + type + ")");
    if (isOfType && expression.indexOf("CAST(", 1) < 0) {
      return "CAST(" + expression + " AS text)";
    }
    return switch (family(type)) {
      case "bpchar", "char" -> "CAST(CAST(%s AS bpchar) AS text)".formatted(expression);
      case "text", "varchar", "name" -> "CAST(%s AS text)".formatted(expression);
      default -> "CAST(CAST(%s AS %s) AS text)".formatted(expression, type);
    };
  }

  /**
   * The condition that finds values that cannot be converted; null where every value can, or only
   * trying can tell.
   */
  @Nullable String unconvertible() {
    String name = Names.sql(column);
    if (using != null) {
      return null;
    }
    boolean bounded = isString(to) && hasModifier(to);
    boolean numbers = NUMBERS.contains(family(from)) && NUMBERS.contains(family(to));
    String range = RANGES.get(family(to));
    if (numbers && range != null && isWider(family(from), family(to))) {
      return null;
    }
    if (numbers && range != null) {
      // The least double that is too large for bigint is the one that its largest value becomes.
      return "CAST(%s AS numeric) NOT BETWEEN %s".formatted(name, range);
    }
    boolean byText = (fromString() && !isString(to)) || bounded || (numbers && hasModifier(to));
    return byText
        ? "%s IS NOT NULL AND NOT pg_input_is_valid(CAST(%s AS text), %s)"
            .formatted(name, name, Quoted.literal(to))
        : null;
  }

  private static boolean isWider(String from, String to) {
    return RANGES.containsKey(from) && (from.equals(to) || from.compareTo(to) < 0);
  }

  /** The condition that finds values that are not the same when converted back; null if none. */
  @Nullable String lossy() {
    String name = Names.sql(column);
    String fromFamily = family(from);
    String toFamily = family(to);
    boolean timeIsCut = fromFamily.startsWith("timestamp") && toFamily.equals("date");
    boolean digitsAreCut =
        NUMBERS.contains(fromFamily)
            && NUMBERS.contains(toFamily)
            && !isWider(fromFamily, toFamily)
            && !(RANGES.containsKey(fromFamily) && RANGES.containsKey(toFamily));
    if (using != null || (!timeIsCut && !digitsAreCut)) {
      return null;
    }
    String fits = unconvertible();
    String differs = "CAST(CAST(%s AS %s) AS %s) <> %s".formatted(name, to, from, name);
    return fits == null ? differs : "CASE WHEN %s THEN false ELSE %s END".formatted(fits, differs);
  }

  /** A default of the old type as one of the new. */
  @Nullable String convertedDefault(@Nullable String value) {
    return value == null || (isString(to) && fromString())
        ? value
        : "CAST((" + value + ") AS " + to + ")";
  }
}
