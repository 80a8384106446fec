package dev.borealis.gateway.job;

import dev.borealis.engine.BackendException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a table is analyzed. The service does it on its own and publishes no rule; this one
 * is ours: more than 50 rows and a tenth of the table have changed (PostgreSQL's defaults), and the
 * table has rested for one interval, so that a load in many transactions is followed by one job.
 * One that never rests is analyzed after {@value #MOST_RESTLESS_INTERVALS} intervals.
 */
final class Statistics {
  private static final int MOST_RESTLESS_INTERVALS = 6;

  private record Seen(String changes, int intervals) {}

  private final JobTable table;
  private Map<String, Seen> lastTime = Map.of();

  Statistics(JobTable table) {
    this.table = table;
  }

  /** Submits the jobs that are due. */
  void submitDue() throws IOException, BackendException {
    Map<String, Seen> seen = new HashMap<>();
    for (List<@Nullable String> row :
        table.query(
            """
            SELECT s.relid, s.n_mod_since_analyze FROM pg_stat_user_tables s JOIN pg_class t ON t.oid = s.relid
            WHERE s.schemaname <> 'sys' AND s.n_mod_since_analyze > 50 + 0.1 * greatest(t.reltuples, 0)
              AND NOT EXISTS (
                SELECT FROM sys.borealis_jobs j
                WHERE j.table_id = s.relid AND j.job_type = 'ANALYZE' AND j.status IN ('submitted', 'processing'))
            """)) {
      String tableId = Objects.requireNonNull(row.get(0));
      String changes = Objects.requireNonNull(row.get(1));
      Seen before = lastTime.get(tableId);
      int intervals = before == null ? 0 : before.intervals() + 1;
      boolean rested = before != null && before.changes().equals(changes);
      if (rested || intervals >= MOST_RESTLESS_INTERVALS) {
        submit(tableId);
      } else {
        seen.put(tableId, new Seen(changes, intervals));
      }
    }
    lastTime = seen;
  }

  private void submit(String tableId) throws IOException, BackendException {
    table.query(
        """
        INSERT INTO sys.borealis_jobs (job_type, object_id, object_name, table_id)
        SELECT 'ANALYZE', t.oid, n.nspname || '.' || t.relname, t.oid
        FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace WHERE t.oid = %s
        """
            .formatted(tableId));
  }
}
