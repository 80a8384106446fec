package dev.borealis.lint;

import dev.borealis.sql.Lexer;
import dev.borealis.sql.TokenKind;
import dev.borealis.sql.tree.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A comment of a script that keeps rules from being reported: {@code -- dsql-lint: ignore RULE[,
 * RULE] because REASON}.
 *
 * @param reason null if none is given, and then the comment does nothing
 * @param span where in the text it stands
 */
record Directive(List<String> rules, @Nullable String reason, Span span) {
  private static final String MARK = "dsql-lint:";

  private static final Pattern FORM =
      Pattern.compile(
          MARK + "\\s*ignore\\s+(\\w+(?:\\s*,\\s*\\w+)*)(?:\\s+because\\s+(\\S[^\\n*]*))?");

  private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

  /** The comments of that form in a text. */
  static List<Directive> in(String text) {
    if (!text.contains(MARK)) {
      return List.of();
    }
    List<Directive> found = new ArrayList<>();
    Lexer lexer = new Lexer(text);
    for (TokenKind kind = lexer.next(); kind != TokenKind.END; kind = lexer.next()) {
      if (kind == TokenKind.LINE_COMMENT || kind == TokenKind.BLOCK_COMMENT) {
        Matcher form = FORM.matcher(text.substring(lexer.start(), lexer.end()));
        if (form.find()) {
          String reason = form.group(2);
          found.add(
              new Directive(
                  List.of(COMMA.split(form.group(1), -1)),
                  reason == null ? null : reason.strip(),
                  new Span(lexer.start(), lexer.end())));
        }
      }
    }
    return found;
  }

  /** What is said about one without a reason. */
  Problem withoutReason() {
    return Problem.unfixable(
        "suppression_without_reason",
        span,
        "a suppression needs a reason, and does nothing without one",
        "Write -- dsql-lint: ignore " + String.join(", ", rules) + " because ...");
  }
}
