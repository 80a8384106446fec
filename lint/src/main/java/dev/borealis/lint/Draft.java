package dev.borealis.lint;

import dev.borealis.sql.TokenKind;
import dev.borealis.sql.Tokens;
import dev.borealis.sql.tree.Node;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Changes to a statement. They are made to its text, token by token, so that all else stays as it
 * is. Where two changes meet, the greater one counts: the other will be asked for again, if it is
 * still needed, when the changed text is looked at.
 */
final class Draft {
  private final StatementText statement;
  private final Set<Edit> edits = new LinkedHashSet<>();
  private final Set<String> following = new LinkedHashSet<>();

  /** Which items of a list, such as a table's elements, are to go. */
  private final IdentityHashMap<List<? extends Node>, Set<Integer>> leaving =
      new IdentityHashMap<>();

  private boolean removed;

  private record Edit(int start, int end, String text) {}

  Draft(StatementText statement) {
    this.statement = statement;
  }

  StatementText statement() {
    return statement;
  }

  /** Takes the whole statement out. */
  void removeStatement() {
    removed = true;
  }

  /** Adds a statement behind this one. */
  void follow(String sql) {
    following.add(sql);
  }

  /** Key words in the letter case of the statement. */
  String words(String words) {
    return statement.isLowerCase() ? words.toLowerCase(Locale.ROOT) : words;
  }

  /** Puts text in the place of tokens [from, to). */
  void replace(int from, int to, String text) {
    Tokens tokens = statement.tokens();
    edits.add(new Edit(tokens.start(from), tokens.end(to - 1), text));
  }

  /** Puts text right behind a token. */
  void insertAfter(int token, String text) {
    int end = statement.tokens().end(token);
    edits.add(new Edit(end, end, text));
  }

  /** Takes tokens [from, to) out, and the blanks before them. */
  void remove(int from, int to) {
    Tokens tokens = statement.tokens();
    int start = tokens.start(from);
    int end = tokens.end(to - 1);
    int blanks = from == 0 ? 0 : tokens.end(from - 1);
    String text = statement.text();
    if (text.substring(blanks, start).isBlank()) {
      boolean joins = end < text.length() && Character.isJavaIdentifierPart(text.charAt(end));
      edits.add(new Edit(blanks, end, joins ? " " : ""));
    } else {
      edits.add(new Edit(start, end, ""));
    }
  }

  /** Takes an item out of a list with commas. If none is left, the statement goes. */
  void removeItem(List<? extends Node> items, Node item) {
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).span().start() == item.span().start()) {
        leaving.computeIfAbsent(items, _ -> new TreeSet<>()).add(i);
      }
    }
  }

  /** True if all items of the list are to go. */
  boolean leavesNone(List<? extends Node> items) {
    return leaving.getOrDefault(items, Set.of()).size() == items.size();
  }

  private void removeItems(List<? extends Node> items, Set<Integer> indexes) {
    int lastKept = -1;
    for (int i = 0; i < items.size(); i++) {
      if (!indexes.contains(i)) {
        lastKept = i;
      }
    }
    for (int index : indexes) {
      int from = statement.first(items.get(index).span());
      int to = statement.end(items.get(index).span());
      // The comma behind goes with the item, but behind the last one kept it is the one before.
      if (index < lastKept && statement.is(to, TokenKind.COMMA)) {
        remove(from, to + 1);
      } else if (index > 0 && statement.is(from - 1, TokenKind.COMMA)) {
        remove(from - 1, to);
      } else {
        remove(from, to);
      }
    }
  }

  /** True if nothing changes. */
  boolean isUnchanged() {
    return edits.isEmpty() && leaving.isEmpty() && following.isEmpty() && !removed;
  }

  /** The statements that come in the place of this one: none, one, or several. */
  List<String> result() {
    leaving.forEach(this::removeItems);
    leaving.clear();
    List<String> result = new ArrayList<>();
    if (!removed) {
      result.add(changed());
    }
    result.addAll(following);
    return result;
  }

  /** Insertions come before what is replaced at the same place, and the longest of these first. */
  private static int inOrder(Edit one, Edit other) {
    if (one.start != other.start) {
      return Integer.compare(one.start, other.start);
    }
    boolean inserts = one.end == one.start;
    boolean otherInserts = other.end == other.start;
    return inserts == otherInserts
        ? Integer.compare(other.end, one.end)
        : Boolean.compare(otherInserts, inserts);
  }

  private String changed() {
    List<Edit> ordered = new ArrayList<>(edits);
    ordered.sort(Draft::inOrder);
    String text = statement.text();
    StringBuilder changed = new StringBuilder(text.length());
    int done = 0;
    for (Edit edit : ordered) {
      if (edit.start >= done) {
        changed.append(text, done, edit.start).append(edit.text);
        done = edit.end;
      }
    }
    return changed.append(text, done, text.length()).toString();
  }
}
