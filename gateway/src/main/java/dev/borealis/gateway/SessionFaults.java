package dev.borealis.gateway;

import dev.borealis.sql.StatementFacts;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TableRef.RangeVar;
import dev.borealis.sql.tree.UtilityStmt.VariableSetStmt;
import dev.borealis.wire.Report;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The faults that a session meets: those of its cluster, and one that it has set itself. */
final class SessionFaults {
  private static final String ALLOWED_ROLE = "admin";

  private static final Set<String> INJECTING = Set.of("fault_conflict", "clear_faults");

  private final ServedCluster cluster;
  private final String role;
  private String text = "";
  private @Nullable ConflictFault own;

  SessionFaults(ServedCluster cluster, String role) {
    this.cluster = cluster;
    this.role = role;
  }

  /** Whether a role may set a fault for its session. */
  static boolean mayBeSetBy(String role) {
    return role.equals(ALLOWED_ROLE);
  }

  /** Why a statement may not run that sets one, or null. */
  @Nullable Report whyNot(SqlStatement statement) {
    return statement.tree() instanceof VariableSetStmt set
            && SettingNames.isConflictFault(set.name())
            && !mayBeSetBy(role)
        ? ErrorReports.settingNotPermitted("ERROR", SettingNames.CONFLICT_FAULT)
        : null;
  }

  /** The session's setting is this now; it counts from the start if it is another one. */
  void setting(String now) {
    if (!now.equals(text)) {
      text = now;
      own = ConflictFault.parse(now);
    }
  }

  /** Whether there is any fault. */
  boolean isAny() {
    return own != null || !cluster.faults().conflicts().isEmpty();
  }

  /** Takes note of a statement that is about to change rows in the transaction. */
  void writes(OpenTransaction open, SqlStatement statement, String searchPath)
      throws InterruptedException {
    Stmt tree = statement.tree();
    if (tree == null || (!isAny() && !statement.keys().anywhere())) {
      return;
    }
    StatementFacts facts = StatementFacts.of(tree);
    if (facts.functions().stream()
        .anyMatch(call -> INJECTING.contains(call.funcname().getLast()))) {
      open.injectsFaults();
    }
    if (isAny()) {
      for (RangeVar table : facts.tablesWritten()) {
        String name = fullName(ConflictFault.sqlName(table), searchPath);
        if (name != null) {
          open.writesTo(name);
        }
      }
    }
  }

  /** Why a transaction must not commit, or null. */
  @Nullable Report atCommit(OpenTransaction open, String searchPath) throws InterruptedException {
    Report reason = null;
    for (ConflictFault fault : cluster.faults().conflicts()) {
      if (open.hasWrittenTo(fault.table())) {
        Report due = fault.atCommit();
        reason = reason == null ? due : reason;
      }
    }
    ConflictFault mine = own;
    if (mine != null) {
      String name = fullName(mine.table(), searchPath);
      if (name != null && open.hasWrittenTo(name)) {
        Report due = mine.atCommit();
        reason = reason == null ? due : reason;
      }
    }
    return reason;
  }

  private @Nullable String fullName(String name, String searchPath) throws InterruptedException {
    return cluster.relations().fullNameOfTable(name, searchPath);
  }
}
