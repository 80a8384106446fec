package dev.borealis.sql;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * SQL that cannot be injected, from a template and checked parts.
 *
 * <pre>{@code
 * SafeQuery query =
 *     SafeQuery.build(
 *         "SELECT * FROM {t} WHERE tenant_id = {tenant}",
 *         Map.of("t", SafeQuery.ident("entities"),
 *             "tenant", SafeQuery.regex(tenant, SafeQuery.TENANT_SLUG)));
 * query.sql();     // finished text, for tools that bind nothing
 * query.bound();   // the same with ? and values, for JDBC
 * }</pre>
 *
 * <p>A well-formed tenant identifier proves nothing: authorise the caller first. Every method
 * throws {@link UnsafeSqlException} for what it does not accept; there is no fallback.
 */
public final class SafeQuery {
  /** A tenant's name: 1 to 64 of {@code a-z}, digits and {@code -}. */
  public static final Pattern TENANT_SLUG = Pattern.compile("[a-z0-9-]{1,64}");

  /** A UUID in its usual form, in either letter case. */
  public static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /** An integer of up to 19 digits. */
  public static final Pattern INT = Pattern.compile("-?[0-9]{1,19}");

  private static final Pattern WORDS = Pattern.compile("[A-Za-z]+( [A-Za-z]+)*");

  /** PostgreSQL cuts longer names silently, so that another object could be meant. */
  private static final int MAX_NAME_BYTES = 63;

  private static final int TAG_TRIES = 8;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

  private final String sql;
  private final BoundQuery bound;

  SafeQuery(String sql, BoundQuery bound) {
    this.sql = sql;
    this.bound = bound;
  }

  /**
   * Puts parts into a template.
   *
   * @param template SQL with {@code {name}} where a part belongs; {@code {{} and {@code }}} are
   *     literal braces. Placeholders stand at token boundaries, outside of quotes and comments
   * @param parts exactly those that the template names: one that is not used is an error too, since
   *     it might be the filter by tenant
   */
  public static SafeQuery build(String template, Map<String, SafePart> parts) {
    return new SafeTemplate(template).fill(parts);
  }

  /** The finished statement. */
  public String sql() {
    return sql;
  }

  /** The same statement with its values apart. */
  public BoundQuery bound() {
    return bound;
  }

  /** A value that must be one of {@code allowed}. */
  public static SafePart allow(String value, Set<String> allowed) {
    return allow(value, allowed, "value");
  }

  /**
   * A value that must be one of {@code allowed}.
   *
   * @param label what the value is, for the error
   */
  public static SafePart allow(String value, Set<String> allowed, String label) {
    requireAllowed(value, allowed, label);
    return SafePart.value(Quoted.literal(withoutNul(value, label)), value);
  }

  /** A key word such as ASC that must be one of {@code allowed}; it stands in SQL as it is. */
  public static SafePart keyword(String word, Set<String> allowed) {
    requireAllowed(word, allowed, "keyword");
    if (!WORDS.matcher(word).matches()) {
      throw new UnsafeSqlException("keyword is not made of words: " + shown(word));
    }
    return SafePart.fixed(word);
  }

  private static void requireAllowed(String value, Set<String> allowed, String label) {
    if (!allowed.contains(value)) {
      throw new UnsafeSqlException(label + " not in allowlist: " + shown(value));
    }
  }

  /** A value that {@code pattern} matches in full. */
  public static SafePart regex(String value, Pattern pattern) {
    return regex(value, pattern, "value");
  }

  /**
   * A value that {@code pattern} matches in full; quotes and backslashes are refused even if it
   * lets them through.
   *
   * @param label what the value is, for the error
   */
  public static SafePart regex(String value, Pattern pattern, String label) {
    if (!pattern.matcher(value).matches()) {
      throw new UnsafeSqlException(label + " failed pattern " + pattern + ": " + shown(value));
    }
    if (value.indexOf('\'') >= 0 || value.indexOf('\\') >= 0) {
      throw new UnsafeSqlException(
          label + " contains a quote or a backslash; use literal() for free text");
    }
    return SafePart.value(Quoted.literal(withoutNul(value, label)), value);
  }

  /**
   * A name, quoted. Letter case is kept: {@code ident("Users")} is not the table {@code users}; see
   * {@link #foldedIdent}.
   *
   * @param name 1 to 63 bytes without NUL; anything else in it is quoted
   */
  public static SafePart ident(String name) {
    return SafePart.fixed(quoted(name));
  }

  /** A name in a schema, both quoted. */
  public static SafePart ident(String schema, String name) {
    return SafePart.fixed(quoted(schema) + "." + quoted(name));
  }

  /** A name as PostgreSQL reads it without quotes: A to Z become lower case. */
  public static SafePart foldedIdent(String name) {
    StringBuilder folded = new StringBuilder(name);
    for (int i = 0; i < folded.length(); i++) {
      char c = folded.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        folded.setCharAt(i, (char) (c + ('a' - 'A')));
      }
    }
    return ident(folded.toString());
  }

  private static String quoted(String name) {
    boolean fits = name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES;
    if (name.isEmpty() || !fits || name.indexOf('\0') >= 0 || hasLoneSurrogate(name)) {
      throw new UnsafeSqlException("invalid identifier: " + shown(name));
    }
    return Quoted.name(name);
  }

  /** An integer. */
  public static SafePart integer(long value) {
    // The digits of the smallest one are out of range before their sign is read.
    String digits = value == Long.MIN_VALUE ? "(-9223372036854775807 - 1)" : Long.toString(value);
    return SafePart.value(digits, value);
  }

  /** An integer in digits, within bigint. */
  public static SafePart integer(String digits) {
    if (!INT.matcher(digits).matches()) {
      throw new UnsafeSqlException("invalid integer: " + shown(digits));
    }
    try {
      return integer(Long.parseLong(digits));
    } catch (NumberFormatException e) {
      throw new UnsafeSqlException("invalid integer: " + shown(digits) + " is beyond bigint");
    }
  }

  /** A number with any count of digits, within numeric. */
  public static SafePart decimal(BigDecimal value) {
    return SafePart.value(value.toPlainString(), value);
  }

  /** Any text, between dollar quotes that do not occur in it. */
  public static SafePart literal(String text) {
    withoutNul(text, "literal");
    for (int i = 0; i < TAG_TRIES; i++) {
      String tag = "$dq_" + HexFormat.of().toHexDigits(RANDOM.nextInt()) + "$";
      // The text's end and the closing tag's first character could be a tag together.
      if (!(text + "$").contains(tag)) {
        return SafePart.value(tag + text + tag, text);
      }
    }
    throw new UnsafeSqlException("could not generate a unique dollar-quote tag");
  }

  /** A pattern for LIKE that finds {@code text} anywhere. */
  public static SafePart contains(String text) {
    return like("%" + escaped(text) + "%");
  }

  /** A pattern for LIKE that finds what begins with {@code text}. */
  public static SafePart startsWith(String text) {
    return like(escaped(text) + "%");
  }

  /** A pattern for LIKE that finds what ends with {@code text}. */
  public static SafePart endsWith(String text) {
    return like("%" + escaped(text));
  }

  private static SafePart like(String pattern) {
    return SafePart.value(Quoted.literal(withoutNul(pattern, "pattern")), pattern);
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }

  /** {@code NULL}. */
  public static SafePart nullValue() {
    return SafePart.value("NULL", null);
  }

  /** {@code TRUE} or {@code FALSE}. */
  public static SafePart bool(boolean value) {
    return SafePart.value(value ? "TRUE" : "FALSE", value);
  }

  /** A UUID. */
  public static SafePart uuid(UUID value) {
    return SafePart.value("UUID '" + value + "'", value);
  }

  /** A date of the years 1 to 9999. */
  public static SafePart date(LocalDate value) {
    requireYear(value.getYear());
    return SafePart.value("DATE '" + value + "'", value);
  }

  /** A timestamp without time zone, to the microsecond, of the years 1 to 9999. */
  public static SafePart timestamp(LocalDateTime value) {
    requireYear(value.getYear());
    return SafePart.value("TIMESTAMP '" + TIMESTAMP.format(value) + "'", value);
  }

  /** A timestamp with time zone, to the microsecond, of the years 1 to 9999. */
  public static SafePart timestamp(OffsetDateTime value) {
    OffsetDateTime utc = value.withOffsetSameInstant(ZoneOffset.UTC);
    requireYear(utc.getYear());
    return SafePart.value("TIMESTAMPTZ '" + TIMESTAMP.format(utc) + "+00'", value);
  }

  private static void requireYear(int year) {
    if (year < 1 || year > 9999) {
      throw new UnsafeSqlException("the year " + year + " is not in 1 to 9999");
    }
  }

  /** Bytes, as bytea. */
  public static SafePart bytes(byte[] value) {
    byte[] copy = value.clone();
    return SafePart.value("BYTEA '\\x" + HexFormat.of().formatHex(copy) + "'", copy);
  }

  /** A JSON text; the server judges whether it is one. */
  public static SafePart json(String text) {
    return SafePart.value(Quoted.literal(withoutNul(text, "json")), text);
  }

  /**
   * A condition: the column's value is among {@code values}. Without values it is {@code false}.
   *
   * @param column a name
   * @param values each a value
   */
  public static SafePart in(SafePart column, List<SafePart> values) {
    if (!column.isName()) {
      throw new UnsafeSqlException("in() needs a column made by ident(), not " + column);
    }
    if (!values.stream().allMatch(SafePart::isValue)) {
      throw new UnsafeSqlException("in() takes values, neither names nor key words");
    }
    return values.isEmpty() ? SafePart.fixed("false") : SafePart.membership(column, values);
  }

  private static String withoutNul(String text, String label) {
    if (text.indexOf('\0') >= 0) {
      throw new UnsafeSqlException(label + " contains NUL, which PostgreSQL cannot hold");
    }
    if (hasLoneSurrogate(text)) {
      throw new UnsafeSqlException(label + " contains half of a surrogate pair");
    }
    return text;
  }

  private static boolean hasLoneSurrogate(String text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /** A refused value as an error shows it: cut, and without control characters. */
  private static String shown(String value) {
    String cut = value.length() <= 40 ? value : value.substring(0, 40) + "...";
    return "'" + cut.replaceAll("\\p{Cntrl}", "?") + "'";
  }
}
