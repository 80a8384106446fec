package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.AlterTableCmd;
import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.DropBehavior;
import dev.borealis.sql.tree.ObjectName;
import dev.borealis.sql.tree.ObjectName.RoleSpec;
import dev.borealis.sql.tree.ObjectStmt.AlterObjectDependsStmt;
import dev.borealis.sql.tree.ObjectStmt.AlterObjectSchemaStmt;
import dev.borealis.sql.tree.ObjectStmt.RenameStmt;
import dev.borealis.sql.tree.ObjectType;
import dev.borealis.sql.tree.RelationStmt.AlterSeqStmt;
import dev.borealis.sql.tree.RelationStmt.AlterTableMoveAllStmt;
import dev.borealis.sql.tree.RelationStmt.AlterTableStmt;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ALTER of tables, indexes, sequences and views. */
final class AlterRelationParser {
  private final Grammar g;
  private final ParserState s;

  AlterRelationParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  private Stmt moveAll(ObjectType type, int start) {
    s.next();
    s.expect(Keyword.IN, Keyword.TABLESPACE);
    String from = s.colId();
    List<RoleSpec> roles = s.accept(Keyword.OWNED, Keyword.BY) ? g.names.roleList() : List.of();
    s.expect(Keyword.SET, Keyword.TABLESPACE);
    String to = s.colId();
    return new AlterTableMoveAllStmt(
        from, type, roles, to, s.accept(Keyword.NOWAIT), s.from(start));
  }

  Stmt relation(ObjectType type, int start) {
    boolean table = type == ObjectType.TABLE;
    if (s.at(Keyword.ALL) && (table || type == ObjectType.INDEX || type == ObjectType.MATVIEW)) {
      return moveAll(type, start);
    }
    boolean async = table && s.atWord("async") && namesTableAhead();
    if (async) {
      s.next();
    }
    boolean missingOk = s.acceptIfExists();
    boolean only = table || type == ObjectType.FOREIGN_TABLE;
    RangeVar relation = only ? g.names.relationExpr() : g.names.qualifiedName();
    if (async) {
      AlterTableCmd command = validation();
      return new AlterTableStmt(relation, List.of(command), type, missingOk, true, s.from(start));
    }
    if (s.accept(Keyword.RENAME)) {
      return rename(type, relation, missingOk, start);
    }
    if (s.at(Keyword.SET) && s.ahead(1) == Keyword.SCHEMA && type != ObjectType.INDEX) {
      s.next();
      s.next();
      return new AlterObjectSchemaStmt(type, relation, null, s.colId(), missingOk, s.from(start));
    }
    boolean depends = !missingOk && (type == ObjectType.INDEX || type == ObjectType.MATVIEW);
    if (depends && (s.at(Keyword.DEPENDS) || (s.at(Keyword.NO) && s.ahead(1) == Keyword.DEPENDS))) {
      return depends(type, relation, null, start);
    }
    if (table || (type == ObjectType.INDEX && !missingOk)) {
      AlterTableCmd partition = g.alterTables.partition(!table);
      if (partition != null) {
        return new AlterTableStmt(
            relation, List.of(partition), type, missingOk, false, s.from(start));
      }
    }
    if (type == ObjectType.SEQUENCE && g.options.atSequenceOption() && !noCommand()) {
      List<DefElem> options = g.options.sequenceOptions();
      return new AlterSeqStmt(relation, options, missingOk, s.from(start));
    }
    List<AlterTableCmd> commands = g.alterTables.commands();
    return new AlterTableStmt(relation, commands, type, missingOk, false, s.from(start));
  }

  /** NO begins options of a sequence and commands of a table. */
  private boolean noCommand() {
    return s.at(Keyword.NO) && (s.ahead(1) == Keyword.INHERIT || s.ahead(1) == Keyword.FORCE);
  }

  /** True if ASYNC is DSQL's, because the table's name follows it. */
  private boolean namesTableAhead() {
    Keyword word = s.ahead(1);
    boolean validated = s.ahead(2) == Keyword.VALIDATE || s.kindAhead(2) == TokenKind.DOT;
    return s.kindAhead(1) == TokenKind.IDENT
        || word == Keyword.ONLY
        || word == Keyword.IF
        || (word != null && validated);
  }

  /** What DSQL validates in the background. */
  private AlterTableCmd validation() {
    int start = s.start();
    s.expect(Keyword.VALIDATE, Keyword.CONSTRAINT);
    return g.alterTables.of(AlterTableCmd.Type.VALIDATE_CONSTRAINT, s.colId(), null, start);
  }

  private RenameStmt rename(ObjectType type, RangeVar relation, boolean missingOk, int start) {
    DropBehavior behavior = DropBehavior.RESTRICT;
    if (s.accept(Keyword.TO)) {
      return new RenameStmt(
          type, null, relation, null, null, s.colId(), behavior, missingOk, s.from(start));
    }
    boolean columns = type != ObjectType.INDEX && type != ObjectType.SEQUENCE;
    ObjectType renamed = ObjectType.COLUMN;
    if (type == ObjectType.TABLE && s.accept(Keyword.CONSTRAINT)) {
      renamed = ObjectType.TABCONSTRAINT;
    } else if (columns) {
      s.accept(Keyword.COLUMN);
    } else {
      throw s.syntaxError();
    }
    String name = s.colId();
    s.expect(Keyword.TO);
    return new RenameStmt(
        renamed, type, relation, null, name, s.colId(), behavior, missingOk, s.from(start));
  }

  Stmt depends(
      ObjectType type, @Nullable RangeVar relation, @Nullable ObjectName object, int start) {
    boolean remove = s.accept(Keyword.NO);
    s.expect(Keyword.DEPENDS, Keyword.ON, Keyword.EXTENSION);
    return new AlterObjectDependsStmt(type, relation, object, s.colId(), remove, s.from(start));
  }
}
