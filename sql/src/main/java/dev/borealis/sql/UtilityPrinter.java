package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Clause.VacuumRelation;
import dev.borealis.sql.tree.UtilityStmt;
import dev.borealis.sql.tree.UtilityStmt.AlterSystemStmt;
import dev.borealis.sql.tree.UtilityStmt.CallStmt;
import dev.borealis.sql.tree.UtilityStmt.CheckPointStmt;
import dev.borealis.sql.tree.UtilityStmt.ClosePortalStmt;
import dev.borealis.sql.tree.UtilityStmt.ClusterStmt;
import dev.borealis.sql.tree.UtilityStmt.ConstraintsSetStmt;
import dev.borealis.sql.tree.UtilityStmt.CopyStmt;
import dev.borealis.sql.tree.UtilityStmt.DeallocateStmt;
import dev.borealis.sql.tree.UtilityStmt.DeclareCursorStmt;
import dev.borealis.sql.tree.UtilityStmt.DiscardStmt;
import dev.borealis.sql.tree.UtilityStmt.DoStmt;
import dev.borealis.sql.tree.UtilityStmt.ExecuteStmt;
import dev.borealis.sql.tree.UtilityStmt.ExplainStmt;
import dev.borealis.sql.tree.UtilityStmt.FetchStmt;
import dev.borealis.sql.tree.UtilityStmt.ListenStmt;
import dev.borealis.sql.tree.UtilityStmt.LoadStmt;
import dev.borealis.sql.tree.UtilityStmt.LockStmt;
import dev.borealis.sql.tree.UtilityStmt.NotifyStmt;
import dev.borealis.sql.tree.UtilityStmt.PrepareStmt;
import dev.borealis.sql.tree.UtilityStmt.ReindexStmt;
import dev.borealis.sql.tree.UtilityStmt.ReturnStmt;
import dev.borealis.sql.tree.UtilityStmt.TransactionStmt;
import dev.borealis.sql.tree.UtilityStmt.TruncateStmt;
import dev.borealis.sql.tree.UtilityStmt.UnlistenStmt;
import dev.borealis.sql.tree.UtilityStmt.VacuumStmt;
import dev.borealis.sql.tree.UtilityStmt.VariableSetStmt;
import dev.borealis.sql.tree.UtilityStmt.VariableShowStmt;
import org.jspecify.annotations.Nullable;

/** Writes statements about the session, the transaction and the server. */
final class UtilityPrinter {
  private final Printout p;

  UtilityPrinter(Printout printout) {
    this.p = printout;
  }

  void print(UtilityStmt statement) {
    switch (statement) {
      case TransactionStmt transaction -> p.settings.print(transaction);
      case VariableSetStmt set -> p.settings.print(set);
      case VariableShowStmt show -> p.text.add("SHOW").add(SettingPrinter.settingName(show.name()));
      case AlterSystemStmt alter -> {
        p.text.add("ALTER SYSTEM");
        p.settings.print(alter.setstmt());
      }
      case ConstraintsSetStmt set -> {
        p.text.add("SET CONSTRAINTS").addIf(set.constraints().isEmpty(), "ALL");
        p.text.list(set.constraints(), p.froms::relation);
        p.text.add(set.deferred() ? "DEFERRED" : "IMMEDIATE");
      }
      case CheckPointStmt _ -> p.text.add("CHECKPOINT");
      case DiscardStmt discard -> p.text.add("DISCARD").words(discard.target());
      case ClosePortalStmt close -> nameOrAll("CLOSE", close.portalname());
      case DeclareCursorStmt declare -> declare(declare);
      case FetchStmt fetch -> fetch(fetch);
      case CopyStmt copy -> copy(copy);
      case ExplainStmt explain -> {
        p.text.add("EXPLAIN");
        p.options.utility(explain.options());
        p.print(explain.query());
      }
      case PrepareStmt prepare -> {
        p.text.addName("PREPARE", prepare.name()).optional(prepare.argtypes(), p.types::print);
        p.text.add("AS");
        p.print(prepare.query());
      }
      case ExecuteStmt execute ->
          p.text
              .addName("EXECUTE", execute.name())
              .optional(execute.params(), p.expressions::print);
      case DeallocateStmt deallocate -> nameOrAll("DEALLOCATE", deallocate.name());
      case CallStmt call -> {
        p.text.add("CALL");
        p.expressions.print(call.funccall());
      }
      case DoStmt block -> {
        p.text.add("DO");
        block.args().forEach(this::codeOrLanguage);
      }
      case ListenStmt listen -> p.text.addName("LISTEN", listen.conditionname());
      case UnlistenStmt unlisten -> {
        p.text.add("UNLISTEN");
        p.text.add(
            unlisten.conditionname() == null ? "*" : SqlText.quoteName(unlisten.conditionname()));
      }
      case NotifyStmt notify -> {
        p.text.addName("NOTIFY", notify.conditionname());
        if (notify.payload() != null) {
          p.text.attach(",").string(notify.payload());
        }
      }
      case LoadStmt load -> p.text.add("LOAD").string(load.filename());
      case LockStmt lock -> {
        p.text.add("LOCK TABLE").list(lock.relations(), p.froms::relation);
        p.text.add("IN").words(lock.mode()).add("MODE").addIf(lock.nowait(), "NOWAIT");
      }
      case TruncateStmt truncate -> {
        p.text.add("TRUNCATE TABLE").list(truncate.relations(), p.froms::relation);
        p.text.addIf(truncate.restartSeqs(), "RESTART IDENTITY").behavior(truncate.behavior());
      }
      case VacuumStmt vacuum -> {
        p.text.add(vacuum.isVacuumcmd() ? "VACUUM" : "ANALYZE");
        p.options.utility(vacuum.options());
        p.text.list(vacuum.rels(), this::vacuumed);
      }
      case ClusterStmt cluster -> {
        p.text.add("CLUSTER");
        if (cluster.relation() != null) {
          p.options.utility(cluster.params());
          p.froms.relation(cluster.relation());
        } else {
          // Without a table there are no parentheses.
          p.text.addIf(!cluster.params().isEmpty(), "VERBOSE");
        }
        p.text.addName("USING", cluster.indexname());
      }
      case ReindexStmt reindex -> {
        p.text.add("REINDEX");
        p.options.utility(reindex.params());
        p.text.words(reindex.kind());
        if (reindex.relation() != null) {
          p.froms.relation(reindex.relation());
        }
        p.text.addName("", reindex.name());
      }
      case ReturnStmt returned -> p.expressions.clause("RETURN", returned.returnval());
    }
  }

  private void nameOrAll(String word, @Nullable String name) {
    p.text.add(word).add(name == null ? "ALL" : SqlText.quoteName(name));
  }

  private void declare(DeclareCursorStmt declare) {
    p.text.addName("DECLARE", declare.portalname());
    for (DeclareCursorStmt.Option option : declare.options()) {
      if (option != DeclareCursorStmt.Option.HOLD) {
        p.text.words(option);
      }
    }
    p.text.add("CURSOR");
    p.text.addIf(declare.options().contains(DeclareCursorStmt.Option.HOLD), "WITH HOLD");
    p.text.add("FOR");
    p.queries.print(declare.query());
  }

  private void fetch(FetchStmt fetch) {
    p.text.add(fetch.ismove() ? "MOVE" : "FETCH").words(fetch.direction());
    p.text.add(fetch.howMany() == Long.MAX_VALUE ? "ALL" : Long.toString(fetch.howMany()));
    p.text.addName("FROM", fetch.portalname());
  }

  private void copy(CopyStmt copy) {
    p.text.add("COPY");
    if (copy.relation() != null) {
      p.froms.relation(copy.relation());
      p.text.optional(copy.attlist(), p.text::name);
    }
    if (copy.query() != null) {
      p.text.add("(");
      p.print(copy.query());
      p.text.attach(")");
    }
    p.text.add(copy.isFrom() ? "FROM" : "TO").addIf(copy.isProgram(), "PROGRAM");
    if (copy.filename() == null) {
      p.text.add(copy.isFrom() ? "STDIN" : "STDOUT");
    } else {
      p.text.string(copy.filename());
    }
    if (!copy.options().isEmpty()) {
      p.text.add("WITH").parenthesized(copy.options(), p.options::spaced);
    }
    p.expressions.where(copy.whereClause());
  }

  private void codeOrLanguage(DefElem option) {
    p.text.addIf(option.defname().equals("language"), "LANGUAGE");
    if (option.arg() != null) {
      p.print(option.arg());
    }
  }

  void vacuumed(VacuumRelation relation) {
    p.froms.relation(relation.relation());
    p.text.optional(relation.vaCols(), p.text::name);
  }
}
