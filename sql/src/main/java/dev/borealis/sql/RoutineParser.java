package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.DatabaseStmt.CreateExtensionStmt;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.ObjectName.CastName;
import dev.borealis.sql.tree.ObjectName.FunctionParameter;
import dev.borealis.sql.tree.ObjectName.ObjectWithArgs;
import dev.borealis.sql.tree.ObjectName.TransformName;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.ObjectType;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TypeStmt.AlterFunctionStmt;
import dev.borealis.sql.tree.TypeStmt.CreateCastStmt;
import dev.borealis.sql.tree.TypeStmt.CreateFunctionStmt;
import dev.borealis.sql.tree.TypeStmt.CreatePLangStmt;
import dev.borealis.sql.tree.TypeStmt.CreateTransformStmt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions, procedures, casts, transforms and languages. */
final class RoutineParser {
  private final Grammar g;

  private final ParserState s;

  RoutineParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  /** {@code func_args}, with or without defaults. */
  List<FunctionParameter> parameters(boolean defaults) {
    s.expect(TokenKind.LEFT_PAREN);
    if (s.accept(TokenKind.RIGHT_PAREN)) {
      return List.of();
    }
    List<FunctionParameter> parameters = s.commaList(() -> parameter(defaults));
    s.expect(TokenKind.RIGHT_PAREN);
    return parameters;
  }

  private FunctionParameter parameter(boolean defaults) {
    int start = s.start();
    FunctionParameter.Mode mode = mode();
    String name = null;
    if (s.atTypeFunctionName() && isParameterName()) {
      name = s.typeFunctionName();
      if (mode == null) {
        mode = mode();
      }
    }
    TypeName type = g.types.functionType();
    Expr value = null;
    if (defaults && (s.accept(Keyword.DEFAULT) || s.accept(TokenKind.EQUALS))) {
      value = g.expressions.expression();
    }
    return new FunctionParameter(
        name, type, mode == null ? FunctionParameter.Mode.DEFAULT : mode, value, s.from(start));
  }

  /** A word names the parameter if a type or a mode follows; DOUBLE PRECISION is a type. */
  private boolean isParameterName() {
    if (s.at(Keyword.DOUBLE) && s.ahead(1) == Keyword.PRECISION) {
      return false;
    }
    TokenKind next = s.kindAhead(1);
    Keyword word = s.ahead(1);
    if (next == TokenKind.IDENT) {
      return true;
    }
    if (word == null) {
      return false;
    }
    return switch (word) {
      case IN, VARIADIC -> true;
      case DEFAULT, ARRAY, ORDER -> false;
      default -> word.category() != KeywordCategory.RESERVED;
    };
  }

  private FunctionParameter.@Nullable Mode mode() {
    if (s.accept(Keyword.IN)) {
      return s.accept(Keyword.OUT) ? FunctionParameter.Mode.INOUT : FunctionParameter.Mode.IN;
    }
    if (s.accept(Keyword.OUT)) {
      return FunctionParameter.Mode.OUT;
    }
    if (s.accept(Keyword.INOUT)) {
      return FunctionParameter.Mode.INOUT;
    }
    return s.accept(Keyword.VARIADIC) ? FunctionParameter.Mode.VARIADIC : null;
  }

  /** {@code aggr_args}, after the aggregate's name. */
  ObjectWithArgs aggregateArgs(List<String> name, int start) {
    s.expect(TokenKind.LEFT_PAREN);
    if (s.accept(TokenKind.STAR)) {
      s.expect(TokenKind.RIGHT_PAREN);
      return new ObjectWithArgs(name, List.of(), List.of(), false, -1, true, s.from(start));
    }
    List<FunctionParameter> direct =
        s.at(Keyword.ORDER) ? List.of() : s.commaList(this::aggregateArg);
    int ordered = -1;
    List<FunctionParameter> all = new ArrayList<>(direct);
    if (s.accept(Keyword.ORDER)) {
      s.expect(Keyword.BY);
      ordered = direct.size();
      List<FunctionParameter> after = s.commaList(this::aggregateArg);
      s.expect(TokenKind.RIGHT_PAREN);
      checkVariadic(direct, after);
      all.addAll(after);
    } else {
      s.expect(TokenKind.RIGHT_PAREN);
    }
    return new ObjectWithArgs(
        name, List.copyOf(all), List.of(), false, ordered, false, s.from(start));
  }

  private void checkVariadic(List<FunctionParameter> direct, List<FunctionParameter> ordered) {
    if (direct.isEmpty() || direct.getLast().mode() != FunctionParameter.Mode.VARIADIC) {
      return;
    }
    FunctionParameter first = ordered.getFirst();
    if (ordered.size() != 1
        || first.mode() != FunctionParameter.Mode.VARIADIC
        || !first.argType().equals(direct.getLast().argType())) {
      throw s.unsupported(
          "an ordered-set aggregate with a VARIADIC direct argument must have one VARIADIC aggregated argument of the same data type",
          first.argType().span().start());
    }
  }

  private FunctionParameter aggregateArg() {
    FunctionParameter arg = parameter(false);
    FunctionParameter.Mode mode = arg.mode();
    if (mode == FunctionParameter.Mode.OUT || mode == FunctionParameter.Mode.INOUT) {
      throw s.unsupported("aggregates cannot have output arguments", arg.span().start());
    }
    return arg;
  }

  /** CREATE FUNCTION and CREATE PROCEDURE. */
  CreateFunctionStmt create(boolean replace, int start) {
    boolean procedure = s.accept(Keyword.PROCEDURE);
    if (!procedure) {
      s.expect(Keyword.FUNCTION);
    }
    List<String> name = g.names.functionName();
    List<FunctionParameter> parameters = parameters(true);
    TypeName returns = null;
    List<FunctionParameter> table = List.of();
    if (!procedure && s.at(Keyword.RETURNS) && s.ahead(1) != Keyword.NULL) {
      s.next();
      if (s.accept(Keyword.TABLE)) {
        table = s.parenthesized(this::tableColumn);
        for (FunctionParameter parameter : parameters) {
          FunctionParameter.Mode mode = parameter.mode();
          if (mode == FunctionParameter.Mode.OUT || mode == FunctionParameter.Mode.INOUT) {
            throw s.error("OUT and INOUT arguments aren't allowed in TABLE functions", -1);
          }
        }
      } else {
        returns = g.types.functionType();
      }
    }
    List<DefElem> options = new ArrayList<>();
    for (DefElem option = g.routineOptions.createOption();
        option != null;
        option = g.routineOptions.createOption()) {
      options.add(option);
    }
    List<Stmt> body = null;
    boolean atomic = false;
    if (s.at(Keyword.RETURN)) {
      body = List.of(g.utilities.returnValue());
    } else if (s.accept(Keyword.BEGIN)) {
      s.expect(Keyword.ATOMIC);
      atomic = true;
      body = body();
    }
    return new CreateFunctionStmt(
        procedure,
        replace,
        name,
        parameters,
        returns,
        table,
        List.copyOf(options),
        body,
        atomic,
        s.from(start));
  }

  private List<Stmt> body() {
    int above = s.nesting.enter();
    List<Stmt> statements = new ArrayList<>();
    while (!s.accept(Keyword.END)) {
      Stmt statement = s.at(Keyword.RETURN) ? g.utilities.returnValue() : g.statements.statement();
      if (statement != null) {
        statements.add(statement);
      }
      s.expect(TokenKind.SEMICOLON);
    }
    s.nesting.leave(above);
    return List.copyOf(statements);
  }

  private FunctionParameter tableColumn() {
    int start = s.start();
    String name = s.typeFunctionName();
    TypeName type = g.types.functionType();
    return new FunctionParameter(name, type, FunctionParameter.Mode.TABLE, null, s.from(start));
  }

  /** ALTER FUNCTION with options. */
  AlterFunctionStmt alter(ObjectType type, ObjectWithArgs function, int start) {
    List<DefElem> actions = new ArrayList<>();
    for (DefElem option = g.routineOptions.commonOption();
        option != null;
        option = g.routineOptions.commonOption()) {
      actions.add(option);
    }
    if (actions.isEmpty()) {
      throw s.syntaxError();
    }
    s.accept(Keyword.RESTRICT);
    return new AlterFunctionStmt(type, function, List.copyOf(actions), s.from(start));
  }

  CreateCastStmt cast(int start) {
    s.expect(Keyword.CAST);
    CastName cast = g.objects.cast();
    ObjectWithArgs function = null;
    boolean inout = false;
    if (s.accept(Keyword.WITHOUT)) {
      s.expect(Keyword.FUNCTION);
    } else {
      s.expect(Keyword.WITH);
      inout = s.accept(Keyword.INOUT);
      if (!inout) {
        s.expect(Keyword.FUNCTION);
        function = g.objects.function();
      }
    }
    CreateCastStmt.Context context = CreateCastStmt.Context.EXPLICIT;
    if (s.accept(Keyword.AS)) {
      boolean implicit = s.accept(Keyword.IMPLICIT);
      if (!implicit) {
        s.expect(Keyword.ASSIGNMENT);
      }
      context = implicit ? CreateCastStmt.Context.IMPLICIT : CreateCastStmt.Context.ASSIGNMENT;
    }
    return new CreateCastStmt(
        cast.source(), cast.target(), function, context, inout, s.from(start));
  }

  CreateTransformStmt transform(boolean replace, int start) {
    s.expect(Keyword.TRANSFORM);
    TransformName name = g.objects.transform();
    s.expect(TokenKind.LEFT_PAREN);
    ObjectWithArgs from = null;
    ObjectWithArgs to = null;
    do {
      boolean isFrom = from == null && s.accept(Keyword.FROM);
      if (!isFrom && (to != null || !s.accept(Keyword.TO))) {
        throw s.syntaxError();
      }
      s.expect(Keyword.SQL, Keyword.WITH, Keyword.FUNCTION);
      ObjectWithArgs function = g.objects.function();
      if (isFrom) {
        from = function;
      } else {
        to = function;
      }
    } while ((from == null || to == null) && s.accept(TokenKind.COMMA));
    s.expect(TokenKind.RIGHT_PAREN);
    return new CreateTransformStmt(replace, name.type(), name.language(), from, to, s.from(start));
  }

  /** CREATE LANGUAGE; without a handler it stands for an extension. */
  Stmt language(boolean replace, int start) {
    boolean trusted = s.accept(Keyword.TRUSTED);
    s.accept(Keyword.PROCEDURAL);
    s.expect(Keyword.LANGUAGE);
    String name = s.colId();
    if (!s.accept(Keyword.HANDLER)) {
      return new CreateExtensionStmt(name, replace, List.of(), s.from(start));
    }
    List<String> handler = g.names.handlerName();
    List<String> inline = s.accept(Keyword.INLINE) ? g.names.handlerName() : List.of();
    List<String> validator = List.of();
    if (s.accept(Keyword.VALIDATOR)) {
      validator = g.names.handlerName();
    } else {
      s.accept(Keyword.NO, Keyword.VALIDATOR);
    }
    return new CreatePLangStmt(replace, name, handler, inline, validator, trusted, s.from(start));
  }
}
