package dev.borealis.dialect;

import dev.borealis.sql.SourceEdits;
import dev.borealis.sql.tree.Children;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TypeStmt.CreateFunctionStmt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One walk through a statement, from the whole to its parts as they are written. */
final class Walk {
  private static final String PLACE = "{}";

  /** Bodies within bodies are legal, but each level costs another reading of what is left. */
  private static final int MAX_BODY_DEPTH = 8;

  private final Dialect dialect;
  private final Stmt statement;
  private final boolean firstOnly;
  private final Frame outermost;
  private final List<Finding> findings = new ArrayList<>();

  /** A change to a text, in its places. */
  record Edit(Span span, String text) {}

  /**
   * A text on the way down: the client's, or a function's body within it.
   *
   * @param body the body, null for the client's text
   * @param around the text around the body, null for the client's text
   * @param edits what is to change in this text
   * @param depth how many bodies this is in
   */
  private record Frame(
      Site site, @Nullable FunctionBody body, @Nullable Frame around, List<Edit> edits, int depth) {
    Frame of(Stmt statement, FunctionBody inner) {
      Site innerSite = new Site(statement, inner.text(), true);
      return new Frame(innerSite, inner, this, new ArrayList<>(), depth + 1);
    }
  }

  Walk(Dialect dialect, Stmt statement, String source, boolean firstOnly) {
    this.dialect = dialect;
    this.statement = statement;
    this.firstOnly = firstOnly;
    this.outermost =
        new Frame(new Site(statement, source, false), null, null, new ArrayList<>(), 0);
    visit(statement, outermost);
  }

  List<Finding> findings() {
    return findings;
  }

  private void visit(Node node, Frame frame) {
    if (isDone()) {
      return;
    }
    check(node, frame);
    // The parts of a statement that is refused as a kind change nothing about that.
    if (isDone() || !dialect.checksOf(node).accepted()) {
      return;
    }
    frame.site.enter(node);
    Children.each(node, child -> visit(child, frame));
    frame.site.leave();
    if (node instanceof CreateFunctionStmt create && !isDone()) {
      body(create, frame);
    }
  }

  private boolean isDone() {
    return firstOnly && !findings.isEmpty();
  }

  private void check(Node node, Frame frame) {
    Dialect.Checks checks = dialect.checksOf(node);
    int before = findings.size();
    for (Dialect.Check check : checks.refusals()) {
      Match match = check.condition().find(node, frame.site);
      if (match != null) {
        Match named = named(match, node);
        if (!isSaid(check.rule().messageFor(named.found()), before)) {
          add(check.rule(), named, frame);
        }
        if (firstOnly) {
          return;
        }
      }
    }
    if (!checks.accepted() && findings.size() == before) {
      add(dialect.unlisted(), new Match(node.span(), NodeNames.withoutSuffix(node)), frame);
    }
    for (Dialect.Change change : checks.replacements()) {
      Match match = change.condition().find(node, frame.site);
      if (match != null && frame.site.isWritten(match.span())) {
        String written = match.span().of(frame.site.source());
        frame.edits.add(new Edit(match.span(), change.replacement().replace(PLACE, written)));
      }
    }
  }

  /** A later rule of the same node that says the same is the more general one. */
  private boolean isSaid(String message, int before) {
    return findings.subList(before, findings.size()).stream()
        .anyMatch(finding -> finding.message().equals(message));
  }

  /** A refusal of a whole statement names the statement. */
  private static Match named(Match match, Node node) {
    return match.found().isEmpty() && node instanceof Stmt
        ? new Match(match.span(), NodeNames.withoutSuffix(node))
        : match;
  }

  private void add(Rule rule, Match match, Frame frame) {
    findings.add(
        new Finding(
            rule,
            rule.sqlState(),
            rule.messageFor(match.found()),
            rule.detailFor(match.found()),
            place(match.span(), frame)));
  }

  private static @Nullable Span place(Span span, Frame frame) {
    if (!frame.site.isWritten(span)) {
      return null;
    }
    Span place = span;
    for (Frame at = frame; at != null && at.body != null; at = at.around) {
      place = at.body.place(place);
    }
    return place;
  }

  private void body(CreateFunctionStmt create, Frame frame) {
    FunctionBody body = FunctionBody.of(create, frame.site.source());
    if (body == null) {
      return;
    }
    if (frame.depth == MAX_BODY_DEPTH) {
      fail("54001", "stack depth limit exceeded", body.constant(), frame);
      return;
    }
    switch (body.read()) {
      case FunctionBody.Read.Failed(var error) ->
          fail(error.sqlState(), error.message(), body.place(error), frame);
      case FunctionBody.Read.Statements(var statements) -> {
        List<Edit> edits = new ArrayList<>();
        for (Stmt inner : statements) {
          Frame within = frame.of(inner, body);
          visit(inner, within);
          edits.addAll(within.edits);
        }
        carryOut(edits, body, frame);
      }
    }
  }

  private void fail(String sqlState, String message, Span place, Frame frame) {
    findings.add(new Finding(dialect.parseError(), sqlState, message, null, place(place, frame)));
  }

  /** Changes to a body become changes to the text around. */
  private static void carryOut(List<Edit> edits, FunctionBody body, Frame around) {
    if (body.isVerbatim()) {
      edits.forEach(edit -> around.edits.add(new Edit(body.place(edit.span()), edit.text())));
    } else if (!edits.isEmpty()) {
      String changed = changed(body.text(), 0, edits);
      around.edits.add(new Edit(body.constant(), FunctionBody.quoted(changed)));
    }
  }

  /** The statement with its changes, or null if there are none. */
  @Nullable String rewritten() {
    Span span = statement.span();
    return outermost.edits.isEmpty()
        ? null
        : changed(span.of(outermost.site.source()), span.start(), outermost.edits);
  }

  /** A text with changes, whose places count from an offset before the text. */
  private static String changed(String text, int offset, List<Edit> edits) {
    SourceEdits changes = new SourceEdits(text);
    for (Edit edit : edits) {
      Span span = edit.span();
      changes.replace(new Span(span.start() - offset, span.end() - offset), edit.text());
    }
    return changes.apply();
  }
}
