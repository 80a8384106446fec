package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.Constraint;
import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Clause.TriggerTransition;
import dev.borealis.sql.tree.DatabaseStmt.CreateEventTrigStmt;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.RelationStmt.CreateTrigStmt;
import dev.borealis.sql.tree.RelationStmt.RuleStmt;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TableRef.RangeVar;
import dev.borealis.sql.tree.Value.NameListValue;
import java.util.ArrayList;
import java.util.List;

/** Triggers, event triggers and rules. */
final class TriggerParser {
  private final Grammar g;
  private final ParserState s;

  TriggerParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  CreateTrigStmt trigger(boolean replace, int start) {
    boolean constraint = s.accept(Keyword.CONSTRAINT);
    s.expect(Keyword.TRIGGER);
    String name = s.colId();
    CreateTrigStmt.Timing timing = CreateTrigStmt.Timing.AFTER;
    if (constraint) {
      s.expect(Keyword.AFTER);
    } else {
      timing = timing();
    }
    List<CreateTrigStmt.Event> events = new ArrayList<>();
    List<String> columns = List.of();
    do {
      int eventStart = s.start();
      CreateTrigStmt.Event event = event();
      boolean update = event == CreateTrigStmt.Event.UPDATE;
      if (update && s.accept(Keyword.OF)) {
        columns = g.names.nameList();
      }
      if (events.contains(event)) {
        // PostgreSQL has to look at the token after UPDATE to know that OF is not there.
        String message = "duplicate trigger events specified";
        throw update ? s.errorNear(message) : s.errorNear(message, eventStart);
      }
      events.add(event);
    } while (s.accept(Keyword.OR));
    s.expect(Keyword.ON);
    RangeVar relation = g.names.qualifiedName();
    RangeVar from = null;
    List<TriggerTransition> transitions = new ArrayList<>();
    ConstraintDraft draft = new ConstraintDraft(Constraint.Type.CHECK, null);
    boolean row = constraint;
    if (constraint) {
      if (s.accept(Keyword.FROM)) {
        from = g.names.qualifiedName();
      }
      g.constraintAttributes.read(draft, "TRIGGER", true, true, true);
      s.expect(Keyword.FOR, Keyword.EACH, Keyword.ROW);
    } else {
      if (s.accept(Keyword.REFERENCING)) {
        do {
          transitions.add(transition());
        } while (s.at(Keyword.NEW) || s.at(Keyword.OLD));
      }
      if (s.accept(Keyword.FOR)) {
        s.accept(Keyword.EACH);
        row = s.accept(Keyword.ROW);
        if (!row) {
          s.expect(Keyword.STATEMENT);
        }
      }
    }
    Expr when = s.accept(Keyword.WHEN) ? g.expressions.inParentheses() : null;
    s.expect(Keyword.EXECUTE);
    functionOrProcedure();
    List<String> function = g.names.functionName();
    s.expect(TokenKind.LEFT_PAREN);
    List<String> args = s.at(TokenKind.RIGHT_PAREN) ? List.of() : s.commaList(this::argument);
    s.expect(TokenKind.RIGHT_PAREN);
    if (constraint && replace) {
      throw s.unsupported("CREATE OR REPLACE CONSTRAINT TRIGGER is not supported", -1);
    }
    if (draft.skipValidation) {
      throw s.unsupported("TRIGGER constraints cannot be marked NOT VALID", -1);
    }
    if (draft.isNoInherit) {
      throw s.unsupported("TRIGGER constraints cannot be marked NO INHERIT", -1);
    }
    return new CreateTrigStmt(
        name,
        relation,
        function,
        args,
        row,
        timing,
        List.copyOf(events),
        columns,
        when,
        List.copyOf(transitions),
        replace,
        constraint,
        draft.deferrable,
        draft.initdeferred,
        from,
        s.from(start));
  }

  private void functionOrProcedure() {
    if (!s.accept(Keyword.FUNCTION)) {
      s.expect(Keyword.PROCEDURE);
    }
  }

  private CreateTrigStmt.Timing timing() {
    if (s.accept(Keyword.BEFORE)) {
      return CreateTrigStmt.Timing.BEFORE;
    }
    if (s.accept(Keyword.AFTER)) {
      return CreateTrigStmt.Timing.AFTER;
    }
    s.expect(Keyword.INSTEAD, Keyword.OF);
    return CreateTrigStmt.Timing.INSTEAD_OF;
  }

  private CreateTrigStmt.Event event() {
    CreateTrigStmt.Event event =
        switch (s.word()) {
          case INSERT -> CreateTrigStmt.Event.INSERT;
          case DELETE -> CreateTrigStmt.Event.DELETE;
          case UPDATE -> CreateTrigStmt.Event.UPDATE;
          case TRUNCATE -> CreateTrigStmt.Event.TRUNCATE;
          case null, default -> throw s.syntaxError();
        };
    s.next();
    return event;
  }

  private TriggerTransition transition() {
    int start = s.start();
    boolean isNew = s.accept(Keyword.NEW);
    if (!isNew) {
      s.expect(Keyword.OLD);
    }
    boolean table = s.accept(Keyword.TABLE);
    if (!table) {
      s.expect(Keyword.ROW);
    }
    s.accept(Keyword.AS);
    return new TriggerTransition(s.colId(), isNew, table, s.from(start));
  }

  private String argument() {
    if (s.at(TokenKind.ICONST)) {
      return Integer.toString(s.takeNumber());
    }
    return s.at(TokenKind.FCONST) || s.at(TokenKind.SCONST) ? s.take() : s.colLabel();
  }

  CreateEventTrigStmt eventTrigger(int start) {
    s.expect(Keyword.EVENT, Keyword.TRIGGER);
    String name = s.colId();
    s.expect(Keyword.ON);
    String event = s.colLabel();
    List<DefElem> when = new ArrayList<>();
    if (s.accept(Keyword.WHEN)) {
      do {
        int itemStart = s.start();
        String variable = s.colId();
        s.expect(Keyword.IN);
        int valuesStart = s.start();
        List<String> values = s.parenthesized(s::sconst);
        when.add(
            g.options.option(variable, new NameListValue(values, s.from(valuesStart)), itemStart));
      } while (s.accept(Keyword.AND));
    }
    s.expect(Keyword.EXECUTE);
    functionOrProcedure();
    List<String> function = g.names.functionName();
    s.expect(TokenKind.LEFT_PAREN);
    s.expect(TokenKind.RIGHT_PAREN);
    return new CreateEventTrigStmt(name, event, List.copyOf(when), function, s.from(start));
  }

  RuleStmt rule(boolean replace, int start) {
    s.expect(Keyword.RULE);
    String name = s.colId();
    s.expect(Keyword.AS, Keyword.ON);
    RuleStmt.Event event =
        switch (s.word()) {
          case SELECT -> RuleStmt.Event.SELECT;
          case UPDATE -> RuleStmt.Event.UPDATE;
          case DELETE -> RuleStmt.Event.DELETE;
          case INSERT -> RuleStmt.Event.INSERT;
          case null, default -> throw s.syntaxError();
        };
    s.next();
    s.expect(Keyword.TO);
    RangeVar relation = g.names.qualifiedName();
    Expr where = g.expressions.where();
    s.expect(Keyword.DO);
    boolean instead = s.accept(Keyword.INSTEAD);
    if (!instead) {
      s.accept(Keyword.ALSO);
    }
    List<Stmt> actions = new ArrayList<>();
    if (!s.accept(Keyword.NOTHING)) {
      actions.addAll(s.at(TokenKind.LEFT_PAREN) ? actions() : List.of(action()));
    }
    return new RuleStmt(
        relation, name, where, event, instead, List.copyOf(actions), replace, s.from(start));
  }

  /** Actions in parentheses; those may belong to the first part of a query instead. */
  private List<Stmt> actions() {
    int start = s.start();
    s.next();
    List<Stmt> actions = new ArrayList<>();
    boolean single = true;
    while (!s.accept(TokenKind.RIGHT_PAREN)) {
      if (!s.at(TokenKind.SEMICOLON)) {
        actions.add(action());
      }
      if (!s.at(TokenKind.RIGHT_PAREN)) {
        s.expect(TokenKind.SEMICOLON);
        single = false;
      }
    }
    boolean query = single && !actions.isEmpty() && g.selects.atContinuation();
    if (query && actions.getFirst() instanceof SelectStmt select) {
      return List.of(g.selects.continued(select, start));
    }
    return actions;
  }

  private Stmt action() {
    if (s.at(Keyword.NOTIFY)) {
      return g.utilities.notification();
    }
    if (s.at(Keyword.MERGE)) {
      throw s.syntaxError();
    }
    return g.dml.preparable();
  }
}
