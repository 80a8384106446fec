package dev.borealis.gateway;

import dev.borealis.sql.tree.Children;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.QueryStmt.DeleteStmt;
import dev.borealis.sql.tree.QueryStmt.InsertStmt;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.QueryStmt.UpdateStmt;
import dev.borealis.sql.tree.Stmt;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What has been read of queries that are alike but for whole numbers, as those are of clients that
 * write values into their SQL. Nothing that the gateway has to know of such a query depends on the
 * numbers, as long as none of them belongs to a type.
 */
final class StatementShapes {
  private static final int MAX_SHAPES = 1_024;
  private static final int MAX_TEXT_BYTES = 1_024;

  /** So long a number is an integer to PostgreSQL, whatever its digits. */
  private static final int MAX_DIGITS = 9;

  private final ConcurrentHashMap<String, SqlStatement> known = new ConcurrentHashMap<>();

  /**
   * The text with every whole number replaced by 0; null if it has none, or something in it that
   * could hide what is a number: quotes, comments, parameters, casts, other numbers. What is left
   * is cut into tokens in the same way whatever its numbers are.
   */
  static @Nullable String shape(byte[] sql) {
    if (sql.length > MAX_TEXT_BYTES) {
      return null;
    }
    byte[] shape = new byte[sql.length];
    int length = 0;
    boolean hasNumbers = false;
    byte before = ' ';
    for (int i = 0; i < sql.length; i++) {
      byte current = sql[i];
      if (isDigit(current) && !isNamePart(before)) {
        int end = i + 1;
        while (end < sql.length && isDigit(sql[end])) {
          end++;
        }
        byte after = end < sql.length ? sql[end] : 0;
        if (end - i > MAX_DIGITS || before == '.' || after == '.' || isNamePart(after)) {
          return null;
        }
        hasNumbers = true;
        current = '0';
        i = end - 1;
      } else if (isOpaque(before, current)) {
        return null;
      }
      shape[length++] = current;
      before = current;
    }
    return hasNumbers ? new String(shape, 0, length, StandardCharsets.ISO_8859_1) : null;
  }

  private static boolean isDigit(byte character) {
    return character >= '0' && character <= '9';
  }

  private static boolean isNamePart(byte character) {
    return isDigit(character)
        || character == '_'
        || (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z');
  }

  private static boolean isOpaque(byte before, byte current) {
    return switch (current) {
      case 0, '\'', '"', '$', ':', '\\' -> true;
      case '-' -> before == '-';
      case '*' -> before == '/';
      default -> current < 0;
    };
  }

  /** The text, read like another one of its shape; null if none has been read. */
  @Nullable SqlStatement find(String shape, byte[] sql) {
    SqlStatement alike = known.get(shape);
    return alike == null ? null : alike.withText(sql);
  }

  /** Keeps what was read of a text for others of its shape, if it says as much of them. */
  void keep(String shape, byte[] sql, StatementText text) {
    SqlStatement only = text.only();
    if (only == null || !isOfEveryNumber(only, sql)) {
      return;
    }
    if (known.size() >= MAX_SHAPES) {
      known.clear();
    }
    known.put(shape, only);
  }

  private static boolean isOfEveryNumber(SqlStatement statement, byte[] sql) {
    Stmt tree = statement.tree();
    return (tree instanceof SelectStmt
            || tree instanceof InsertStmt
            || tree instanceof UpdateStmt
            || tree instanceof DeleteStmt)
        && statement.refusal() == null
        && statement.own() == null
        && statement.locks().isEmpty()
        && Arrays.equals(statement.sql(), sql)
        && !namesType(tree);
  }

  private static boolean namesType(Stmt tree) {
    AtomicBoolean found = new AtomicBoolean();
    Children.walk(
        tree,
        node -> {
          if (node instanceof TypeName) {
            found.set(true);
          }
        });
    return found.get();
  }
}
