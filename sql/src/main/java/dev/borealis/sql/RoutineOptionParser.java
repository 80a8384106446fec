package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.Value.ListValue;
import dev.borealis.sql.tree.Value.NameListValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of functions and procedures. */
final class RoutineOptionParser {
  private final Grammar g;
  private final ParserState s;

  RoutineOptionParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  @Nullable DefElem createOption() {
    int start = s.start();
    if (s.accept(Keyword.AS)) {
      int valueStart = s.start();
      String first = s.sconst();
      List<String> definition =
          s.accept(TokenKind.COMMA) ? List.of(first, s.sconst()) : List.of(first);
      return g.options.option("as", new NameListValue(definition, s.from(valueStart)), start);
    }
    if (s.accept(Keyword.LANGUAGE)) {
      int valueStart = s.start();
      return g.options.option(
          "language", g.options.string(g.names.nonReservedWordOrSconst(), valueStart), start);
    }
    if (s.accept(Keyword.TRANSFORM)) {
      int valueStart = s.start();
      List<Node> types =
          s.commaList(() -> {
            s.expect(Keyword.FOR, Keyword.TYPE);
            return g.types.typeName();
          });
      return g.options.option("transform", new ListValue(types, s.from(valueStart)), start);
    }
    if (s.accept(Keyword.WINDOW)) {
      return g.options.option("window", g.options.bool(true, start), start);
    }
    return commonOption();
  }

  /** {@code common_func_opt_item}, or null. */
  @Nullable DefElem commonOption() {
    int start = s.start();
    Keyword word = s.word();
    return switch (word) {
      case CALLED -> {
        s.next();
        s.expect(Keyword.ON, Keyword.NULL, Keyword.INPUT);
        yield flag("strict", false, start);
      }
      case RETURNS -> {
        s.next();
        s.expect(Keyword.NULL, Keyword.ON, Keyword.NULL, Keyword.INPUT);
        yield flag("strict", true, start);
      }
      case STRICT -> {
        s.next();
        yield flag("strict", true, start);
      }
      case IMMUTABLE, STABLE, VOLATILE ->
          g.options.option("volatility", g.options.string(s.take(), start), start);
      case EXTERNAL -> {
        s.next();
        s.expect(Keyword.SECURITY);
        yield security(start);
      }
      case SECURITY -> {
        s.next();
        yield security(start);
      }
      case LEAKPROOF -> {
        s.next();
        yield flag("leakproof", true, start);
      }
      case NOT -> {
        s.next();
        s.expect(Keyword.LEAKPROOF);
        yield flag("leakproof", false, start);
      }
      case COST -> {
        s.next();
        yield g.options.option("cost", g.options.number(), start);
      }
      case ROWS -> {
        s.next();
        yield g.options.option("rows", g.options.number(), start);
      }
      case SUPPORT -> {
        s.next();
        yield g.options.option("support", g.names.anyNameNode(), start);
      }
      case SET, RESET -> g.options.option("set", g.settings.setOrReset(false), start);
      case PARALLEL -> {
        s.next();
        int valueStart = s.start();
        yield g.options.option("parallel", g.options.string(s.colId(), valueStart), start);
      }
      case null, default -> null;
    };
  }

  private DefElem flag(String name, boolean value, int start) {
    return g.options.option(name, g.options.bool(value, start), start);
  }

  private DefElem security(int start) {
    boolean definer = s.accept(Keyword.DEFINER);
    if (!definer) {
      s.expect(Keyword.INVOKER);
    }
    return flag("security", definer, start);
  }
}
