package dev.borealis.mcp;

import dev.borealis.sql.SqlParseException;
import dev.borealis.sql.SqlParser;
import dev.borealis.sql.tree.Children;
import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.AConst;
import dev.borealis.sql.tree.Expr.AExpr;
import dev.borealis.sql.tree.Expr.BoolExpr;
import dev.borealis.sql.tree.Expr.FuncCall;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TypeStmt.CreateFunctionStmt;
import dev.borealis.sql.tree.UtilityStmt.CopyStmt;
import dev.borealis.sql.tree.UtilityStmt.VariableSetStmt;
import dev.borealis.sql.tree.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something in a statement that only an attack needs.
 *
 * @param label the official server's name for it
 * @param message what it is
 */
record RiskyShape(String label, String message) {
  private static final Set<String> SECURITY_SETTINGS =
      Set.of(
          "row_security",
          "session_replication_role",
          "session_authorization",
          "transaction_read_only",
          "default_transaction_read_only",
          "transaction_isolation");

  /** The whole refusal, in the official server's form. */
  String refusal() {
    return ("Your query contains risky injection patterns: "
            + "[{\"type\": \"sql\", \"label\": \"%s\", \"message\": \"%s\", \"severity\": \"high\"}]")
        .formatted(label, message.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  /** The first in a statement, or null. */
  static @Nullable RiskyShape find(Stmt statement) {
    List<Node> roots = new ArrayList<>();
    roots.add(statement);
    if (statement instanceof CreateFunctionStmt function) {
      roots.addAll(body(function));
    }
    List<RiskyShape> found = new ArrayList<>();
    for (Node root : roots) {
      Children.walk(
          root,
          node -> {
            RiskyShape shape = of(node);
            if (shape != null) {
              found.add(shape);
            }
          });
    }
    return found.isEmpty() ? null : found.getFirst();
  }

  /** The statements of a body that is a text; none if it is no SQL. */
  private static List<Stmt> body(CreateFunctionStmt function) {
    List<Stmt> statements = new ArrayList<>();
    for (DefElem option : function.options()) {
      if (option.arg() instanceof Value.NameListValue definition && option.defname().equals("as")) {
        statements.addAll(parsed(definition.names().getLast()));
      }
    }
    return statements;
  }

  private static List<Stmt> parsed(String text) {
    try {
      return SqlParser.parse(text);
    } catch (SqlParseException e) {
      // The server will say so; a body of another language is none of SQL's.
      return List.of();
    }
  }

  private static @Nullable RiskyShape of(Node node) {
    return switch (node) {
      case FuncCall call -> ofCall(call);
      case BoolExpr or when or.boolop() == BoolExpr.Op.OR -> ofOr(or);
      case CopyStmt copy when copy.isProgram() ->
          new RiskyShape("copy_program", "COPY PROGRAM runs a command of the operating system");
      case VariableSetStmt set when set.name() != null && isProtected(set.name()) ->
          new RiskyShape("security_sensitive_guc", "the setting " + set.name() + " is protected");
      default -> null;
    };
  }

  private static boolean isProtected(String setting) {
    return SECURITY_SETTINGS.contains(setting.toLowerCase(Locale.ROOT));
  }

  private static @Nullable RiskyShape ofCall(FuncCall call) {
    String name = FunctionEffects.name(call);
    if (FunctionEffects.isDangerous(name)) {
      String label =
          name.startsWith("pg_sleep")
              ? "pg_sleep_time_based"
              : switch (name) {
                case "sleep", "benchmark" -> "sleep_time_based";
                case "load_file" -> "load_file";
                default -> "dangerous_function";
              };
      return new RiskyShape(label, "the function " + name + " must not be called");
    }
    if (name.equals("set_config")) {
      String setting = call.args().isEmpty() ? null : text(call.args().getFirst());
      if (setting == null || isProtected(setting)) {
        return new RiskyShape(
            "security_sensitive_guc",
            "set_config of a protected setting, or of one that is not named by a constant");
      }
    }
    return null;
  }

  private static @Nullable RiskyShape ofOr(BoolExpr or) {
    for (Expr arg : or.args()) {
      if (arg instanceof AExpr comparison
          && comparison.kind() == AExpr.Kind.OP
          && comparison.lexpr() instanceof AConst left
          && comparison.rexpr() instanceof AConst right
          && isTrue(comparison.name().getLast(), left, right)) {
        boolean strings = left.val() instanceof Value.StringValue;
        return new RiskyShape(
            strings ? "string_tautology" : "numeric_tautology",
            "OR with a comparison of constants that is always true");
      }
    }
    return null;
  }

  private static boolean isTrue(String operator, AConst left, AConst right) {
    Integer order = order(left, right);
    return order != null
        && switch (operator) {
          case "=" -> order == 0;
          case "<>" -> order != 0;
          case "<" -> order < 0;
          case "<=" -> order <= 0;
          case ">" -> order > 0;
          case ">=" -> order >= 0;
          default -> false;
        };
  }

  private static @Nullable Integer order(AConst left, AConst right) {
    BigDecimal leftNumber = number(left);
    BigDecimal rightNumber = number(right);
    if (leftNumber != null && rightNumber != null) {
      return leftNumber.compareTo(rightNumber);
    }
    String leftText = text(left);
    String rightText = text(right);
    return leftText == null || rightText == null ? null : leftText.compareTo(rightText);
  }

  private static @Nullable BigDecimal number(AConst constant) {
    return switch (constant.val()) {
      case Value.IntegerValue integer -> BigDecimal.valueOf(integer.value());
      // Digits with letters or underscores are rarer than worth reading here.
      case Value.FloatValue decimal when decimal.value().matches("[0-9]{1,30}(\\.[0-9]{1,30})?") ->
          new BigDecimal(decimal.value());
      case null, default -> null;
    };
  }

  private static @Nullable String text(Expr expr) {
    return expr instanceof AConst(Value.StringValue text, _) ? text.value() : null;
  }
}
