package dev.borealis.sql;

import dev.borealis.sql.tree.Expr.TypeCast;
import dev.borealis.sql.tree.TransactionMode;
import dev.borealis.sql.tree.UtilityStmt.TransactionStmt;
import dev.borealis.sql.tree.UtilityStmt.VariableSetStmt;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes settings and transaction commands. */
final class SettingPrinter {
  private final Printout p;

  SettingPrinter(Printout printout) {
    this.p = printout;
  }

  /** A setting's name, whose parts are one name in the tree. */
  static String settingName(String name) {
    List<String> parts = Arrays.asList(name.split("\\.", -1));
    return parts.contains("") ? SqlText.quoteName(name) : SqlText.dottedName(parts);
  }

  void print(VariableSetStmt set) {
    String name = set.name() == null ? "" : set.name();
    switch (set.kind()) {
      case RESET_ALL -> p.text.add("RESET ALL");
      case RESET -> p.text.add("RESET").add(settingName(name));
      case SET_MULTI -> {
        p.text.add("SET").addIf(set.isLocal(), "LOCAL");
        p.text.add(name).addIf(name.equals("SESSION CHARACTERISTICS"), "AS TRANSACTION");
        p.text.list(set.args(), p.expressions::print);
        modes(set.modes());
      }
      case SET_CURRENT -> assigned(set, name, "FROM CURRENT");
      case SET_DEFAULT -> assigned(set, name, "TO DEFAULT");
      case SET_VALUE -> value(set, name);
    }
  }

  private void assigned(VariableSetStmt set, String name, String words) {
    p.text.add("SET").addIf(set.isLocal(), "LOCAL").add(settingName(name)).add(words);
  }

  private void value(VariableSetStmt set, String name) {
    if (set.args().getFirst() instanceof TypeCast interval) {
      p.text.add("SET").addIf(set.isLocal(), "LOCAL").add("TIME ZONE");
      p.types.printConstant(interval);
      return;
    }
    assigned(set, name, "TO");
    p.text.list(set.args(), p.expressions::print);
  }

  private void modes(List<TransactionMode> modes) {
    p.text.list(modes, mode -> p.text.add(mode.words()));
  }

  void print(TransactionStmt transaction) {
    switch (transaction.kind()) {
      case BEGIN -> p.text.add("BEGIN");
      case START -> p.text.add("START TRANSACTION");
      case COMMIT -> p.text.add("COMMIT");
      case ROLLBACK -> p.text.add("ROLLBACK");
      case SAVEPOINT -> p.text.add("SAVEPOINT");
      case RELEASE -> p.text.add("RELEASE SAVEPOINT");
      case ROLLBACK_TO -> p.text.add("ROLLBACK TO SAVEPOINT");
      case PREPARE -> p.text.add("PREPARE TRANSACTION");
      case COMMIT_PREPARED -> p.text.add("COMMIT PREPARED");
      case ROLLBACK_PREPARED -> p.text.add("ROLLBACK PREPARED");
    }
    modes(transaction.options());
    optionalName(transaction.savepointName());
    if (transaction.gid() != null) {
      p.text.string(transaction.gid());
    }
    p.text.addIf(transaction.chain(), "AND CHAIN");
  }

  private void optionalName(@Nullable String name) {
    if (name != null) {
      p.text.name(name);
    }
  }
}
