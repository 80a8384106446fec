package dev.borealis.dialect;

import dev.borealis.sql.tree.Clause.ResTarget;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.CaseExpr;
import dev.borealis.sql.tree.Expr.CoalesceExpr;
import dev.borealis.sql.tree.Expr.ExprList;
import dev.borealis.sql.tree.Expr.FuncCall;
import dev.borealis.sql.tree.Expr.MinMaxExpr;
import dev.borealis.sql.tree.Expr.SubLink;
import dev.borealis.sql.tree.Expr.TypeCast;
import dev.borealis.sql.tree.Expr.XmlExpr;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The types of results, as far as the text alone tells them: by casts, by functions of which every
 * form returns the same type, and through what passes a value on.
 */
final class ResultTypes {
  private static final String XML = "xml";
  private static final Map<String, String> OF_FUNCTIONS = functions();

  private ResultTypes() {}

  private static Map<String, String> functions() {
    Map<String, String> types = new HashMap<>();
    for (String line : RuleFile.lines("result-types.tsv")) {
      String[] cells = line.split("\t", 2);
      for (String function : cells[1].split(" ", -1)) {
        types.put(function, cells[0]);
      }
    }
    return Map.copyOf(types);
  }

  /** The first result of a query that is of one of these types. */
  static @Nullable Match inQuery(NameSet types, SelectStmt query) {
    Match match = inTargets(types, query.targetList());
    for (ExprList row : query.valuesLists()) {
      for (Expr value : row.items()) {
        match = match == null ? of(types, value) : match;
      }
    }
    return match;
  }

  /** The first of the results of a select list or of RETURNING that is of one of these types. */
  static @Nullable Match inTargets(NameSet types, List<ResTarget> targets) {
    for (ResTarget target : targets) {
      Match match = target.val() == null ? null : of(types, target.val());
      if (match != null) {
        return match;
      }
    }
    return null;
  }

  private static @Nullable Match of(NameSet types, Expr result) {
    String type = typeOf(types, result);
    return type == null ? null : new Match(result.span(), TypeSpelling.sqlName(type));
  }

  private static @Nullable String typeOf(NameSet types, Expr expr) {
    return switch (expr) {
      case TypeCast cast -> {
        String name = TypeSpelling.builtIn(cast.typeName());
        boolean unusable = name != null && types.contains(name);
        yield unusable && !TypeSpelling.isArray(cast.typeName()) ? name : null;
      }
      case FuncCall call -> {
        String name = OF_FUNCTIONS.get(call.funcname().getLast());
        yield name != null && types.contains(name) ? name : null;
      }
      case XmlExpr xml -> xml.op() != XmlExpr.Op.DOCUMENT && types.contains(XML) ? XML : null;
      case CaseExpr when -> {
        String type = when.defresult() == null ? null : typeOf(types, when.defresult());
        for (Expr.CaseWhen branch : when.args()) {
          type = type == null ? typeOf(types, branch.result()) : type;
        }
        yield type;
      }
      case CoalesceExpr coalesce -> anyOf(types, coalesce.args());
      case MinMaxExpr extreme -> anyOf(types, extreme.args());
      case SubLink query when query.subLinkType() == SubLink.Type.EXPR -> {
        Match match = inQuery(types, query.subselect());
        yield match == null ? null : match.found();
      }
      default -> null;
    };
  }

  private static @Nullable String anyOf(NameSet types, List<Expr> exprs) {
    for (Expr expr : exprs) {
      String type = typeOf(types, expr);
      if (type != null) {
        return type;
      }
    }
    return null;
  }
}
