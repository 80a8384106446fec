package dev.borealis.lint.mysql;

import dev.borealis.lint.mysql.MysqlToken.Kind;
import dev.borealis.lint.mysql.MysqlType.Family;
import dev.borealis.sql.SqlPrinter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What follows DEFAULT. */
final class MysqlDefault {
  private static final Set<String> NOW =
      Set.of("current_timestamp", "now", "localtime", "localtimestamp");

  private MysqlDefault() {}

  /** Reads and translates a default; null if PostgreSQL can have none in its place. */
  static @Nullable String read(MysqlCursor cursor, MysqlType type, String column, Remarks remarks) {
    MysqlToken at = cursor.peek();
    if (cursor.accept("NULL")) {
      return "NULL";
    }
    boolean negative = cursor.accept('-');
    boolean _ = !negative && cursor.accept('+');
    String value =
        cursor.isLiteral()
            ? literal(cursor.take(), negative, type)
            : expression(cursor, type, column, remarks);
    if (value == null) {
      remarks.lossy(
          "mysql_invalid_default_dropped",
          at,
          "the default of column " + column + " has no value of its type",
          "The default is left out: give the value when inserting.");
    }
    return value;
  }

  private static @Nullable String literal(MysqlToken token, boolean negative, MysqlType type) {
    return switch (type.family()) {
      case BOOLEAN -> truth(token, negative);
      case BINARY -> bytes(token, type.bits());
      case TIME ->
          token.text().startsWith("0000-00-00") ? null : SqlPrinter.printString(token.text());
      case INTEGER, NUMBER, TEXT, OTHER -> plain(token, negative, type.family() == Family.TEXT);
    };
  }

  private static @Nullable String truth(MysqlToken token, boolean negative) {
    return switch (negative ? "-" : token.text()) {
      case "0" -> "false";
      case "1" -> "true";
      default -> null;
    };
  }

  private static @Nullable String bytes(MysqlToken token, int width) {
    String hex =
        switch (token.kind()) {
          case HEX -> token.text();
          case BITS -> token.text().isEmpty() ? "0" : new BigInteger(token.text(), 2).toString(16);
          case STRING -> HexFormat.of().formatHex(token.text().getBytes(StandardCharsets.UTF_8));
          case WORD, QUOTED_NAME, NUMBER, SYMBOL, END -> "";
        };
    if (hex.isEmpty() && token.kind() != Kind.STRING) {
      return null;
    }
    int digits = Math.max((width + 7) / 8 * 2, hex.length() + hex.length() % 2);
    return "'\\x" + "0".repeat(digits - hex.length()) + hex + "'";
  }

  private static String plain(MysqlToken token, boolean negative, boolean text) {
    String sign = negative ? "-" : "";
    return switch (token.kind()) {
      case NUMBER -> text ? SqlPrinter.printString(sign + token.text()) : sign + token.text();
      case HEX ->
          text
              ? SqlPrinter.printString(ofHex(token.text()))
              : sign + new BigInteger("0" + token.text(), 16);
      case BITS -> sign + new BigInteger("0" + token.text(), 2);
      case STRING, WORD, QUOTED_NAME, SYMBOL, END -> SqlPrinter.printString(token.text());
    };
  }

  private static String ofHex(String digits) {
    String even = digits.length() % 2 == 0 ? digits : "0" + digits;
    return new String(HexFormat.of().parseHex(even), StandardCharsets.UTF_8);
  }

  private static @Nullable String expression(
      MysqlCursor cursor, MysqlType type, String column, Remarks remarks) {
    MysqlToken at = cursor.peek();
    if (cursor.peek().isSymbol('(')) {
      String written = cursor.parentheses();
      return ofExpression(at, written.substring(1, written.length() - 1), column, remarks);
    }
    String word = cursor.take().lower();
    if (word.equals("true") || word.equals("false")) {
      return type.family() == Family.BOOLEAN ? word : word.equals("true") ? "1" : "0";
    }
    if (NOW.contains(word)) {
      return "CURRENT_TIMESTAMP" + precision(cursor);
    }
    if (cursor.peek().isSymbol('(')) {
      // MariaDB writes functions without parentheses around them.
      return ofExpression(at, word + cursor.parentheses(), column, remarks);
    }
    throw cursor.unexpected();
  }

  private static String ofExpression(
      MysqlToken at, String written, String column, Remarks remarks) {
    String known = known(written.strip().toLowerCase(Locale.ROOT));
    if (known != null) {
      return known;
    }
    remarks.lossy(
        "mysql_default_expression",
        at,
        "the default of column " + column + " is an expression",
        "It is written as it is: look whether PostgreSQL has its functions.");
    return "(" + written + ")";
  }

  private static @Nullable String known(String expression) {
    if (NOW.contains(expression.replace("()", ""))) {
      return "CURRENT_TIMESTAMP";
    }
    return switch (expression) {
      case "uuid()" -> "gen_random_uuid()";
      case "json_object()" -> "'{}'";
      case "json_array()" -> "'[]'";
      case "curdate()", "current_date", "current_date()" -> "CURRENT_DATE";
      case "curtime()", "current_time", "current_time()" -> "LOCALTIME";
      case "utc_timestamp", "utc_timestamp()" -> "(now() AT TIME ZONE 'UTC')";
      default -> null;
    };
  }

  /** {@code (3)}; {@code ()} is nothing. */
  static String precision(MysqlCursor cursor) {
    if (!cursor.accept('(')) {
      return "";
    }
    String digits = cursor.accept(')') ? "" : cursor.take().text();
    if (!digits.isEmpty()) {
      cursor.expect(')');
    }
    return digits.isEmpty() ? "" : "(" + digits + ")";
  }
}
