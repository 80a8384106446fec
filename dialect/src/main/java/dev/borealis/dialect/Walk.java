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

  private final Dialect dialect;
  private final String source;
  private final boolean firstOnly;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Edit> edits = new ArrayList<>();

  /** A change to the text of the statement, in places of the source. */
  record Edit(Span span, String text) {}

  Walk(Dialect dialect, String source, boolean firstOnly) {
    this.dialect = dialect;
    this.source = source;
    this.firstOnly = firstOnly;
  }

  List<Finding> findings() {
    return findings;
  }

  void statement(Stmt statement) {
    visit(statement, new Frame(new Site(statement, source, false), null));
  }

  /**
   * A text on the way down: the client's, or a function's body within it.
   *
   * @param body how places in the body become places in the source, null for the source itself
   */
  record Frame(Site site, @Nullable FunctionBody body) {}

  private void visit(Node node, Frame frame) {
    if (isDone()) {
      return;
    }
    check(node, frame);
    if (isDone()) {
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
        edit(match.span(), change.replacement().replace(PLACE, written), frame);
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

  private @Nullable Span place(Span span, Frame frame) {
    if (!frame.site.isWritten(span)) {
      return null;
    }
    return frame.body == null ? span : frame.body.place(span);
  }

  private void edit(Span span, String text, Frame frame) {
    if (frame.body == null) {
      edits.add(new Edit(span, text));
    } else if (frame.body.isVerbatim()) {
      edits.add(new Edit(frame.body.place(span), text));
    }
  }

  private void body(CreateFunctionStmt create, Frame frame) {
    FunctionBody body = FunctionBody.of(create, frame.site.source(), frame.body);
    if (body == null) {
      return;
    }
    if (body.isTooDeep()) {
      findings.add(
          new Finding(dialect.parseError(), "54001", "stack depth limit exceeded", null, null));
      return;
    }
    switch (body.read()) {
      case FunctionBody.Read.Failed(var error) ->
          findings.add(
              new Finding(
                  dialect.parseError(),
                  error.sqlState(),
                  error.message(),
                  null,
                  body.place(new Span(0, body.text().length()))));
      case FunctionBody.Read.Statements(var statements) -> {
        for (Stmt statement : statements) {
          visit(statement, new Frame(new Site(statement, body.text(), true), body));
        }
      }
    }
  }

  /** The statement with its changes, or null if there are none. */
  @Nullable String rewritten(Stmt statement) {
    if (edits.isEmpty()) {
      return null;
    }
    int start = statement.span().start();
    SourceEdits changes = new SourceEdits(statement.span().of(source));
    for (Edit edit : edits) {
      changes.replace(
          new Span(edit.span().start() - start, edit.span().end() - start), edit.text());
    }
    return changes.apply();
  }
}
