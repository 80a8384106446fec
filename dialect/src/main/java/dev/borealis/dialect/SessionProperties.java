package dev.borealis.dialect;

import dev.borealis.sql.Keyword;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.AConst;
import dev.borealis.sql.tree.Expr.FuncCall;
import dev.borealis.sql.tree.Expr.NamedArgExpr;
import dev.borealis.sql.tree.Expr.TypeCast;
import dev.borealis.sql.tree.QueryStmt;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.TransactionMode;
import dev.borealis.sql.tree.UtilityStmt.TransactionStmt;
import dev.borealis.sql.tree.UtilityStmt.VacuumStmt;
import dev.borealis.sql.tree.UtilityStmt.VariableSetStmt;
import dev.borealis.sql.tree.Value.StringValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Properties of settings, transactions and ANALYZE. */
final class SessionProperties {
  private static final String SET_CONFIG = "set_config";
  private static final String SETTING_PARAMETER = "setting_name";
  private static final String TRANSACTION = "TRANSACTION";

  private SessionProperties() {}

  static @Nullable Condition of(String property, Condition.Words words) {
    return switch (property) {
      case "VacuumStmt vacuum" ->
          Condition.on(
              VacuumStmt.class, (vacuum, _) -> Match.when(vacuum.isVacuumcmd(), vacuum.span()));
      case "VacuumStmt relations" -> {
        int count = words.number(0);
        yield Condition.on(
            VacuumStmt.class,
            (vacuum, _) -> Match.when(vacuum.rels().size() == count, vacuum.span()));
      }
      default -> ofTransactions(property, words);
    };
  }

  private static @Nullable Condition ofTransactions(String property, Condition.Words words) {
    return switch (property) {
      case "TransactionStmt kind" -> {
        NameSet kinds = words.set();
        yield Condition.on(
            TransactionStmt.class,
            (statement, _) ->
                kinds.contains(statement.kind().name())
                    ? new Match(statement.span(), command(statement.kind()))
                    : null);
      }
      case "TransactionStmt chain" ->
          Condition.on(
              TransactionStmt.class,
              (statement, _) ->
                  Match.when(statement.chain(), statement.span(), statement.kind().name()));
      case "TransactionStmt mode" -> {
        TransactionMode mode = TransactionMode.valueOf(words.word(0));
        yield Condition.on(
            TransactionStmt.class,
            (statement, _) -> Match.when(statement.options().contains(mode), statement.span()));
      }
      case "TransactionStmt isolation-outside" -> {
        NameSet levels = words.set();
        yield Condition.on(
            TransactionStmt.class,
            (statement, site) ->
                isolationOutside(levels, statement.options(), statement.span(), site));
      }
      case "VariableSetStmt isolation-outside" -> {
        NameSet levels = words.set();
        yield Condition.on(
            VariableSetStmt.class,
            (statement, site) ->
                isolationOutside(levels, statement.modes(), statement.span(), site));
      }
      default -> ofSettings(property, words);
    };
  }

  private static String command(TransactionStmt.Kind kind) {
    return kind == TransactionStmt.Kind.PREPARE
        ? "PREPARE TRANSACTION"
        : kind.name().replace('_', ' ');
  }

  private static @Nullable Match isolationOutside(
      NameSet levels, List<TransactionMode> modes, Span statement, Site site) {
    for (TransactionMode mode : modes) {
      switch (mode) {
        case READ_UNCOMMITTED, READ_COMMITTED, REPEATABLE_READ, SERIALIZABLE -> {
          if (!levels.contains(mode.name())) {
            return new Match(
                site.words(statement, Keyword.ISOLATION, Keyword.LEVEL),
                mode.name().replace('_', ' '));
          }
        }
        case READ_ONLY, READ_WRITE, DEFERRABLE, NOT_DEFERRABLE -> {}
      }
    }
    return null;
  }

  private static @Nullable Condition ofSettings(String property, Condition.Words words) {
    return switch (property) {
      case "VariableSetStmt transaction" ->
          Condition.on(
              VariableSetStmt.class,
              (set, _) ->
                  Match.when(
                      set.kind() == VariableSetStmt.Kind.SET_MULTI
                          && set.name() != null
                          && set.name().startsWith(TRANSACTION),
                      set.span()));
      case "VariableSetStmt sets-value" -> {
        String name = words.word(0);
        yield Condition.on(
            VariableSetStmt.class,
            (set, _) ->
                Match.when(
                    set.kind() != VariableSetStmt.Kind.RESET && name.equalsIgnoreCase(set.name()),
                    set.span()));
      }
      case "VariableSetStmt local" ->
          Condition.on(VariableSetStmt.class, (set, _) -> Match.when(set.isLocal(), set.span()));
      case "VariableSetStmt changes-outside" -> {
        NameSet settings = words.set();
        yield Condition.on(VariableSetStmt.class, (set, _) -> changesOutside(settings, set));
      }
      case "VariableSetStmt resets-all" ->
          Condition.on(
              VariableSetStmt.class,
              (set, _) -> Match.when(set.kind() == VariableSetStmt.Kind.RESET_ALL, set.span()));
      case "FuncCall set-config-outside" -> {
        NameSet settings = words.set();
        yield Condition.on(FuncCall.class, (call, site) -> setConfigOutside(settings, call, site));
      }
      default -> null;
    };
  }

  /** Names of settings do not depend on letter case. */
  static @Nullable Match changesOutside(NameSet settings, VariableSetStmt set) {
    String name = set.name();
    boolean changes =
        switch (set.kind()) {
          case SET_VALUE, SET_CURRENT -> true;
          // Back to the default of the session's user, which is the session's user.
          case SET_DEFAULT -> !"session_authorization".equals(name);
          case SET_MULTI, RESET, RESET_ALL -> false;
        };
    return name == null
        ? null
        : Match.when(
            changes && !settings.contains(name.toLowerCase(Locale.ROOT)), set.span(), name);
  }

  /** Only what is run at once: in a function's body or a view it is judged when it is called. */
  private static @Nullable Match setConfigOutside(NameSet settings, FuncCall call, Site site) {
    if (!call.funcname().getLast().equals(SET_CONFIG)
        || site.isBody()
        || !(site.root() instanceof QueryStmt)) {
      return null;
    }
    String name = settingName(call.args());
    return name == null
        ? null
        : Match.when(!settings.contains(name.toLowerCase(Locale.ROOT)), call.span(), name);
  }

  private static @Nullable String settingName(List<Expr> args) {
    for (int i = 0; i < args.size(); i++) {
      Expr arg = args.get(i);
      if (arg instanceof NamedArgExpr named) {
        arg = named.name().equals(SETTING_PARAMETER) ? named.arg() : null;
      } else if (i > 0) {
        arg = null;
      }
      if (arg instanceof TypeCast cast) {
        arg = cast.arg();
      }
      if (arg instanceof AConst(StringValue(String name, _), _)) {
        return name;
      }
    }
    return null;
  }
}
