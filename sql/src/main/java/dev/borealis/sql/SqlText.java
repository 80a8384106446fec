package dev.borealis.sql;

import dev.borealis.sql.tree.DropBehavior;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** SQL while it is written: tokens with single blanks between them. */
final class SqlText {
  private final StringBuilder out = new StringBuilder();
  private boolean glued;

  /** Adds tokens, with a blank before them where one belongs. */
  SqlText add(String tokens) {
    if (!tokens.isEmpty()
        && !out.isEmpty()
        && !glued
        && needsBlank(out.charAt(out.length() - 1), tokens)) {
      out.append(' ');
    }
    out.append(tokens);
    glued = glued && tokens.isEmpty();
    return this;
  }

  /** Lets the next token follow the last without a blank. */
  SqlText glue() {
    glued = true;
    return this;
  }

  private static boolean needsBlank(char last, String tokens) {
    boolean number = tokens.length() > 1 && Character.isDigit(tokens.charAt(1));
    boolean attached =
        ",)];".indexOf(tokens.charAt(0)) >= 0 || (tokens.charAt(0) == '.' && !number);
    return last != '(' && last != '[' && last != ' ' && !attached;
  }

  /** Adds text to the last token. */
  SqlText attach(String text) {
    out.append(text);
    return this;
  }

  SqlText addIf(boolean condition, String tokens) {
    return condition ? add(tokens) : this;
  }

  /** Adds words and then a name, if there is one. */
  SqlText addName(String words, @Nullable String name) {
    return name == null ? this : add(words).name(name);
  }

  /** Adds a name, quoted if it has to be. */
  SqlText name(String name) {
    return add(quoteName(name));
  }

  /** Adds a name of several parts, or nothing. */
  SqlText dotted(List<String> names) {
    return add(dottedName(names));
  }

  static String dottedName(List<String> names) {
    StringBuilder joined = new StringBuilder();
    for (String name : names) {
      joined.append(joined.isEmpty() ? "" : ".").append(quoteName(name));
    }
    return joined.toString();
  }

  /** Adds an operator: bare, or with its schema if it has one. */
  SqlText operator(List<String> names) {
    return names.size() == 1
        ? add(names.getFirst())
        : add("OPERATOR(").attach(operatorName(names)).attach(")");
  }

  /** An operator's name as {@code any_operator} has it. */
  static String operatorName(List<String> names) {
    StringBuilder joined = new StringBuilder();
    for (String name : names.subList(0, names.size() - 1)) {
      joined.append(quoteName(name)).append('.');
    }
    return joined.append(names.getLast()).toString();
  }

  SqlText string(String value) {
    return add(quoteString(value));
  }

  /** A string constant; backslashes stand for themselves, as is PostgreSQL's default. */
  static String quoteString(String value) {
    return '\'' + value.replace("'", "''") + '\'';
  }

  /** Adds IF EXISTS or IF NOT EXISTS. */
  SqlText ifExists(boolean missingOk) {
    return addIf(missingOk, "IF EXISTS");
  }

  SqlText ifNotExists(boolean ifNotExists) {
    return addIf(ifNotExists, "IF NOT EXISTS");
  }

  /** Adds CASCADE; RESTRICT goes without saying. */
  SqlText behavior(DropBehavior behavior) {
    return addIf(behavior == DropBehavior.CASCADE, "CASCADE");
  }

  /** Adds an enum's constant as the words of its name. */
  SqlText words(Enum<?> constant) {
    return add(constant.name().replace('_', ' '));
  }

  <T> SqlText list(List<? extends T> items, Consumer<T> print) {
    boolean first = true;
    for (T item : items) {
      if (!first) {
        attach(",");
      }
      print.accept(item);
      first = false;
    }
    return this;
  }

  <T> SqlText parenthesized(List<? extends T> items, Consumer<T> print) {
    add("(");
    list(items, print);
    return attach(")");
  }

  /** A list in parentheses that belongs to the token before. */
  <T> SqlText arguments(List<? extends T> items, Consumer<T> print) {
    attach("(");
    list(items, print);
    return attach(")");
  }

  /** The list in parentheses, unless it is empty. */
  <T> SqlText optional(List<? extends T> items, Consumer<T> print) {
    return items.isEmpty() ? this : parenthesized(items, print);
  }

  SqlText names(List<String> names) {
    return list(names, this::name);
  }

  /** A name as PostgreSQL writes it: quoted only if it would read as something else. */
  static String quoteName(String name) {
    if (isPlain(name)) {
      return name;
    }
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static boolean isPlain(String name) {
    if (name.isEmpty() || !isLetter(name.charAt(0))) {
      return false;
    }
    int hash = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isLetter(c) && !(c >= '0' && c <= '9')) {
        return false;
      }
      hash = KeywordTable.hash(hash, c);
    }
    Keyword keyword = KeywordTable.find(name, 0, name.length(), hash);
    return keyword == null
        || (keyword.category() == KeywordCategory.UNRESERVED && !isRisky(keyword));
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || c == '_';
  }

  /** Words that read as something else where a name may stand. */
  private static boolean isRisky(Keyword keyword) {
    return switch (keyword) {
      case NULLS,
          WITHOUT,
          FORMAT,
          OPERATOR,
          CUBE,
          ROLLUP,
          PARTITION,
          RANGE,
          ROWS,
          GROUPS,
          SET,
          DOUBLE,
          OVER,
          FILTER,
          WITHIN,
          UNBOUNDED,
          CURRENT,
          RECURSIVE,
          EXCLUDE,
          IF,
          ESCAPE,
          VALUE,
          TEMP,
          TEMPORARY,
          LOCAL,
          GLOBAL,
          UNLOGGED,
          TABLES,
          DOMAIN,
          SAVEPOINT,
          PREPARE ->
          true;
      default -> false;
    };
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
