package dev.borealis.sql;

import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.ObjectName;
import dev.borealis.sql.tree.ObjectName.AnyName;
import dev.borealis.sql.tree.ObjectName.CastName;
import dev.borealis.sql.tree.ObjectName.FunctionParameter;
import dev.borealis.sql.tree.ObjectName.LargeObjectName;
import dev.borealis.sql.tree.ObjectName.NameOn;
import dev.borealis.sql.tree.ObjectName.ObjectWithArgs;
import dev.borealis.sql.tree.ObjectName.OperatorClassName;
import dev.borealis.sql.tree.ObjectName.TransformName;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.ObjectType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Objects of all kinds, as DROP, COMMENT and others name them. */
final class ObjectNameParser {
  private final Grammar g;
  private final ParserState s;

  ObjectNameParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  /** A kind whose objects have names with dots; null if there is none here. */
  @Nullable ObjectType anyNameType() {
    ObjectType type =
        switch (s.word()) {
          case TABLE -> ObjectType.TABLE;
          case SEQUENCE -> ObjectType.SEQUENCE;
          case VIEW -> ObjectType.VIEW;
          case INDEX -> ObjectType.INDEX;
          case COLLATION -> ObjectType.COLLATION;
          case CONVERSION -> ObjectType.CONVERSION;
          case STATISTICS -> ObjectType.STATISTIC_EXT;
          case null, default -> null;
        };
    if (type != null) {
      s.next();
      return type;
    }
    if (s.accept(Keyword.MATERIALIZED, Keyword.VIEW)) {
      return ObjectType.MATVIEW;
    }
    if (s.at(Keyword.FOREIGN) && s.ahead(1) != Keyword.DATA) {
      s.next();
      s.expect(Keyword.TABLE);
      return ObjectType.FOREIGN_TABLE;
    }
    return s.accept(Keyword.TEXT, Keyword.SEARCH) ? textSearchType() : null;
  }

  /** What follows {@code TEXT SEARCH}. */
  ObjectType textSearchType() {
    ObjectType type =
        switch (s.word()) {
          case PARSER -> ObjectType.TSPARSER;
          case DICTIONARY -> ObjectType.TSDICTIONARY;
          case TEMPLATE -> ObjectType.TSTEMPLATE;
          case CONFIGURATION -> ObjectType.TSCONFIGURATION;
          case null, default -> throw s.syntaxError();
        };
    s.next();
    return type;
  }

  /** {@code drop_type_name}: a kind whose objects have plain names. */
  @Nullable ObjectType dropNameType() {
    if (s.accept(Keyword.ACCESS, Keyword.METHOD)) {
      return ObjectType.ACCESS_METHOD;
    }
    if (s.accept(Keyword.EVENT, Keyword.TRIGGER)) {
      return ObjectType.EVENT_TRIGGER;
    }
    if (s.accept(Keyword.FOREIGN)) {
      s.expect(Keyword.DATA, Keyword.WRAPPER);
      return ObjectType.FDW;
    }
    if (s.accept(Keyword.PROCEDURAL, Keyword.LANGUAGE)) {
      return ObjectType.LANGUAGE;
    }
    ObjectType type =
        switch (s.word()) {
          case EXTENSION -> ObjectType.EXTENSION;
          case LANGUAGE -> ObjectType.LANGUAGE;
          case PUBLICATION -> ObjectType.PUBLICATION;
          case SCHEMA -> ObjectType.SCHEMA;
          case SERVER -> ObjectType.FOREIGN_SERVER;
          case null, default -> null;
        };
    if (type != null) {
      s.next();
    }
    return type;
  }

  /** {@code object_type_name}. */
  @Nullable ObjectType nameType() {
    ObjectType type =
        switch (s.word()) {
          case DATABASE -> ObjectType.DATABASE;
          case ROLE -> ObjectType.ROLE;
          case SUBSCRIPTION -> ObjectType.SUBSCRIPTION;
          case TABLESPACE -> ObjectType.TABLESPACE;
          case null, default -> null;
        };
    if (type != null) {
      s.next();
      return type;
    }
    return dropNameType();
  }

  /** {@code object_type_name_on_any_name}. */
  @Nullable ObjectType attachedType() {
    ObjectType type =
        switch (s.word()) {
          case POLICY -> ObjectType.POLICY;
          case RULE -> ObjectType.RULE;
          case TRIGGER -> ObjectType.TRIGGER;
          case null, default -> null;
        };
    if (type != null) {
      s.next();
    }
    return type;
  }

  /** FUNCTION, PROCEDURE or ROUTINE. */
  @Nullable ObjectType routineType() {
    ObjectType type =
        switch (s.word()) {
          case FUNCTION -> ObjectType.FUNCTION;
          case PROCEDURE -> ObjectType.PROCEDURE;
          case ROUTINE -> ObjectType.ROUTINE;
          case null, default -> null;
        };
    if (type != null) {
      s.next();
    }
    return type;
  }

  AnyName name() {
    int start = s.start();
    return new AnyName(List.of(s.colId()), s.from(start));
  }

  /** {@code name ON any_name}. */
  NameOn nameOn() {
    int start = s.start();
    String name = s.colId();
    s.expect(Keyword.ON);
    return new NameOn(name, g.names.anyName(), s.from(start));
  }

  /** {@code any_name USING name}, of operator classes and families. */
  OperatorClassName operatorClass() {
    int start = s.start();
    List<String> names = g.names.anyName();
    s.expect(Keyword.USING);
    return new OperatorClassName(names, s.colId(), s.from(start));
  }

  CastName cast() {
    int start = s.start();
    s.expect(TokenKind.LEFT_PAREN);
    TypeName source = g.types.typeName();
    s.expect(Keyword.AS);
    TypeName target = g.types.typeName();
    s.expect(TokenKind.RIGHT_PAREN);
    return new CastName(source, target, s.from(start));
  }

  TransformName transform() {
    int start = s.start();
    s.expect(Keyword.FOR);
    TypeName type = g.types.typeName();
    s.expect(Keyword.LANGUAGE);
    return new TransformName(type, s.colId(), s.from(start));
  }

  LargeObjectName largeObject() {
    int start = s.start();
    s.expect(Keyword.OBJECT);
    return new LargeObjectName(g.options.number(), s.from(start));
  }

  /** {@code function_with_argtypes}. */
  ObjectWithArgs function() {
    int start = s.start();
    boolean call = s.atTypeFunctionName();
    if (!call && !s.atColId()) {
      throw s.syntaxError();
    }
    boolean colId = s.atColId();
    String first = s.take();
    List<Expr> indirection = colId ? g.primaries.indirection() : List.of();
    if (s.at(TokenKind.LEFT_PAREN) && (call || !indirection.isEmpty())) {
      List<String> name = g.names.onlyNames(first, indirection);
      List<FunctionParameter> params = g.routines.parameters(false);
      return new ObjectWithArgs(name, params, List.of(), false, -1, false, s.from(start));
    }
    List<String> name = g.names.onlyNames(first, indirection);
    return new ObjectWithArgs(name, List.of(), List.of(), true, -1, false, s.from(start));
  }

  /** {@code aggregate_with_argtypes}. */
  ObjectWithArgs aggregate() {
    int start = s.start();
    List<String> name = g.names.functionName();
    return g.routines.aggregateArgs(name, start);
  }

  /** {@code operator_with_argtypes}. */
  ObjectWithArgs operator() {
    int start = s.start();
    List<String> name = g.names.anyOperator();
    return operatorArgs(name, start);
  }

  ObjectWithArgs operatorArgs(List<String> name, int start) {
    s.expect(TokenKind.LEFT_PAREN);
    List<@Nullable TypeName> args = new ArrayList<>();
    if (s.accept(Keyword.NONE)) {
      args.add(null);
      s.expect(TokenKind.COMMA);
      args.add(g.types.typeName());
    } else {
      args.add(g.types.typeName());
      int place = s.start();
      if (s.accept(TokenKind.RIGHT_PAREN)) {
        throw s.error(
            "42601",
            "missing argument",
            "Use NONE to denote the missing argument of a unary operator.",
            place);
      }
      s.expect(TokenKind.COMMA);
      args.add(s.accept(Keyword.NONE) ? null : g.types.typeName());
    }
    s.expect(TokenKind.RIGHT_PAREN);
    return new ObjectWithArgs(
        name, List.of(), Collections.unmodifiableList(args), false, -1, false, s.from(start));
  }

  /** A kind with its object. */
  record Named(ObjectType type, ObjectName object) {}

  /** An object of COMMENT, SECURITY LABEL and ALTER EXTENSION, or null. */
  @Nullable Named common() {
    ObjectType type = anyNameType();
    if (type != null) {
      return new Named(type, g.names.anyNameNode());
    }
    type = nameType();
    if (type != null) {
      return new Named(type, name());
    }
    type = routineType();
    if (type != null) {
      return new Named(type, function());
    }
    if (s.accept(Keyword.AGGREGATE)) {
      return new Named(ObjectType.AGGREGATE, aggregate());
    }
    if (s.accept(Keyword.DOMAIN)) {
      return new Named(ObjectType.DOMAIN, g.types.typeName());
    }
    return s.accept(Keyword.TYPE) ? new Named(ObjectType.TYPE, g.types.typeName()) : null;
  }

  /** An object of COMMENT and ALTER EXTENSION that has no security label. */
  @Nullable Named unlabelled() {
    if (s.accept(Keyword.CAST)) {
      return new Named(ObjectType.CAST, cast());
    }
    if (s.accept(Keyword.TRANSFORM)) {
      return new Named(ObjectType.TRANSFORM, transform());
    }
    if (!s.accept(Keyword.OPERATOR)) {
      return null;
    }
    ObjectType type = operatorGroup();
    return type == null
        ? new Named(ObjectType.OPERATOR, operator())
        : new Named(type, operatorClass());
  }

  /** CLASS or FAMILY, unless it is an operator's schema. */
  @Nullable ObjectType operatorGroup() {
    if (s.kindAhead(1) == TokenKind.DOT) {
      return null;
    }
    if (s.accept(Keyword.CLASS)) {
      return ObjectType.OPCLASS;
    }
    return s.accept(Keyword.FAMILY) ? ObjectType.OPFAMILY : null;
  }
}
