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

  static void addTo(Properties properties) {
    addTransactions(properties);
    addSettings(properties);
    properties.add(
        VacuumStmt.class, "vacuum", (vacuum, _) -> Match.when(vacuum.isVacuumcmd(), vacuum.span()));
    properties.add(
        VacuumStmt.class,
        "relations",
        words -> (vacuum, _) -> Match.when(vacuum.rels().size() == words.number(0), vacuum.span()));
  }

  private static void addTransactions(Properties properties) {
    properties.add(
        TransactionStmt.class,
        "kind",
        words -> {
          NameSet kinds = words.set();
          return (statement, _) ->
              Match.when(
                  kinds.contains(statement.kind().name()),
                  statement.span(),
                  statement.kind() == TransactionStmt.Kind.PREPARE
                      ? "PREPARE TRANSACTION"
                      : statement.kind().name().replace('_', ' '));
        });
    properties.add(
        TransactionStmt.class,
        "chain",
        (statement, _) -> Match.when(statement.chain(), statement.span(), statement.kind().name()));
    properties.add(
        TransactionStmt.class,
        "mode",
        words -> {
          TransactionMode mode = TransactionMode.valueOf(words.word(0));
          return (statement, _) -> Match.when(statement.options().contains(mode), statement.span());
        });
    properties.add(
        TransactionStmt.class,
        "isolation-outside",
        words -> {
          NameSet levels = words.set();
          return (statement, site) ->
              isolationOutside(levels, statement.options(), statement.span(), site);
        });
    properties.add(
        VariableSetStmt.class,
        "isolation-outside",
        words -> {
          NameSet levels = words.set();
          return (statement, site) ->
              isolationOutside(levels, statement.modes(), statement.span(), site);
        });
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

  private static void addSettings(Properties properties) {
    properties.add(
        VariableSetStmt.class,
        "transaction",
        (set, _) ->
            Match.when(
                set.kind() == VariableSetStmt.Kind.SET_MULTI
                    && set.name() != null
                    && set.name().startsWith(TRANSACTION),
                set.span()));
    properties.add(
        VariableSetStmt.class,
        "sets-value",
        words ->
            (set, _) ->
                Match.when(
                    set.kind() != VariableSetStmt.Kind.RESET
                        && words.word(0).equalsIgnoreCase(set.name()),
                    set.span()));
    properties.add(
        VariableSetStmt.class, "local", (set, _) -> Match.when(set.isLocal(), set.span()));
    properties.add(
        VariableSetStmt.class,
        "changes-outside",
        words -> {
          NameSet settings = words.set();
          return (set, _) -> changesOutside(settings, set);
        });
    properties.add(
        VariableSetStmt.class,
        "resets-all",
        (set, _) -> Match.when(set.kind() == VariableSetStmt.Kind.RESET_ALL, set.span()));
    properties.add(
        FuncCall.class,
        "set-config-outside",
        words -> {
          NameSet settings = words.set();
          return (call, site) -> setConfigOutside(settings, call, site);
        });
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
