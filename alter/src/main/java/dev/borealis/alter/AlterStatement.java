package dev.borealis.alter;

import dev.borealis.sql.SqlError;
import dev.borealis.sql.SqlParseException;
import dev.borealis.sql.SqlParser;
import dev.borealis.sql.tree.Clause.AlterTableCmd;
import dev.borealis.sql.tree.Clause.ResTarget;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.ObjectStmt.RenameStmt;
import dev.borealis.sql.tree.ObjectType;
import dev.borealis.sql.tree.QueryStmt.UpdateStmt;
import dev.borealis.sql.tree.RelationStmt.AlterTableStmt;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for, read.
 *
 * @param table its name as SQL
 * @param statements as they were written
 * @param commands the clauses of all ALTER TABLE statements, in order; empty for a renaming
 */
record AlterStatement(String table, List<Stmt> statements, List<AlterTableCmd> commands) {

  /**
   * Reads ALTER TABLE statements of one table.
   *
   * @throws AlterException if the text is anything else
   */
  static AlterStatement read(String sql) {
    List<Stmt> statements = parse(sql);
    if (statements.isEmpty()) {
      throw new AlterException("There is no statement. Write what you want: ALTER TABLE ...");
    }
    String table = null;
    List<AlterTableCmd> commands = new ArrayList<>();
    boolean renames = false;
    for (Stmt statement : statements) {
      RangeVar relation = relation(statement);
      if (relation == null) {
        throw new AlterException(
            "Only ALTER TABLE can be planned. Lint other statements with 'dsql lint', and run them with 'dsql sql'.");
      }
      String named =
          relation.schemaname() == null
              ? Names.sql(relation.relname())
              : Names.qualified(relation.schemaname(), relation.relname());
      if (table != null && !table.equals(named)) {
        throw new AlterException(
            "The statements are about %s and %s; plan one table at a time."
                .formatted(table, named));
      }
      table = named;
      if (statement instanceof AlterTableStmt alter) {
        commands.addAll(alter.cmds());
      } else {
        renames = true;
      }
    }
    if (renames && statements.size() > 1) {
      throw new AlterException(
          "RENAME works in place; run it by itself, before or after the other changes.");
    }
    return new AlterStatement(String.valueOf(table), statements, List.copyOf(commands));
  }

  private static @Nullable RangeVar relation(Stmt statement) {
    if (statement instanceof AlterTableStmt alter) {
      return alter.objtype() == ObjectType.TABLE ? alter.relation() : null;
    }
    return statement instanceof RenameStmt rename && isOfTable(rename) ? rename.relation() : null;
  }

  private static boolean isOfTable(RenameStmt rename) {
    return rename.renameType() == ObjectType.TABLE
        || rename.renameType() == ObjectType.TABCONSTRAINT
        || rename.relationType() == ObjectType.TABLE;
  }

  private static List<Stmt> parse(String sql) {
    if (sql.length() > AlterRequest.MAX_SQL_CHARACTERS) {
      throw new AlterException(
          "The statement has %,d characters; at most %,d are read."
              .formatted(sql.length(), AlterRequest.MAX_SQL_CHARACTERS));
    }
    try {
      return SqlParser.parse(sql);
    } catch (SqlParseException e) {
      SqlError error = e.error();
      throw new AlterException(
          "That is not SQL: %s%s."
              .formatted(
                  error.message(),
                  error.position() > 0 ? " (at character " + error.position() + ")" : ""),
          e);
    }
  }

  /**
   * Reads {@code column = expression}, each.
   *
   * @throws AlterException if one is anything else
   */
  static Map<String, Expr> assignments(List<String> texts) {
    Map<String, Expr> values = new LinkedHashMap<>();
    for (String text : texts) {
      List<Stmt> statements = parse("UPDATE t SET " + text);
      boolean one =
          statements.size() == 1
              && statements.getFirst() instanceof UpdateStmt update
              && update.targetList().size() == 1
              && update.targetList().getFirst() instanceof ResTarget target
              && target.indirection().isEmpty()
              && update.whereClause() == null
              && update.fromClause().isEmpty()
              && update.returningList().isEmpty();
      if (!one
          || !(((UpdateStmt) statements.getFirst()).targetList().getFirst()
              instanceof ResTarget target)
          || target.name() == null
          || target.val() == null) {
        throw new AlterException(
            "'%s' is not an assignment. Write: column = expression.".formatted(text));
      }
      if (values.put(target.name(), target.val()) != null) {
        throw new AlterException("The column " + target.name() + " has two values.");
      }
    }
    return values;
  }
}
