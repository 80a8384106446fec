package dev.borealis.sql;

import dev.borealis.sql.tree.Expr.FuncCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The functions and operators of PostgreSQL 16's catalog, read from {@code functions.tsv} and
 * {@code operators.tsv} when first asked for. Functions with arguments or results that SQL cannot
 * handle are left out.
 */
public final class FunctionCatalog {
  private static final String SCHEMA = "pg_catalog";

  private FunctionCatalog() {}

  /** Read once, in a few milliseconds. */
  private static final class Loaded {
    static final Map<String, List<CatalogFunction>> FUNCTIONS = functions();
    static final Map<String, Volatility> OPERATORS = operators();

    private static Map<String, List<CatalogFunction>> functions() {
      Map<String, List<CatalogFunction>> functions = new HashMap<>();
      for (String[] fields : TsvFile.rows("functions.tsv")) {
        boolean set = fields[5].startsWith("setof ");
        int most = fields[3].equals("*") ? Integer.MAX_VALUE : Integer.parseInt(fields[3]);
        CatalogFunction function =
            new CatalogFunction(
                fields[0],
                kind(fields[1]),
                Integer.parseInt(fields[2]),
                most,
                volatility(fields[4]),
                set,
                set ? fields[5].substring("setof ".length()) : fields[5]);
        functions.computeIfAbsent(function.name(), name -> new ArrayList<>()).add(function);
      }
      functions.replaceAll((name, list) -> List.copyOf(list));
      return Map.copyOf(functions);
    }

    private static Map<String, Volatility> operators() {
      Map<String, Volatility> operators = new HashMap<>();
      for (String[] fields : TsvFile.rows("operators.tsv")) {
        operators.put(fields[1], volatility(fields[0]));
      }
      return Map.copyOf(operators);
    }

    private static CatalogFunction.Kind kind(String letter) {
      return switch (letter) {
        case "f" -> CatalogFunction.Kind.FUNCTION;
        case "p" -> CatalogFunction.Kind.PROCEDURE;
        case "a" -> CatalogFunction.Kind.AGGREGATE;
        case "w" -> CatalogFunction.Kind.WINDOW;
        default -> throw new IllegalStateException("functions.tsv has a kind " + letter);
      };
    }

    private static Volatility volatility(String letter) {
      return switch (letter) {
        case "i" -> Volatility.IMMUTABLE;
        case "s" -> Volatility.STABLE;
        case "v" -> Volatility.VOLATILE;
        default -> throw new IllegalStateException("a catalog file has a volatility " + letter);
      };
    }
  }

  /** The functions of a name, in any number of arguments; none if the catalog has none. */
  public static List<CatalogFunction> named(String name) {
    return Loaded.FUNCTIONS.getOrDefault(name, List.of());
  }

  /** The functions of the catalog that a call can mean, if no other schema has a better match. */
  public static List<CatalogFunction> calledBy(FuncCall call) {
    List<String> name = call.funcname();
    boolean ours = name.size() == 1 || (name.size() == 2 && name.getFirst().equals(SCHEMA));
    if (!ours) {
      return List.of();
    }
    // An ordered-set aggregate has arguments behind ORDER BY too.
    int args = call.args().size() + (call.aggWithinGroup() ? call.aggOrder().size() : 0);
    return named(name.getLast()).stream().filter(function -> function.takes(args)).toList();
  }

  /** The volatility of the most volatile function that a call can mean; VOLATILE if unknown. */
  public static Volatility volatility(FuncCall call) {
    return calledBy(call).stream()
        .map(CatalogFunction::volatility)
        .reduce(Volatility::or)
        .orElse(Volatility.VOLATILE);
  }

  /** The volatility of an operator, whatever its operands; VOLATILE if unknown. */
  public static Volatility ofOperator(List<String> name) {
    boolean ours = name.size() == 1 || (name.size() == 2 && name.getFirst().equals(SCHEMA));
    return ours
        ? Loaded.OPERATORS.getOrDefault(name.getLast(), Volatility.VOLATILE)
        : Volatility.VOLATILE;
  }
}
