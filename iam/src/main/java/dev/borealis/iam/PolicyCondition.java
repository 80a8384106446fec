package dev.borealis.iam;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One operator of a statement's condition with one of its keys ("IAM JSON policy elements:
 * Condition operators").
 *
 * @param quantifier how several values of the key are taken
 * @param ifExists whether a request without the key meets the condition
 * @param test compares a value of the request with one of the policy; null: whether the key is
 *     there is all that counts
 * @param negated whether the condition is met if no value of the policy matches
 */
record PolicyCondition(
    Quantifier quantifier,
    boolean ifExists,
    @Nullable BiPredicate<String, String> test,
    boolean negated,
    String key,
    List<String> values) {

  /** How several values of a key are taken. */
  enum Quantifier {
    ONE,
    ALL,
    ANY
  }

  private static final String IF_EXISTS = "IfExists";
  private static final String FOR_ALL = "ForAllValues:";
  private static final String FOR_ANY = "ForAnyValue:";

  private static final Set<String> NETWORK_KEYS =
      Set.of("aws:sourcevpc", "aws:sourcevpce", "aws:sourcevpcarn", "aws:vpcsourceip");

  private static final Map<String, BiPredicate<String, String>> TESTS =
      Map.ofEntries(
          Map.entry("StringEquals", String::equals),
          Map.entry("StringEqualsIgnoreCase", String::equalsIgnoreCase),
          Map.entry("StringLike", Wildcards::matches),
          Map.entry("ArnEquals", Wildcards::matchesArn),
          Map.entry("ArnLike", Wildcards::matchesArn),
          Map.entry("Bool", String::equalsIgnoreCase),
          Map.entry("NumericEquals", (value, bound) -> compareNumbers(value, bound) == 0),
          Map.entry("NumericLessThan", (value, bound) -> compareNumbers(value, bound) < 0),
          Map.entry("NumericLessThanEquals", (value, bound) -> compareNumbers(value, bound) <= 0),
          Map.entry("NumericGreaterThan", (value, bound) -> compareNumbers(value, bound) > 0),
          Map.entry(
              "NumericGreaterThanEquals", (value, bound) -> compareNumbers(value, bound) >= 0),
          Map.entry("DateEquals", (value, bound) -> compareDates(value, bound) == 0),
          Map.entry("DateLessThan", (value, bound) -> compareDates(value, bound) < 0),
          Map.entry("DateLessThanEquals", (value, bound) -> compareDates(value, bound) <= 0),
          Map.entry("DateGreaterThan", (value, bound) -> compareDates(value, bound) > 0),
          Map.entry("DateGreaterThanEquals", (value, bound) -> compareDates(value, bound) >= 0),
          Map.entry("IpAddress", PolicyCondition::isInRange));

  private static final Map<String, String> NEGATIONS =
      Map.of(
          "StringNotEquals", "StringEquals",
          "StringNotEqualsIgnoreCase", "StringEqualsIgnoreCase",
          "StringNotLike", "StringLike",
          "ArnNotEquals", "ArnEquals",
          "ArnNotLike", "ArnLike",
          "NumericNotEquals", "NumericEquals",
          "DateNotEquals", "DateEquals",
          "NotIpAddress", "IpAddress");

  /**
   * @param operator as in the policy, with its prefix and suffix
   * @throws InvalidPolicyException if there is no such operator
   */
  static PolicyCondition of(String operator, String key, List<String> values)
      throws InvalidPolicyException {
    Quantifier quantifier = Quantifier.ONE;
    String name = operator;
    if (name.startsWith(FOR_ALL)) {
      quantifier = Quantifier.ALL;
      name = name.substring(FOR_ALL.length());
    } else if (name.startsWith(FOR_ANY)) {
      quantifier = Quantifier.ANY;
      name = name.substring(FOR_ANY.length());
    }
    boolean ifExists = name.endsWith(IF_EXISTS);
    if (ifExists) {
      name = name.substring(0, name.length() - IF_EXISTS.length());
    }
    if (name.equals("Null")) {
      return new PolicyCondition(quantifier, ifExists, null, false, key, values);
    }
    boolean negated = NEGATIONS.containsKey(name);
    BiPredicate<String, String> test = TESTS.get(NEGATIONS.getOrDefault(name, name));
    if (test == null) {
      throw new InvalidPolicyException("there is no condition operator '" + operator + "'");
    }
    return new PolicyCondition(quantifier, ifExists, test, negated, key, values);
  }

  /** Whether it asks for the network that a request comes from. */
  boolean isAboutNetwork() {
    return NETWORK_KEYS.contains(key.toLowerCase(Locale.ROOT));
  }

  /** Whether the request meets the condition. */
  boolean isMetBy(AccessRequest request) {
    List<String> present = request.context().getOrDefault(key, List.of());
    BiPredicate<String, String> compare = test;
    if (compare == null) {
      return values.stream().anyMatch(value -> Boolean.parseBoolean(value) == present.isEmpty());
    }
    if (present.isEmpty()) {
      // A negated condition is met by what is not there; so is every one about all of nothing.
      return ifExists || negated || quantifier == Quantifier.ALL;
    }
    return switch (quantifier) {
      case ONE, ANY -> present.stream().anyMatch(value -> passes(value, compare, request));
      case ALL -> present.stream().allMatch(value -> passes(value, compare, request));
    };
  }

  private boolean passes(String value, BiPredicate<String, String> compare, AccessRequest request) {
    boolean matches =
        values.stream()
            .map(pattern -> Wildcards.withVariables(pattern, request))
            .anyMatch(pattern -> compare.test(value, pattern));
    return matches != negated;
  }

  /** What is no number is less than every number: no condition is met by accident. */
  private static int compareNumbers(String value, String bound) {
    try {
      return new BigDecimal(value).compareTo(new BigDecimal(bound));
    } catch (NumberFormatException e) {
      return Integer.MIN_VALUE;
    }
  }

  private static int compareDates(String value, String bound) {
    try {
      return instant(value).compareTo(instant(bound));
    } catch (DateTimeException | NumberFormatException e) {
      return Integer.MIN_VALUE;
    }
  }

  private static Instant instant(String text) {
    return text.matches("[0-9]{1,12}")
        ? Instant.ofEpochSecond(Long.parseLong(text))
        : OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
  }

  private static boolean isInRange(String address, String range) {
    String[] parts = range.split("/", 2);
    try {
      byte[] wanted = InetAddress.ofLiteral(parts[0]).getAddress();
      byte[] actual = InetAddress.ofLiteral(address).getAddress();
      int bits = parts.length == 1 ? wanted.length * Byte.SIZE : Integer.parseInt(parts[1]);
      return wanted.length == actual.length
          && bits >= 0
          && bits <= wanted.length * Byte.SIZE
          && samePrefix(wanted, actual, bits);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean samePrefix(byte[] wanted, byte[] actual, int bits) {
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> bit % Byte.SIZE;
      if (((wanted[bit / Byte.SIZE] ^ actual[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
