package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.TriggerTransition;
import dev.borealis.sql.tree.RelationStmt.CreateTrigStmt;
import dev.borealis.sql.tree.RelationStmt.RuleStmt;
import dev.borealis.sql.tree.Stmt;
import java.util.List;

/** Writes triggers and rules. */
final class TriggerPrinter {
  private final Printout p;

  TriggerPrinter(Printout printout) {
    this.p = printout;
  }

  void print(CreateTrigStmt create) {
    p.text.add("CREATE").addIf(create.replace(), "OR REPLACE");
    p.text.addIf(create.isconstraint(), "CONSTRAINT").addName("TRIGGER", create.trigname());
    p.text.words(create.timing());
    String or = "";
    for (CreateTrigStmt.Event event : create.events()) {
      p.text.add(or).words(event);
      if (event == CreateTrigStmt.Event.UPDATE && !create.columns().isEmpty()) {
        p.text.add("OF").names(create.columns());
      }
      or = "OR";
    }
    p.text.add("ON");
    p.froms.relation(create.relation());
    if (create.constrrel() != null) {
      p.text.add("FROM");
      p.froms.relation(create.constrrel());
    }
    p.constraints.deferrable(create.deferrable(), create.initdeferred());
    if (!create.transitionRels().isEmpty()) {
      p.text.add("REFERENCING");
      create.transitionRels().forEach(this::transition);
    }
    p.text.addIf(create.row(), "FOR EACH ROW");
    p.expressions.parenthesizedClause("WHEN", create.whenClause());
    execute(create.funcname(), create.args());
  }

  /** The call of a trigger's function, whose arguments are strings. */
  void execute(List<String> function, List<String> args) {
    p.text.add("EXECUTE FUNCTION").dotted(function).arguments(args, p.text::string);
  }

  void transition(TriggerTransition transition) {
    p.text.add(transition.isNew() ? "NEW" : "OLD").add(transition.isTable() ? "TABLE" : "ROW");
    p.text.addName("AS", transition.name());
  }

  void print(RuleStmt rule) {
    p.text.add("CREATE").addIf(rule.replace(), "OR REPLACE").addName("RULE", rule.rulename());
    p.text.add("AS ON").words(rule.event()).add("TO");
    p.froms.relation(rule.relation());
    p.expressions.where(rule.whereClause());
    p.text.add("DO").addIf(rule.instead(), "INSTEAD");
    if (rule.actions().isEmpty()) {
      p.text.add("NOTHING");
      return;
    }
    p.text.add("(");
    boolean first = true;
    for (Stmt action : rule.actions()) {
      p.text.attach(first ? "" : ";");
      p.print(action);
      first = false;
    }
    p.text.attach(")");
  }
}
