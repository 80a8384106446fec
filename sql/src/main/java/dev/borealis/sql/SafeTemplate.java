package dev.borealis.sql;

import dev.borealis.sql.SafePart.Piece;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statement with placeholders. Whether a placeholder may stand where it does, the lexer decides:
 * with a plain name in its place, that name must be a token of its own.
 */
final class SafeTemplate {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** Texts around the placeholders: one more than there are of these. */
  private final List<String> texts = new ArrayList<>();

  private final List<String> names = new ArrayList<>();

  SafeTemplate(String template) {
    StringBuilder text = new StringBuilder();
    int i = 0;
    while (i < template.length()) {
      char c = template.charAt(i);
      boolean doubled = i + 1 < template.length() && template.charAt(i + 1) == c;
      if ((c == '{' || c == '}') && doubled) {
        text.append(c);
        i += 2;
      } else if (c == '{') {
        int end = template.indexOf('}', i);
        if (end < 0) {
          throw new UnsafeSqlException("template has a '{' without '}'; write {{ for a brace");
        }
        names.add(name(template.substring(i + 1, end)));
        texts.add(text.toString());
        text.setLength(0);
        i = end + 1;
      } else if (c == '}') {
        throw new UnsafeSqlException("template has a '}' without '{'; write }} for a brace");
      } else {
        text.append(c);
        i++;
      }
    }
    texts.add(text.toString());
    requireTokens();
  }

  private static String name(String inner) {
    if (inner.indexOf('!') >= 0) {
      throw new UnsafeSqlException("placeholder {" + inner + "} uses a conversion flag");
    }
    if (inner.indexOf(':') >= 0) {
      throw new UnsafeSqlException("placeholder {" + inner + "} uses a format spec");
    }
    if (inner.isEmpty() || inner.chars().allMatch(Character::isDigit)) {
      throw new UnsafeSqlException("template contains a positional placeholder {" + inner + "}");
    }
    if (!NAME.matcher(inner).matches()) {
      throw new UnsafeSqlException("placeholder {" + inner + "} is not a name");
    }
    return inner;
  }

  private void requireTokens() {
    StringBuilder probe = new StringBuilder();
    Map<Integer, String> expected = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      probe.append(texts.get(i));
      requireApart(probe, i);
      String marker = "part_" + i + "_of_template";
      expected.put(probe.length(), marker);
      probe.append(marker);
    }
    probe.append(texts.getLast());
    Tokens tokens = Tokens.of(probe.toString());
    if (tokens.error() != null) {
      throw new UnsafeSqlException("template is not SQL: " + tokens.error().message());
    }
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.kind(i) == TokenKind.PARAM) {
        throw new UnsafeSqlException(
            "template has a parameter of its own, %s; use placeholders for all values"
                .formatted(tokens.text(i)));
      }
      if (tokens.text(i).equals(expected.get(tokens.start(i)))) {
        expected.remove(tokens.start(i));
      }
    }
    if (!expected.isEmpty()) {
      String marker = expected.values().iterator().next();
      int index = Integer.parseInt(marker.split("_", -1)[1]);
      throw new UnsafeSqlException(
          "placeholder {%s} stands inside quotes, a comment or a word; put it by itself, without quotes"
              .formatted(names.get(index)));
    }
  }

  // Quotes beside a quoted value would become part of it, and U& would change how it is read.
  private void requireApart(CharSequence before, int index) {
    int length = before.length();
    char last = length == 0 ? ' ' : before.charAt(length - 1);
    char lastButOne = length < 2 ? ' ' : before.charAt(length - 2);
    String after = texts.get(index + 1);
    char next = after.isEmpty() ? ' ' : after.charAt(0);
    boolean unicode = last == '&' && (lastButOne == 'U' || lastButOne == 'u');
    if ("'\"$\\".indexOf(last) >= 0 || "'\"$".indexOf(next) >= 0 || unicode) {
      throw new UnsafeSqlException(
          "placeholder {%s} touches a quote; put it by itself, without quotes"
              .formatted(names.get(index)));
    }
  }

  SafeQuery fill(Map<String, SafePart> parts) {
    requireSame(parts.keySet());
    StringBuilder sql = new StringBuilder();
    StringBuilder bound = new StringBuilder();
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      sql.append(texts.get(i));
      bound.append(texts.get(i));
      SafePart part = parts.get(names.get(i));
      if (part == null) {
        throw new UnsafeSqlException("'%s' must be a part, got null".formatted(names.get(i)));
      }
      for (Piece piece : part.pieces()) {
        add(sql, bound, values, piece);
      }
    }
    sql.append(texts.getLast());
    bound.append(texts.getLast());
    return new SafeQuery(sql.toString(), new BoundQuery(withoutMarks(bound.toString()), values));
  }

  private static void add(
      StringBuilder sql, StringBuilder bound, List<@Nullable Object> values, Piece piece) {
    switch (piece) {
      case Piece.Fixed fixed -> {
        sql.append(fixed.sql());
        bound.append(fixed.sql());
      }
      case Piece.Value value -> {
        // Two minus signs would begin a comment.
        boolean minuses = value.sql().startsWith("-") && sql.toString().endsWith("-");
        sql.append(minuses ? " " : "").append(value.sql());
        values.add(value.bound());
        bound.append('$').append(values.size());
      }
    }
  }

  /** JDBC's form of a statement with parameters in their order. */
  private static String withoutMarks(String numbered) {
    StringBuilder marked = new StringBuilder();
    Tokens tokens = Tokens.of(numbered);
    int from = 0;
    for (int i = 0; i < tokens.size(); i++) {
      TokenKind kind = tokens.kind(i);
      boolean operator = kind == TokenKind.OP && tokens.text(i).indexOf('?') >= 0;
      if (kind == TokenKind.PARAM || operator) {
        marked.append(numbered, from, tokens.start(i));
        marked.append(operator ? tokens.text(i).replace("?", "??") : "?");
        from = tokens.end(i);
      }
    }
    return marked.append(numbered, from, numbered.length()).toString();
  }

  private void requireSame(Set<String> given) {
    Set<String> missing = new TreeSet<>(names);
    missing.removeAll(given);
    Set<String> extra = new TreeSet<>(given);
    names.forEach(extra::remove);
    if (!missing.isEmpty() || !extra.isEmpty()) {
      throw new UnsafeSqlException(
          "template/parts mismatch: missing %s, extra %s".formatted(missing, extra));
    }
  }
}
