package dev.borealis.load;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the narrowest type that holds every value of a column without loss. Each value is held by a
 * set of types; a column's type is the first one that is in the sets of all its values. Text holds
 * everything: {@code 007}, a number of 40 digits, and days whose order is not clear stay as they
 * are written.
 */
final class ColumnInference {
  private static final int BOOLEAN = 1;
  private static final int INTEGER = 1 << 1;
  private static final int BIGINT = 1 << 2;
  private static final int NUMERIC = 1 << 3;
  private static final int DOUBLE = 1 << 4;
  private static final int DATE = 1 << 5;
  private static final int TIMESTAMP = 1 << 6;
  private static final int TIMESTAMPTZ = 1 << 7;
  private static final int UUID = 1 << 8;
  private static final int ALL = (1 << 9) - 1;

  /** Decimal digits that every double precision keeps (IEEE 754). */
  private static final int DOUBLE_DIGITS = 15;

  private static final int MAX_INTEGER_DIGITS = 10;
  private static final int MAX_BIGINT_DIGITS = 19;
  private static final int LONGEST_INTERESTING = 64;

  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(?:\\.([0-9]+))?(?:[eE][+-]?[0-9]{1,3})?");
  private static final Pattern MOMENT =
      Pattern.compile(
          "(\\d{4})-(\\d{2})-(\\d{2})(?:[T ]([01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:\\.\\d{1,6})?)?"
              + "(Z|[+-](?:0\\d|1[0-4])(?::?[0-5]\\d)?)?)?");
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern NOT_FINITE =
      Pattern.compile("nan|[+-]?inf(?:inity)?", Pattern.CASE_INSENSITIVE);

  private int possible = ALL;
  private int wholeDigits;
  private int scale;
  private boolean values;
  private boolean nulls;

  /** Takes note of a value. */
  void add(Fields fields, int field) {
    if (fields.isNull(field)) {
      nulls = true;
      return;
    }
    values = true;
    if (possible != 0) {
      int length = fields.end(field) - fields.start(field);
      possible &=
          length == 0 || length > LONGEST_INTERESTING
              ? 0
              : holders(new String(fields.text(), fields.start(field), length));
    }
  }

  /** A record has no such field. */
  void addNull() {
    nulls = true;
  }

  private int holders(String value) {
    char first = value.charAt(0);
    if (first == '-' || (first >= '0' && first <= '9')) {
      int found = number(value) | moment(value);
      return found | (UUID_TEXT.matcher(value).matches() ? UUID : 0);
    }
    if (isBoolean(value)) {
      return BOOLEAN;
    }
    if (NOT_FINITE.matcher(value).matches()) {
      return DOUBLE;
    }
    return UUID_TEXT.matcher(value).matches() ? UUID : 0;
  }

  private static boolean isBoolean(String value) {
    return value.equalsIgnoreCase("true")
        || value.equalsIgnoreCase("false")
        || value.equalsIgnoreCase("t")
        || value.equalsIgnoreCase("f");
  }

  private int number(String value) {
    Matcher matcher = NUMBER.matcher(value);
    if (!matcher.matches() || value.equals("-0")) {
      return 0;
    }
    boolean exponent = value.indexOf('e') >= 0 || value.indexOf('E') >= 0;
    String whole = matcher.group(1);
    String fraction = matcher.group(2) == null ? "" : matcher.group(2);
    BigDecimal number = new BigDecimal(value);
    int digits = number.stripTrailingZeros().precision();
    int holders = digits <= DOUBLE_DIGITS && isInRange(number) ? DOUBLE : 0;
    if (exponent) {
      return holders;
    }
    wholeDigits = Math.max(wholeDigits, whole.length());
    scale = Math.max(scale, fraction.length());
    holders |= NUMERIC;
    if (!fraction.isEmpty()) {
      return holders;
    }
    return holders | integer(value, whole.length());
  }

  private static int integer(String value, int digits) {
    if (digits > MAX_BIGINT_DIGITS) {
      return 0;
    }
    if (digits == MAX_BIGINT_DIGITS) {
      try {
        Long.parseLong(value);
      } catch (NumberFormatException e) {
        return 0;
      }
      return BIGINT;
    }
    long number = Long.parseLong(value);
    return digits <= MAX_INTEGER_DIGITS && number == (int) number ? INTEGER | BIGINT : BIGINT;
  }

  // Neither infinite nor so small that it would become zero.
  private static boolean isInRange(BigDecimal number) {
    double read = number.doubleValue();
    return Double.isFinite(read) && (number.signum() == 0 || Math.abs(read) >= Double.MIN_NORMAL);
  }

  private static int moment(String value) {
    Matcher matcher = MOMENT.matcher(value);
    if (!matcher.matches()) {
      return 0;
    }
    try {
      int year = Integer.parseInt(matcher.group(1));
      var day =
          LocalDate.of(
              year, Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3)));
      if (day.getYear() < 1) {
        return 0;
      }
    } catch (DateTimeException e) {
      return 0;
    }
    if (matcher.group(4) == null) {
      return DATE | TIMESTAMP;
    }
    return matcher.group(5) == null ? TIMESTAMP : TIMESTAMPTZ;
  }

  /** Whether a value was missing. */
  boolean nulls() {
    return nulls;
  }

  /** The type of the column; text if there was no value. */
  ColumnType type() {
    int types = values ? possible : 0;
    if ((types & BOOLEAN) != 0) {
      return ColumnType.BOOLEAN;
    }
    if ((types & INTEGER) != 0) {
      return ColumnType.INTEGER;
    }
    if ((types & BIGINT) != 0) {
      return ColumnType.BIGINT;
    }
    if ((types & NUMERIC) != 0) {
      ColumnType numeric = ColumnType.numeric(wholeDigits + scale, scale);
      return numeric.equals(ColumnType.TEXT) && (types & DOUBLE) != 0 ? ColumnType.DOUBLE : numeric;
    }
    if ((types & DOUBLE) != 0) {
      return ColumnType.DOUBLE;
    }
    return moment(types);
  }

  private static ColumnType moment(int types) {
    if ((types & DATE) != 0) {
      return ColumnType.DATE;
    }
    if ((types & TIMESTAMP) != 0) {
      return ColumnType.TIMESTAMP;
    }
    if ((types & TIMESTAMPTZ) != 0) {
      return ColumnType.TIMESTAMPTZ;
    }
    return (types & UUID) != 0 ? ColumnType.UUID : ColumnType.TEXT;
  }
}
