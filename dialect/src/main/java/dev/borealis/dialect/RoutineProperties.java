package dev.borealis.dialect;

import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.AConst;
import dev.borealis.sql.tree.Expr.AField;
import dev.borealis.sql.tree.Expr.ColumnRef;
import dev.borealis.sql.tree.Expr.FuncCall;
import dev.borealis.sql.tree.Expr.TypeCast;
import dev.borealis.sql.tree.ObjectName.FunctionParameter;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.TypeStmt.CreateFunctionStmt;
import dev.borealis.sql.tree.Value.BooleanValue;
import dev.borealis.sql.tree.Value.StringValue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Properties of CREATE FUNCTION and of function calls. */
final class RoutineProperties {
  private static final Set<String> TEXT_SEARCH_FUNCTIONS =
      Set.of(
          "to_tsvector",
          "to_tsquery",
          "plainto_tsquery",
          "phraseto_tsquery",
          "websearch_to_tsquery");

  private RoutineProperties() {}

  static @Nullable Condition of(String property, Condition.Words words) {
    return switch (property) {
      case "CreateFunctionStmt procedure" ->
          Condition.on(
              CreateFunctionStmt.class,
              (create, _) -> Match.when(create.isProcedure(), create.span()));
      case "CreateFunctionStmt language-outside" -> {
        NameSet languages = words.set();
        yield Condition.on(
            CreateFunctionStmt.class, (create, _) -> languageOutside(languages, create));
      }
      case "CreateFunctionStmt returns" -> {
        NameSet types = words.set();
        yield Condition.on(CreateFunctionStmt.class, (create, _) -> returns(types, create));
      }
      case "CreateFunctionStmt option" -> {
        String name = words.word(0);
        yield Condition.on(CreateFunctionStmt.class, (create, _) -> option(create, name));
      }
      case "CreateFunctionStmt leakproof" ->
          Condition.on(
              CreateFunctionStmt.class,
              (create, _) -> {
                Match match = option(create, "leakproof");
                return match != null
                        && create.options().stream()
                            .anyMatch(option ->
                                option.defname().equals("leakproof")
                                    && option.arg() instanceof BooleanValue(boolean value, _)
                                    && value)
                    ? match
                    : null;
              });
      default -> ofCalls(property, words);
    };
  }

  private static @Nullable Condition ofCalls(String property, Condition.Words words) {
    return switch (property) {
      case "FuncCall calls" -> {
        NameSet functions = words.set();
        yield Condition.on(
            FuncCall.class, (call, _) -> called(functions, call.funcname().getLast(), call.span()));
      }
      case "FuncCall arguments" -> {
        int count = words.number(0);
        yield Condition.on(
            FuncCall.class, (call, _) -> Match.when(call.args().size() == count, call.span()));
      }
      case "FuncCall text-search-outside" -> {
        NameSet configurations = words.set();
        yield Condition.on(FuncCall.class, (call, _) -> textSearchOutside(configurations, call));
      }
      // PostgreSQL takes x.f for f(x) where x has no column f.
      case "ColumnRef calls" -> {
        NameSet functions = words.set();
        yield Condition.on(
            ColumnRef.class,
            (column, _) ->
                column.star() || column.fields().size() < 2
                    ? null
                    : called(functions, column.fields().getLast(), column.span()));
      }
      case "AField calls" -> {
        NameSet functions = words.set();
        yield Condition.on(
            AField.class, (field, _) -> called(functions, field.name(), field.span()));
      }
      default -> null;
    };
  }

  private static @Nullable Match called(NameSet functions, String name, Span span) {
    return Match.when(functions.contains(name), span, name);
  }

  private static @Nullable Match option(CreateFunctionStmt create, String name) {
    for (DefElem option : create.options()) {
      if (option.defname().equals(name)) {
        return new Match(option.span(), "");
      }
    }
    return null;
  }

  private static @Nullable Match languageOutside(NameSet languages, CreateFunctionStmt create) {
    for (DefElem option : create.options()) {
      if (option.defname().equals("language")
          && option.arg() instanceof StringValue(String language, _)
          && !languages.contains(language)) {
        return new Match(option.span(), language);
      }
    }
    return null;
  }

  private static @Nullable Match returns(NameSet types, CreateFunctionStmt create) {
    Match match = create.returnType() == null ? null : typeIn(types, create.returnType());
    for (FunctionParameter column : create.returnTable()) {
      match = match == null ? typeIn(types, column.argType()) : match;
    }
    for (FunctionParameter parameter : create.parameters()) {
      boolean out =
          parameter.mode() == FunctionParameter.Mode.OUT
              || parameter.mode() == FunctionParameter.Mode.INOUT;
      match = match == null && out ? typeIn(types, parameter.argType()) : match;
    }
    return match;
  }

  private static @Nullable Match typeIn(NameSet types, TypeName type) {
    String name = TypeSpelling.builtIn(type);
    return name == null || TypeSpelling.isArray(type)
        ? null
        : Match.when(types.contains(name), type.span(), TypeSpelling.of(type));
  }

  /** With two arguments, these functions take the configuration first. */
  private static @Nullable Match textSearchOutside(NameSet configurations, FuncCall call) {
    if (call.args().size() != 2 || !TEXT_SEARCH_FUNCTIONS.contains(call.funcname().getLast())) {
      return null;
    }
    Expr first = call.args().getFirst();
    Expr constant = first instanceof TypeCast cast ? cast.arg() : first;
    return constant instanceof AConst(StringValue(String configuration, _), _)
        ? Match.when(!configurations.contains(configuration), first.span(), configuration)
        : null;
  }
}
