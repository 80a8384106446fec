package dev.borealis.gateway;

import dev.borealis.sql.tree.TableRef.RangeVar;
import dev.borealis.sql.tree.UtilityStmt.CopyStmt;
import java.util.HashMap;
import java.util.Map;

/**
 * Rows that COPY has brought in a transaction. How much they take up is bounded by the data that
 * came from the client, so that most transactions need not be measured, which reads whole tables.
 */
final class CopiedRows {
  /** Of one table. */
  private record Amount(long rows, long dataBytes) {
    Amount plus(Amount other) {
      return new Amount(rows + other.rows, dataBytes + other.dataBytes);
    }
  }

  private final Map<String, Amount> byTable = new HashMap<>();
  private long rows;

  /**
   * Whether a statement is a COPY whose rows are known by its data: from the client, in the
   * session's encoding, and without functions that may change rows elsewhere.
   */
  static boolean isKnownByData(SqlStatement statement) {
    return statement.tree() instanceof CopyStmt copy
        && copy.isFrom()
        && copy.relation() != null
        && statement.rows().counted()
        && copy.options().stream().noneMatch(option -> option.defname().equals("encoding"));
  }

  /** Adds what a COPY of {@link #isKnownByData} has brought. */
  void add(SqlStatement statement, long rowsBrought, long dataBytes) {
    RangeVar table = statement.tree() instanceof CopyStmt copy ? copy.relation() : null;
    if (table != null && rowsBrought > 0) {
      byTable.merge(ConflictFault.sqlName(table), new Amount(rowsBrought, dataBytes), Amount::plus);
      rows += rowsBrought;
    }
  }

  long rows() {
    return rows;
  }

  /**
   * How many bytes the rows take up at most, as transactions are measured; {@link Long#MAX_VALUE}
   * if that cannot be told.
   *
   * @param searchPath of the session; empty for the default
   */
  long bytesAtMost(Relations relations, String searchPath) throws InterruptedException {
    long bytes = 0;
    for (Map.Entry<String, Amount> each : byTable.entrySet()) {
      CopyBound bound = relations.copyBound(each.getKey(), searchPath);
      if (bound == null) {
        return Long.MAX_VALUE;
      }
      bytes += bound.bytesAtMost(each.getValue().rows(), each.getValue().dataBytes());
    }
    return bytes;
  }
}
