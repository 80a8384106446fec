package dev.borealis.lint;

import dev.borealis.sql.Keyword;
import dev.borealis.sql.SqlPrinter;
import dev.borealis.sql.TokenKind;
import dev.borealis.sql.tree.Clause.AlterTableCmd;
import dev.borealis.sql.tree.Clause.Constraint;
import dev.borealis.sql.tree.RelationStmt.AlterTableStmt;
import dev.borealis.sql.tree.RelationStmt.CreateStmt;
import dev.borealis.sql.tree.Span;
import org.jspecify.annotations.Nullable;

/** Constraints that are left out, or added without looking at the rows that are there. */
final class ConstraintFixes {
  private static final String NO_FOREIGN_KEY =
      "The foreign key is left out: the application has to see to it that the row exists, and what"
          + " happens when it is deleted.";

  private ConstraintFixes() {}

  static @Nullable Mending foreignKey(Draft draft, Span span) {
    StatementText statement = draft.statement();
    CreateStmt table = Fixes.table(statement.tree(), span);
    Constraint ofTable = table == null ? null : Fixes.tableConstraint(table.tableElts(), span);
    if (table != null && ofTable != null) {
      draft.removeItem(table.tableElts(), ofTable);
    } else if (Fixes.column(statement.tree(), span) != null) {
      int end = statement.end(span);
      draft.remove(statement.first(span), attributesEnd(statement, end));
    } else if (!Fixes.removeCommand(draft, span)) {
      return null;
    }
    return Mending.warning(NO_FOREIGN_KEY);
  }

  /** The token after DEFERRABLE, INITIALLY DEFERRED and their like. */
  private static int attributesEnd(StatementText statement, int from) {
    int end = from;
    while (true) {
      if (statement.is(end, Keyword.DEFERRABLE)) {
        end++;
      } else if (isAttribute(statement, end)) {
        end += 2;
      } else {
        return end;
      }
    }
  }

  private static boolean isAttribute(StatementText statement, int token) {
    return (statement.is(token, Keyword.NOT) && statement.is(token + 1, Keyword.DEFERRABLE))
        || statement.is(token, Keyword.INITIALLY);
  }

  /** Takes DEFERRABLE and INITIALLY DEFERRED out of tokens [from, to). */
  static Mending deferrable(Draft draft, int from, int to) {
    StatementText statement = draft.statement();
    for (int i = from; i < to; i++) {
      int end = attributesEnd(statement, i);
      if (end > i) {
        draft.remove(i, end);
        i = end;
      }
    }
    return Mending.warning(
        "DEFERRABLE is left out: each statement checks the constraint, COMMIT does not.");
  }

  static @Nullable Mending indexParameters(Draft draft, int from, int to) {
    int word = draft.statement().find(from, to, Keyword.WITH);
    if (word < 0) {
      return null;
    }
    draft.remove(word, draft.statement().closing(word + 1) + 1);
    return Mending.warning("WITH is left out: how data are stored is the service's affair.");
  }

  static @Nullable Mending tablespace(Draft draft, int from, int to) {
    int word = draft.statement().find(from, to, Keyword.TABLESPACE);
    if (word < 0) {
      return null;
    }
    draft.remove(word - 2, word + 2);
    return Mending.warning(
        "USING INDEX TABLESPACE is left out: where data lie is the service's affair.");
  }

  /**
   * A constraint that ALTER TABLE adds: NOT VALID, and checked in the background if it has a name.
   */
  static @Nullable Mending notValid(Draft draft, Span span) {
    StatementText statement = draft.statement();
    if (!(statement.tree() instanceof AlterTableStmt alter)) {
      return null;
    }
    for (AlterTableCmd command : alter.cmds()) {
      if (Fixes.covers(command.span(), span) && command.def() instanceof Constraint added) {
        draft.insertAfter(statement.end(command.span()) - 1, draft.words(" NOT VALID"));
        if (added.conname() == null) {
          return Mending.warning(
              "NOT VALID is added: new rows are checked, those that are there are not. With a name"
                  + " the constraint could be validated.");
        }
        draft.follow(
            draft.words("ALTER TABLE ASYNC ")
                + tableName(statement, alter)
                + draft.words(" VALIDATE CONSTRAINT ")
                + SqlPrinter.printName(added.conname()));
        return Mending.warning(
            "NOT VALID is added: new rows are checked at once. ALTER TABLE ASYNC ... VALIDATE"
                + " CONSTRAINT checks those that are there in the background; sys.jobs tells how it"
                + " went.");
      }
    }
    return null;
  }

  /** The table's name as written, without ONLY. */
  private static String tableName(StatementText statement, AlterTableStmt alter) {
    int from = statement.first(alter.relation().span());
    while (statement.is(from, Keyword.ONLY) || statement.is(from, TokenKind.LEFT_PAREN)) {
      from++;
    }
    return statement.of(from, statement.afterName(from));
  }

  static @Nullable Mending validateAsync(Draft draft) {
    if (!(draft.statement().tree() instanceof AlterTableStmt alter) || alter.cmds().size() != 1) {
      return null;
    }
    draft.insertAfter(1, draft.words(" ASYNC"));
    return Mending.warning(
        "ASYNC is added: the statement returns a job at once; sys.jobs tells how it went.");
  }
}
