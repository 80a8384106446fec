package dev.borealis.dialect;

import dev.borealis.sql.Keyword;
import dev.borealis.sql.TokenKind;
import dev.borealis.sql.Tokens;
import dev.borealis.sql.tree.Clause.ColumnDef;
import dev.borealis.sql.tree.Clause.TableElement;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.RelationStmt.CreateStmt;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.UtilityStmt.CopyStmt;
import dev.borealis.sql.tree.UtilityStmt.ExplainStmt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a walk through a statement is: the text, and the nodes around the one that is looked at.
 */
final class Site {
  private final String source;
  private final Stmt root;
  private final boolean body;
  private SystemColumns.@Nullable Scope scope;

  private final IdentityHashMap<CreateStmt, Map<String, ColumnDef>> columns =
      new IdentityHashMap<>();

  /** The nodes from the statement down to the parent of the one that is looked at. */
  private final List<Node> path = new ArrayList<>();

  Site(Stmt root, String source, boolean body) {
    this.root = root;
    this.source = source;
    this.body = body;
  }

  /** The statement that is walked through: a client's, or one of a function's body. */
  Stmt root() {
    return root;
  }

  /** True within the body of a function, which is run later than the statement. */
  boolean isBody() {
    return body;
  }

  /** True for the statement whose results the client gets, and for the arms of a UNION of it. */
  boolean isClients() {
    for (Node node : path) {
      boolean passesOn =
          node instanceof SelectStmt || node instanceof ExplainStmt || node instanceof CopyStmt;
      if (!passesOn) {
        return false;
      }
    }
    return !body;
  }

  String source() {
    return source;
  }

  /** What the statement says about columns of its own; found once. */
  SystemColumns.Scope scope() {
    if (scope == null) {
      scope = SystemColumns.Scope.of(root);
    }
    return scope;
  }

  /** The columns that a CREATE TABLE defines, by name; found once for each. */
  Map<String, ColumnDef> columnsOf(CreateStmt create) {
    return columns.computeIfAbsent(
        create,
        _ -> {
          Map<String, ColumnDef> byName = new HashMap<>();
          for (TableElement element : create.tableElts()) {
            if (element instanceof ColumnDef column) {
              byName.putIfAbsent(column.colname(), column);
            }
          }
          return byName;
        });
  }

  void enter(Node node) {
    path.add(node);
  }

  void leave() {
    path.removeLast();
  }

  /** The node right around, or null for the statement itself. */
  @Nullable Node parent() {
    return path.isEmpty() ? null : path.getLast();
  }

  /** The innermost node of a kind around the one that is looked at, or null. */
  <N extends Node> @Nullable N enclosing(Class<N> kind) {
    for (int i = path.size() - 1; i >= 0; i--) {
      if (kind.isInstance(path.get(i))) {
        return kind.cast(path.get(i));
      }
    }
    return null;
  }

  /** A match at the place of words, as {@link #words} finds it, if something holds. */
  @Nullable Match found(boolean holds, Span within, Keyword... words) {
    return holds ? new Match(words(within, words), "") : null;
  }

  /**
   * The place of words within a node's text, outside of parentheses unless the node's text begins
   * with one; the node's own place if they are not there.
   */
  Span words(Span within, Keyword... words) {
    if (!isWritten(within)) {
      return within;
    }
    Tokens tokens = Tokens.of(within.of(source));
    int depth = 0;
    for (int i = 0; i + words.length <= tokens.size(); i++) {
      depth += depthChange(tokens.kind(i));
      if (depth == 0 && startsAt(tokens, i, words)) {
        int last = i + words.length - 1;
        return new Span(within.start() + tokens.start(i), within.start() + tokens.end(last));
      }
    }
    return within;
  }

  private static boolean startsAt(Tokens tokens, int at, Keyword... words) {
    for (int i = 0; i < words.length; i++) {
      if (tokens.keyword(at + i) != words[i]) {
        return false;
      }
    }
    return true;
  }

  private static int depthChange(TokenKind kind) {
    return kind == TokenKind.LEFT_PAREN ? 1 : kind == TokenKind.RIGHT_PAREN ? -1 : 0;
  }

  /** True if the span lies in this text. */
  boolean isWritten(Span span) {
    return span.start() >= 0 && span.start() <= span.end() && span.end() <= source.length();
  }

  /** True if the node's text begins with a word, in any letter case. */
  boolean beginsWith(Node node, String... words) {
    if (!isWritten(node.span())) {
      return false;
    }
    Tokens tokens = Tokens.of(node.span().of(source));
    for (int i = 0; i < words.length; i++) {
      if (i >= tokens.size() || !tokens.text(i).toLowerCase(Locale.ROOT).equals(words[i])) {
        return false;
      }
    }
    return true;
  }
}
