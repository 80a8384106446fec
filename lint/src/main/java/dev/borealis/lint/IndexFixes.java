package dev.borealis.lint;

import dev.borealis.sql.Keyword;
import dev.borealis.sql.TokenKind;
import dev.borealis.sql.tree.Children;
import dev.borealis.sql.tree.Clause.IndexElem;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CREATE INDEX and DROP INDEX. */
final class IndexFixes {
  private IndexFixes() {}

  /** {@code token} is CONCURRENTLY, or the first of the statement. */
  static @Nullable Mending async(Draft draft, int token) {
    StatementText statement = draft.statement();
    if (statement.is(token, Keyword.CONCURRENTLY)) {
      draft.replace(token, token + 1, draft.words("ASYNC"));
    } else {
      int word = statement.find(token, statement.tokens().size(), Keyword.INDEX);
      if (word < 0) {
        return null;
      }
      draft.insertAfter(word, draft.words(" ASYNC"));
    }
    return Mending.warning(
        "ASYNC is written: the statement returns a job at once, and the index is used when sys.jobs"
            + " says that it is completed. A unique index refuses duplicates only then.");
  }

  static Mending using(Draft draft, int word) {
    draft.remove(word, word + 2);
    return draft.statement().tokens().value(word + 1).equals("btree")
        ? Mending.same("USING is left out.")
        : Mending.warning(
            "USING is left out: there is one kind of index, for =, <, > and prefixes of text.");
  }

  static Mending sortOrder(Draft draft, int from, int to) {
    draft.remove(from, to);
    return Mending.warning(
        "The sort order is left out: an index is read in both directions, but all of its columns in"
            + " the same.");
  }

  static @Nullable Mending operatorClass(Draft draft, Span key) {
    StatementText statement = draft.statement();
    IndexElem element = element(statement, key);
    if (element == null) {
      return null;
    }
    int from = keyEnd(statement, element);
    if (statement.is(from, Keyword.COLLATE)) {
      from = statement.afterName(from + 1);
    }
    int to = statement.afterName(from);
    if (statement.is(to, TokenKind.LEFT_PAREN)) {
      to = statement.closing(to) + 1;
    }
    draft.remove(from, to);
    return Mending.warning(
        "The operator class is left out: the index compares values as = and < do.");
  }

  /** The token after the column or expression. */
  private static int keyEnd(StatementText statement, IndexElem element) {
    int first = statement.first(element.span());
    if (element.expr() == null) {
      return first + 1;
    }
    return statement.is(first, TokenKind.LEFT_PAREN)
        ? statement.closing(first) + 1
        : statement.end(element.expr().span());
  }

  private static @Nullable IndexElem element(StatementText statement, Span key) {
    List<IndexElem> found = new ArrayList<>();
    Children.walk(
        statement.tree(),
        (Node node) -> {
          if (node instanceof IndexElem element
              && element.span().start() == key.start()
              && element.span().end() == key.end()) {
            found.add(element);
          }
        });
    return found.isEmpty() ? null : found.getFirst();
  }

  static @Nullable Mending dropConcurrently(Draft draft) {
    StatementText statement = draft.statement();
    int word = statement.find(0, statement.tokens().size(), Keyword.CONCURRENTLY);
    if (word < 0) {
      return null;
    }
    draft.remove(word, word + 1);
    return Mending.same("CONCURRENTLY is left out: nobody waits for it.");
  }
}
