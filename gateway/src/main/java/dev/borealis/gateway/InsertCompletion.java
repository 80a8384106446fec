package dev.borealis.gateway;

import dev.borealis.gateway.Expected.Completion;
import dev.borealis.gateway.Expected.Outcome;
import dev.borealis.gateway.TransactionLog.Bound;
import dev.borealis.gateway.TransactionLog.Entry;
import dev.borealis.sql.SqlParser;
import dev.borealis.sql.tree.QueryStmt.InsertStmt;
import dev.borealis.wire.Report;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether a duplicate key is one that the transaction can see. If another transaction has
 * committed it since, PostgreSQL reports the duplicate all the same, but to DSQL it is a conflict.
 */
record InsertCompletion(
    StatementGate gate,
    Contender contender,
    SqlStatement statement,
    @Nullable Bound bound,
    boolean isChecked)
    implements Completion {

  @Override
  public Outcome ran(String tag) {
    return gate.ran(new Entry(statement, bound, tag), isChecked);
  }

  @Override
  public boolean isDoubtful(Report failure) {
    OpenTransaction open = contender.transaction();
    return failure.sqlState().equals(ErrorReports.UNIQUE_VIOLATION)
        && open != null
        && open.isBlock()
        && open.log().isComplete();
  }

  @Override
  public Report resolve(Report failure) throws BackendGoneException {
    return contender.hitsInvisibleRow(tolerant(), bound, statement.rows().most())
        ? ErrorReports.rowConflict()
        : failure;
  }

  /** The same insertion, which passes over duplicates that its transaction can see. */
  private byte[] tolerant() {
    String sql = new String(statement.sql(), StandardCharsets.ISO_8859_1);
    // Read again: what the client wrote may stand elsewhere, or be rewritten.
    InsertStmt insert = (InsertStmt) SqlParser.parse(sql).getFirst();
    int at = insert.span().end();
    if (!insert.returningList().isEmpty()) {
      int results = insert.returningList().getFirst().span().start();
      at = sql.toLowerCase(Locale.ROOT).lastIndexOf("returning", results);
    }
    return (sql.substring(0, at) + " ON CONFLICT DO NOTHING " + sql.substring(at))
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
