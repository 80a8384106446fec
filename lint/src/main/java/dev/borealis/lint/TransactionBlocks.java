package dev.borealis.lint;

import dev.borealis.dialect.ContextRule;
import dev.borealis.dialect.Dialect;
import dev.borealis.dialect.Fix;
import dev.borealis.dialect.StatementClass;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.UtilityStmt.TransactionStmt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * BEGIN ... COMMIT with more than one DDL statement, or with DDL and DML. Memory is bounded by the
 * number of DDL statements: what lies between two of them is one run.
 */
final class TransactionBlocks {
  /** More of them are not looked at, so that memory is bounded. */
  private static final int MAX_BLOCKS = 100_000;

  private static final String MULTI_DDL = "multi_ddl_transaction";
  private static final String MIXED = "mixed_ddl_dml_transaction";

  private final Dialect dialect;
  private final List<Block> committed = new ArrayList<>();
  private @Nullable Block open;

  /** Statements of a block: one of DDL, or a run of others. */
  private record Run(int first, int last, StatementClass kind) {
    boolean isDdl() {
      return kind == StatementClass.DDL;
    }
  }

  /** A block, from its BEGIN on. */
  private static final class Block {
    final int beginOrdinal;
    final ScriptUnit begin;

    /** What begins another block like this one. */
    final String beginText;

    final List<Run> runs = new ArrayList<>();
    boolean hasParseError;

    /** One of its statements becomes several. */
    boolean grows;

    Block(int beginOrdinal, ScriptUnit begin, String beginText) {
      this.beginOrdinal = beginOrdinal;
      this.begin = begin;
      this.beginText = beginText;
    }

    boolean mayBeTooMuch() {
      return grows || (runs.size() > 1 && runs.stream().anyMatch(Run::isDdl));
    }

    void add(int ordinal, StatementClass kind) {
      Run last = runs.isEmpty() ? null : runs.getLast();
      if (last == null || last.isDdl() || kind == StatementClass.DDL) {
        runs.add(new Run(ordinal, ordinal, kind));
      } else {
        boolean changes = last.kind == StatementClass.DML || kind == StatementClass.DML;
        StatementClass both = changes ? StatementClass.DML : last.kind;
        runs.set(runs.size() - 1, new Run(last.first, ordinal, both));
      }
    }
  }

  /**
   * What is wrong with blocks.
   *
   * @param problems by the ordinal of the block's BEGIN
   * @param ends the statements behind which a block is to end, with the BEGIN of the next one
   * @param divided the statements in divided blocks that are themselves replaced by several, with
   *     that BEGIN
   */
  record Division(
      Map<Integer, List<Diagnostic>> problems,
      Map<Integer, String> ends,
      Map<Integer, String> divided) {}

  TransactionBlocks(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * The next statement.
   *
   * @param mended its text after it was mended
   */
  void see(int ordinal, ScriptUnit unit, StatementLint.Outcome outcome, String mended) {
    StatementClass kind = outcome.kind();
    if (outcome.tree() instanceof TransactionStmt transaction) {
      transaction(ordinal, unit, transaction, mended);
    } else if (open != null) {
      open.hasParseError |= kind == null;
      open.add(ordinal, kind == null ? StatementClass.OTHER : kind);
      open.grows |= outcome.statements() != null && outcome.statements().size() > 1;
    }
  }

  private void transaction(
      int ordinal, ScriptUnit unit, TransactionStmt transaction, String mended) {
    switch (transaction.kind()) {
      case BEGIN, START -> {
        if (open == null) {
          open = new Block(ordinal, unit, mended);
        }
      }
      case COMMIT -> {
        if (open != null && committed.size() < MAX_BLOCKS && open.mayBeTooMuch()) {
          committed.add(open);
        }
        open = chained(ordinal, unit, transaction);
      }
      case ROLLBACK, PREPARE -> open = chained(ordinal, unit, transaction);
      case SAVEPOINT, RELEASE, ROLLBACK_TO, COMMIT_PREPARED, ROLLBACK_PREPARED -> {}
    }
  }

  /** AND CHAIN begins the next block. */
  private static @Nullable Block chained(
      int ordinal, ScriptUnit unit, TransactionStmt transaction) {
    return transaction.chain() ? new Block(ordinal, unit, "BEGIN") : null;
  }

  /**
   * Finds the blocks that the service refuses.
   *
   * @param fixing whether they are to be divided
   * @param statements how many statements come in the place of one
   */
  Division divide(boolean fixing, IntUnaryOperator statements) {
    Division division = new Division(new HashMap<>(), new HashMap<>(), new HashMap<>());
    for (Block block : committed) {
      List<Run> runs =
          block.runs.stream()
              .filter(run -> run.first != run.last || statements.applyAsInt(run.first) > 0)
              .toList();
      int ddl =
          runs.stream().filter(Run::isDdl).mapToInt(run -> statements.applyAsInt(run.first)).sum();
      boolean dml = runs.stream().anyMatch(run -> run.kind == StatementClass.DML);
      List<Diagnostic> problems = new ArrayList<>();
      boolean divides = fixing && !block.hasParseError;
      if (ddl > 1) {
        problems.add(diagnostic(MULTI_DDL, block, divides));
      }
      if (ddl > 0 && dml) {
        problems.add(diagnostic(MIXED, block, divides));
      }
      if (!problems.isEmpty()) {
        division.problems.put(block.beginOrdinal, problems);
        if (divides) {
          divide(block, runs, division);
        }
      }
    }
    return division;
  }

  private static void divide(Block block, List<Run> runs, Division division) {
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      if (i + 1 < runs.size()) {
        division.ends.put(run.last, block.beginText);
      }
      if (run.isDdl()) {
        division.divided.put(run.first, block.beginText);
      }
    }
  }

  private Diagnostic diagnostic(String id, Block block, boolean divides) {
    ContextRule rule = dialect.contextRule(id);
    String suggestion = "Write one DDL statement in a transaction, and no other statement with it.";
    Problem problem =
        Problem.unfixable(id, new Span(0, block.begin.text().length()), rule.message(), suggestion);
    if (divides) {
      problem =
          problem.with(
              new Mending(
                  Fix.FIXED_WITH_WARNING,
                  "The block is divided: each DDL statement has a transaction of its own. If one"
                      + " fails, those before it stay."));
    }
    return problem.in(block.begin);
  }
}
