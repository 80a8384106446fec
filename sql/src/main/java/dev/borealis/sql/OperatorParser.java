package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.CreateOpClassItem;
import dev.borealis.sql.tree.ObjectName.ObjectWithArgs;
import dev.borealis.sql.tree.ObjectName.OperatorClassName;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.ObjectType;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TypeStmt.AlterOpFamilyStmt;
import dev.borealis.sql.tree.TypeStmt.CreateAmStmt;
import dev.borealis.sql.tree.TypeStmt.CreateOpClassStmt;
import dev.borealis.sql.tree.TypeStmt.CreateOpFamilyStmt;
import java.util.List;

/** Operator classes and families, and access methods. */
final class OperatorParser {
  private final Grammar g;
  private final ParserState s;

  OperatorParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  /** CREATE OPERATOR, CLASS or FAMILY. */
  Stmt create(int start) {
    s.expect(Keyword.OPERATOR);
    ObjectType group = g.objects.operatorGroup();
    if (group == null) {
      return g.typeStatements.operator(start);
    }
    if (group == ObjectType.OPFAMILY) {
      OperatorClassName name = g.objects.operatorClass();
      return new CreateOpFamilyStmt(name.names(), name.accessMethod(), s.from(start));
    }
    List<String> name = g.names.anyName();
    boolean isDefault = s.accept(Keyword.DEFAULT);
    s.expect(Keyword.FOR, Keyword.TYPE);
    TypeName type = g.types.typeName();
    s.expect(Keyword.USING);
    String method = s.colId();
    List<String> family = s.accept(Keyword.FAMILY) ? g.names.anyName() : List.of();
    s.expect(Keyword.AS);
    List<CreateOpClassItem> items = s.commaList(this::item);
    return new CreateOpClassStmt(name, family, method, type, items, isDefault, s.from(start));
  }

  private CreateOpClassItem item() {
    int start = s.start();
    if (s.accept(Keyword.STORAGE)) {
      TypeName type = g.types.typeName();
      return new CreateOpClassItem(
          CreateOpClassItem.Type.STORAGETYPE, null, 0, List.of(), List.of(), type, s.from(start));
    }
    if (s.accept(Keyword.FUNCTION)) {
      int number = s.iconst();
      List<TypeName> types = s.optionalParenthesized(g.types::typeName);
      ObjectWithArgs function = g.objects.function();
      return new CreateOpClassItem(
          CreateOpClassItem.Type.FUNCTION, function, number, List.of(), types, null, s.from(start));
    }
    s.expect(Keyword.OPERATOR);
    int number = s.iconst();
    int nameStart = s.start();
    List<String> name = g.names.anyOperator();
    ObjectWithArgs operator =
        s.at(TokenKind.LEFT_PAREN)
            ? g.objects.operatorArgs(name, nameStart)
            : new ObjectWithArgs(name, List.of(), List.of(), true, -1, false, s.from(nameStart));
    List<String> family = List.of();
    if (s.accept(Keyword.FOR) && !s.accept(Keyword.SEARCH)) {
      s.expect(Keyword.ORDER, Keyword.BY);
      family = g.names.anyName();
    }
    s.accept(Keyword.RECHECK);
    return new CreateOpClassItem(
        CreateOpClassItem.Type.OPERATOR, operator, number, family, List.of(), null, s.from(start));
  }

  private CreateOpClassItem dropped() {
    int start = s.start();
    boolean operator = s.accept(Keyword.OPERATOR);
    if (!operator) {
      s.expect(Keyword.FUNCTION);
    }
    CreateOpClassItem.Type type =
        operator ? CreateOpClassItem.Type.OPERATOR : CreateOpClassItem.Type.FUNCTION;
    int number = s.iconst();
    List<TypeName> types = s.parenthesized(g.types::typeName);
    return new CreateOpClassItem(type, null, number, List.of(), types, null, s.from(start));
  }

  /** ALTER OPERATOR FAMILY ADD and DROP. */
  AlterOpFamilyStmt alterFamily(OperatorClassName name, int start) {
    boolean drop = s.accept(Keyword.DROP);
    if (!drop) {
      s.expect(Keyword.ADD);
    }
    List<CreateOpClassItem> items = drop ? s.commaList(this::dropped) : s.commaList(this::item);
    return new AlterOpFamilyStmt(name.names(), name.accessMethod(), drop, items, s.from(start));
  }

  CreateAmStmt accessMethod(int start) {
    s.expect(Keyword.ACCESS, Keyword.METHOD);
    String name = s.colId();
    s.expect(Keyword.TYPE);
    boolean table = s.accept(Keyword.TABLE);
    if (!table) {
      s.expect(Keyword.INDEX);
    }
    s.expect(Keyword.HANDLER);
    return new CreateAmStmt(name, g.names.handlerName(), table, s.from(start));
  }
}
