package dev.borealis.lint;

import dev.borealis.sql.Keyword;
import dev.borealis.sql.TokenKind;
import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.UtilityStmt.ExplainStmt;
import org.jspecify.annotations.Nullable;

/** Transactions, queries, roles and what else there is. */
final class SessionFixes {
  private SessionFixes() {}

  /** {@code level} is the token after ISOLATION LEVEL. */
  static Mending isolation(Draft draft, int level) {
    int end = draft.statement().is(level, Keyword.READ) ? level + 2 : level + 1;
    draft.replace(level, end, draft.words("REPEATABLE READ"));
    return Mending.warning(
        "REPEATABLE READ is written, the one level there is: a conflict is reported at COMMIT"
            + " (40001), and the transaction is then to be tried again.");
  }

  static @Nullable Mending chain(Draft draft) {
    StatementText statement = draft.statement();
    int word = statement.find(0, statement.tokens().size(), Keyword.CHAIN);
    if (word < 1) {
      return null;
    }
    draft.remove(word - 1, word + 1);
    draft.follow(draft.words("BEGIN"));
    return Mending.warning("AND CHAIN becomes BEGIN, without the modes of the transaction before.");
  }

  static @Nullable Mending deferrable(Draft draft) {
    StatementText statement = draft.statement();
    int word = statement.find(0, statement.tokens().size(), Keyword.DEFERRABLE);
    if (word < 0) {
      return null;
    }
    boolean commaBefore = statement.is(word - 1, TokenKind.COMMA);
    boolean commaBehind = statement.is(word + 1, TokenKind.COMMA);
    draft.remove(commaBefore ? word - 1 : word, !commaBefore && commaBehind ? word + 2 : word + 1);
    return Mending.same("DEFERRABLE is left out: it would change nothing.");
  }

  /** A locking clause. */
  static Mending lock(Draft draft, int from, int to) {
    int end = from + 1;
    while (end < to && isStrength(draft.statement(), end)) {
      end++;
    }
    draft.replace(from + 1, end, draft.words("UPDATE"));
    return Mending.warning(
        "FOR UPDATE is written: transactions that lock the same row conflict, the second to commit"
            + " gets 40001.");
  }

  private static boolean isStrength(StatementText statement, int token) {
    return statement.is(token, Keyword.NO)
        || statement.is(token, Keyword.KEY)
        || statement.is(token, Keyword.SHARE)
        || statement.is(token, Keyword.UPDATE);
  }

  static Mending user(Draft draft) {
    StatementText statement = draft.statement();
    boolean signsIn = statement.is(1, Keyword.USER) && !namesLogin(statement);
    draft.replace(1, 2, draft.words("ROLE"));
    if (signsIn) {
      boolean hasWith = statement.is(3, Keyword.WITH);
      draft.insertAfter(hasWith ? 3 : 2, draft.words(hasWith ? " LOGIN" : " WITH LOGIN"));
    }
    return Mending.warning(
        "CREATE ROLE is written. A role signs in with an IAM token: AWS IAM GRANT role TO 'arn'.");
  }

  private static boolean namesLogin(StatementText statement) {
    for (int i = 3; i < statement.tokens().size(); i++) {
      String value = statement.tokens().value(i);
      if (value.equals("login") || value.equals("nologin")) {
        return true;
      }
    }
    return false;
  }

  static Mending dropTrigger(Draft draft) {
    StatementText statement = draft.statement();
    int kind = statement.is(1, Keyword.EVENT) ? 2 : 1;
    draft.insertAfter(kind, draft.words(" IF EXISTS"));
    return Mending.same("IF EXISTS is added: there are no triggers, and so nothing to drop.");
  }

  static Mending statisticsTarget(Draft draft, int end) {
    draft.replace(end - 1, end, "100");
    return Mending.warning("The target becomes 100, the greatest there is.");
  }

  /** The configuration is the first string of the call. */
  static @Nullable Mending textSearch(Draft draft, int from, int to) {
    for (int i = from; i < to; i++) {
      if (draft.statement().is(i, TokenKind.SCONST)) {
        draft.replace(i, i + 1, "'simple'");
        return Mending.warning(
            "The configuration becomes 'simple': words are not reduced to their stems, and there are"
                + " no stop words.");
      }
    }
    return null;
  }

  static @Nullable Mending explainOption(Draft draft, @Nullable Span span) {
    StatementText statement = draft.statement();
    if (span == null || !(statement.tree() instanceof ExplainStmt explain)) {
      return null;
    }
    for (DefElem option : explain.options()) {
      if (Fixes.covers(span, option.span()) || Fixes.covers(option.span(), span)) {
        draft.removeItem(explain.options(), option);
        if (draft.leavesNone(explain.options())) {
          draft.remove(1, statement.closing(1) + 1);
        }
        return Mending.same("The option is left out.");
      }
    }
    return null;
  }
}
