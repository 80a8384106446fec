package dev.borealis.sql;

import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.AField;
import dev.borealis.sql.tree.Expr.AStar;
import dev.borealis.sql.tree.ObjectName.AnyName;
import dev.borealis.sql.tree.ObjectName.RoleSpec;
import dev.borealis.sql.tree.ObjectName.RoleSpec.RoleType;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.TableRef.RangeVar;
import dev.borealis.sql.tree.TableRef.RangeVar.Persistence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names of relations, roles, operators and other objects. */
final class NameParser {
  private final Grammar g;
  private final ParserState s;

  NameParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  /** {@code any_name}: a name with parts after dots. */
  List<String> anyName() {
    String first = s.colId();
    if (!s.at(TokenKind.DOT)) {
      return List.of(first);
    }
    List<String> names = new ArrayList<>();
    names.add(first);
    attributes(names);
    return List.copyOf(names);
  }

  AnyName anyNameNode() {
    int start = s.start();
    return new AnyName(anyName(), s.from(start));
  }

  /** {@code attrs}: the parts after dots. */
  void attributes(List<String> names) {
    while (s.accept(TokenKind.DOT)) {
      names.add(s.colLabel());
    }
  }

  List<String> nameList() {
    return s.commaList(s::colId);
  }

  /** A list of names in parentheses. */
  List<String> columnList() {
    return s.parenthesized(s::colId);
  }

  List<String> optionalColumnList() {
    return s.optionalParenthesized(s::colId);
  }

  @Nullable String optionalName() {
    return s.atColId() ? s.colId() : null;
  }

  /** {@code qualified_name}: subscripts and stars are refused only after all of it was read. */
  RangeVar qualifiedName() {
    int start = s.start();
    String first = s.colId();
    if (!s.at(TokenKind.DOT) && !s.at(TokenKind.LEFT_BRACKET)) {
      return relation(null, null, first, s.from(start));
    }
    List<String> names = onlyNames(first, g.primaries.indirection());
    return relation(names, start);
  }

  /** A relation from a name of up to three parts. */
  RangeVar relation(List<String> names, int start) {
    Span span = s.from(start);
    return switch (names.size()) {
      case 1 -> relation(null, null, names.get(0), span);
      case 2 -> relation(null, names.get(0), names.get(1), span);
      case 3 -> relation(names.get(0), names.get(1), names.get(2), span);
      default ->
          throw s.error(
              "improper qualified name (too many dotted names): " + String.join(".", names), start);
    };
  }

  private static RangeVar relation(
      @Nullable String catalog, @Nullable String schema, String name, Span span) {
    return new RangeVar(catalog, schema, name, true, Persistence.PERMANENT, null, span);
  }

  List<RangeVar> qualifiedNameList() {
    return s.commaList(this::qualifiedName);
  }

  /** {@code relation_expr}: with ONLY or a star. */
  RangeVar relationExpr() {
    int start = s.start();
    if (s.accept(Keyword.ONLY)) {
      boolean parenthesized = s.accept(TokenKind.LEFT_PAREN);
      RangeVar only = qualifiedName();
      if (parenthesized) {
        s.expect(TokenKind.RIGHT_PAREN);
      }
      return new RangeVar(
          only.catalogname(),
          only.schemaname(),
          only.relname(),
          false,
          Persistence.PERMANENT,
          null,
          s.from(start));
    }
    RangeVar relation = qualifiedName();
    if (s.accept(TokenKind.STAR)) {
      return relation.withAlias(null, s.from(start));
    }
    return relation;
  }

  /** {@code func_name}. */
  List<String> functionName() {
    boolean complete = s.atTypeFunctionName();
    if (!s.atColId()) {
      return List.of(s.typeFunctionName());
    }
    String first = s.colId();
    if (s.at(TokenKind.DOT) || s.at(TokenKind.LEFT_BRACKET)) {
      return onlyNames(first, g.primaries.indirection());
    }
    if (!complete) {
      throw s.syntaxError();
    }
    return List.of(first);
  }

  /** {@code handler_name}: names that no parenthesis follows. */
  List<String> handlerName() {
    return anyName();
  }

  /** The names of an indirection that may hold nothing else; fails at the current token. */
  List<String> onlyNames(String first, List<Expr> indirection) {
    List<String> names = new ArrayList<>();
    names.add(first);
    for (Expr element : indirection) {
      if (!(element instanceof AField field)) {
        throw s.syntaxError();
      }
      names.add(field.name());
    }
    return List.copyOf(names);
  }

  /** Refuses a star before the end of an indirection. */
  List<Expr> checkStars(List<Expr> indirection) {
    for (int i = 0; i < indirection.size() - 1; i++) {
      if (indirection.get(i) instanceof AStar) {
        throw s.errorNear("improper use of \"*\"");
      }
    }
    return indirection;
  }

  /** {@code all_Op}: an operator without a schema, or null. */
  @Nullable String acceptOperator() {
    return isOperator(s.kind()) ? s.take() : null;
  }

  static boolean isOperator(TokenKind kind) {
    return kind == TokenKind.OP || isMathOperator(kind);
  }

  static boolean isMathOperator(TokenKind kind) {
    return switch (kind) {
      case PLUS,
          MINUS,
          STAR,
          SLASH,
          PERCENT,
          CARET,
          LESS,
          GREATER,
          EQUALS,
          LESS_EQUALS,
          GREATER_EQUALS,
          NOT_EQUALS ->
          true;
      default -> false;
    };
  }

  /** {@code any_operator}. */
  List<String> anyOperator() {
    List<String> names = new ArrayList<>();
    while (true) {
      String operator = acceptOperator();
      if (operator != null) {
        names.add(operator);
        return List.copyOf(names);
      }
      names.add(s.colId());
      s.expect(TokenKind.DOT);
    }
  }

  /** {@code OPERATOR(...)}, after the word. */
  List<String> operatorInParentheses() {
    s.expect(TokenKind.LEFT_PAREN);
    List<String> operator = anyOperator();
    s.expect(TokenKind.RIGHT_PAREN);
    return operator;
  }

  /** {@code qual_all_Op}. */
  List<String> qualifiedOperator() {
    if (s.accept(Keyword.OPERATOR)) {
      return operatorInParentheses();
    }
    String operator = acceptOperator();
    if (operator == null) {
      throw s.syntaxError();
    }
    return List.of(operator);
  }

  RoleSpec roleSpec() {
    int start = s.start();
    if (s.accept(Keyword.CURRENT_ROLE)) {
      return new RoleSpec(RoleType.CURRENT_ROLE, null, s.from(start));
    }
    if (s.accept(Keyword.CURRENT_USER)) {
      return new RoleSpec(RoleType.CURRENT_USER, null, s.from(start));
    }
    if (s.accept(Keyword.SESSION_USER)) {
      return new RoleSpec(RoleType.SESSION_USER, null, s.from(start));
    }
    String name = s.nonReservedWord();
    return switch (name) {
      case "public" -> new RoleSpec(RoleType.PUBLIC, null, s.from(start));
      case "none" -> throw reservedRole(name, start);
      default -> new RoleSpec(RoleType.CSTRING, name, s.from(start));
    };
  }

  private SqlParseException reservedRole(String name, int start) {
    return s.error("42939", "role name \"" + name + "\" is reserved", null, start);
  }

  List<RoleSpec> roleList() {
    return s.commaList(this::roleSpec);
  }

  /** {@code RoleId}: the name of a role that is to be made or renamed. */
  String roleId() {
    int start = s.start();
    RoleSpec role = roleSpec();
    String name = role.rolename();
    if (name != null) {
      return name;
    }
    if (role.roletype() == RoleType.PUBLIC) {
      throw reservedRole("public", start);
    }
    throw s.error("42939", role.roletype() + " cannot be used as a role name here", null, start);
  }

  String nonReservedWordOrSconst() {
    return s.takeIf(s.atNonReservedWord() || s.at(TokenKind.SCONST));
  }

  boolean atBooleanOrString() {
    return s.atNonReservedWord()
        || s.at(TokenKind.SCONST)
        || s.at(Keyword.TRUE)
        || s.at(Keyword.FALSE)
        || s.at(Keyword.ON);
  }

  /** {@code opt_boolean_or_string}. */
  String booleanOrString() {
    return s.takeIf(atBooleanOrString());
  }

  /** Names after dots that make one name, such as a setting's. */
  String dottedName() {
    String name = s.colId();
    while (s.accept(TokenKind.DOT)) {
      name = name + "." + s.colId();
    }
    return name;
  }
}
