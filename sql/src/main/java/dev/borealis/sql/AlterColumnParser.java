package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.AlterTableCmd;
import dev.borealis.sql.tree.Clause.ColumnTypeChange;
import dev.borealis.sql.tree.Clause.Constraint;
import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Clause.OptionList;
import dev.borealis.sql.tree.DropBehavior;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.Value.IntegerValue;
import java.util.ArrayList;
import java.util.List;

/** ALTER COLUMN, within ALTER TABLE. */
final class AlterColumnParser {
  private final Grammar g;
  private final ParserState s;

  AlterColumnParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  AlterTableCmd alter(int start) {
    if (s.accept(Keyword.CONSTRAINT)) {
      ConstraintDraft draft = new ConstraintDraft(Constraint.Type.FOREIGN, s.colId());
      g.constraintAttributes.read(draft, "FOREIGN KEY", true, false, false);
      return g.alterTables.of(
          AlterTableCmd.Type.ALTER_CONSTRAINT, null, draft.build(s.from(start)), start);
    }
    s.accept(Keyword.COLUMN);
    if (s.at(TokenKind.ICONST)) {
      int place = s.start();
      int number = s.iconst();
      s.expect(Keyword.SET, Keyword.STATISTICS);
      Node target = statisticsTarget();
      if (number <= 0 || number > Short.MAX_VALUE) {
        throw s.error("22023", "column number must be in range from 1 to 32767", null, place);
      }
      return new AlterTableCmd(
          AlterTableCmd.Type.SET_STATISTICS,
          null,
          number,
          null,
          target,
          DropBehavior.RESTRICT,
          false,
          s.from(start));
    }
    return column(s.colId(), start);
  }

  private Node statisticsTarget() {
    int start = s.start();
    return new IntegerValue(g.options.signedInteger(), s.from(start));
  }

  private AlterTableCmd column(String name, int start) {
    if (s.accept(Keyword.TYPE)) {
      return columnType(name, start);
    }
    if (s.accept(Keyword.DROP)) {
      return dropOfColumn(name, start);
    }
    if (s.at(Keyword.OPTIONS)) {
      int optionsStart = s.start();
      List<DefElem> options = g.options.alterGenericOptions();
      return g.alterTables.of(
          AlterTableCmd.Type.ALTER_COLUMN_GENERIC_OPTIONS,
          name,
          new OptionList(options, s.from(optionsStart)),
          start);
    }
    if (s.accept(Keyword.ADD)) {
      int identityStart = s.start();
      s.expect(Keyword.GENERATED);
      return g.alterTables.of(
          AlterTableCmd.Type.ADD_IDENTITY, name, g.constraints.identity(identityStart), start);
    }
    if (s.accept(Keyword.RESET)) {
      return g.alterTables.options(AlterTableCmd.Type.RESET_OPTIONS, name, start);
    }
    if (s.at(Keyword.RESTART)) {
      return identityOptions(name, start);
    }
    if (!s.at(Keyword.SET)) {
      throw s.syntaxError();
    }
    Keyword after = s.ahead(1);
    TokenKind next = s.kindAhead(1);
    if (after == Keyword.GENERATED || OptionParser.isSequenceOption(after)) {
      return identityOptions(name, start);
    }
    s.next();
    if (next == TokenKind.LEFT_PAREN) {
      return g.alterTables.options(AlterTableCmd.Type.SET_OPTIONS, name, start);
    }
    if (s.accept(Keyword.DATA)) {
      s.expect(Keyword.TYPE);
      return columnType(name, start);
    }
    if (s.accept(Keyword.DEFAULT)) {
      return g.alterTables.of(
          AlterTableCmd.Type.COLUMN_DEFAULT, name, g.expressions.expression(), start);
    }
    if (s.accept(Keyword.NOT)) {
      s.expect(Keyword.NULL);
      return g.alterTables.of(AlterTableCmd.Type.SET_NOT_NULL, name, null, start);
    }
    if (s.accept(Keyword.STATISTICS)) {
      return g.alterTables.of(AlterTableCmd.Type.SET_STATISTICS, name, statisticsTarget(), start);
    }
    int valueStart = s.start();
    boolean storage = s.accept(Keyword.STORAGE);
    if (!storage) {
      s.expect(Keyword.COMPRESSION);
    }
    Node value = g.options.string(g.tables.nameOrDefault(), valueStart);
    return g.alterTables.of(
        storage ? AlterTableCmd.Type.SET_STORAGE : AlterTableCmd.Type.SET_COMPRESSION,
        name,
        value,
        start);
  }

  private AlterTableCmd dropOfColumn(String name, int start) {
    if (s.accept(Keyword.DEFAULT)) {
      return g.alterTables.of(AlterTableCmd.Type.COLUMN_DEFAULT, name, null, start);
    }
    if (s.accept(Keyword.NOT)) {
      s.expect(Keyword.NULL);
      return g.alterTables.of(AlterTableCmd.Type.DROP_NOT_NULL, name, null, start);
    }
    boolean expression = s.accept(Keyword.EXPRESSION);
    if (!expression) {
      s.expect(Keyword.IDENTITY);
    }
    boolean missingOk = s.accept(Keyword.IF, Keyword.EXISTS);
    AlterTableCmd.Type type =
        expression ? AlterTableCmd.Type.DROP_EXPRESSION : AlterTableCmd.Type.DROP_IDENTITY;
    return new AlterTableCmd(
        type, name, 0, null, null, DropBehavior.RESTRICT, missingOk, s.from(start));
  }

  private AlterTableCmd columnType(String name, int start) {
    int typeStart = s.start();
    TypeName type = g.types.typeName();
    List<String> collation = s.accept(Keyword.COLLATE) ? g.names.anyName() : null;
    Expr using = s.accept(Keyword.USING) ? g.expressions.expression() : null;
    Node change = new ColumnTypeChange(type, collation, using, s.from(typeStart));
    return g.alterTables.of(AlterTableCmd.Type.ALTER_COLUMN_TYPE, name, change, start);
  }

  private AlterTableCmd identityOptions(String name, int start) {
    int optionsStart = s.start();
    List<DefElem> options = new ArrayList<>();
    while (s.at(Keyword.SET) || s.at(Keyword.RESTART)) {
      int optionStart = s.start();
      if (s.accept(Keyword.RESTART)) {
        options.add(g.options.restart(optionStart));
        continue;
      }
      s.next();
      if (s.accept(Keyword.GENERATED)) {
        options.add(
            g.options.option(
                "generated", g.options.bool(g.constraints.always(), optionStart), optionStart));
        continue;
      }
      int place = s.start();
      DefElem option = g.options.sequenceOption();
      if (List.of("as", "restart", "owned_by").contains(option.defname())) {
        throw s.error("sequence option \"" + option.defname() + "\" not supported here", place);
      }
      options.add(option);
    }
    return g.alterTables.of(
        AlterTableCmd.Type.SET_IDENTITY,
        name,
        new OptionList(List.copyOf(options), s.from(optionsStart)),
        start);
  }
}
