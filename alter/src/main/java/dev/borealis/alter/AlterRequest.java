package dev.borealis.alter;

import dev.borealis.dialect.DsqlVersion;
import java.util.List;

/**
 * What is asked for.
 *
 * @param sql ALTER TABLE statements of one table, with any number of clauses
 * @param assignments values of columns of the changed table, each as {@code column = expression}
 *     over the columns of the present one; with them the table is always made anew
 * @param version what the cluster accepts
 */
public record AlterRequest(String sql, List<String> assignments, DsqlVersion version) {
  /** As much as a statement may have ("Cluster quotas and database limits": 10 MiB a query). */
  static final int MAX_SQL_CHARACTERS = 1_000_000;

  public AlterRequest {
    assignments = List.copyOf(assignments);
  }
}
