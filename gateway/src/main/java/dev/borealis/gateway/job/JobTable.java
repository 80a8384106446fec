package dev.borealis.gateway.job;

import dev.borealis.engine.Backend;
import dev.borealis.engine.BackendConnector;
import dev.borealis.engine.BackendException;
import dev.borealis.engine.BackendProfile;
import dev.borealis.sql.Quoted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The books of a cluster's jobs, and what the catalog says about their objects. Asked by all jobs
 * at once through one connection of the superuser, which is opened anew when it breaks; every
 * question is short and a transaction of its own.
 */
final class JobTable implements AutoCloseable {
  /** How long sys.jobs shows a finished job, at least ("Asynchronous indexes"). */
  private static final String KEPT = "30 minutes";

  /** Each question sees what is committed when it is asked. */
  static final BackendProfile SUPERUSER =
      new BackendProfile(
          BackendProfile.SYSTEM.role(),
          Map.of(
              "application_name",
              "borealis-job",
              "search_path",
              "pg_catalog",
              "default_transaction_isolation",
              "read committed"));

  private final BackendConnector connector;
  private @Nullable Backend backend;
  private boolean closed;

  JobTable(BackendConnector connector) {
    this.connector = connector;
  }

  /** Rows of a question, as text. */
  synchronized List<List<@Nullable String>> query(String sql) throws IOException, BackendException {
    if (closed) {
      throw new IOException("the jobs of this cluster are being stopped");
    }
    Backend open = backend;
    if (open == null) {
      open = connector.connect(SUPERUSER);
      backend = open;
    }
    try {
      return open.query(sql);
    } catch (IOException e) {
      open.close();
      backend = null;
      throw e;
    }
  }

  private @Nullable String value(String sql) throws IOException, BackendException {
    List<List<@Nullable String>> rows = query(sql);
    return rows.isEmpty() ? null : rows.getFirst().getFirst();
  }

  /** Jobs to do, in the order in which they were asked for. */
  List<Job> unfinished() throws IOException, BackendException {
    List<Job> jobs = new ArrayList<>();
    for (List<@Nullable String> row :
        query(
            "SELECT job_id, job_type, table_id, constraint_id, login_role, set_role"
                + " FROM sys.borealis_jobs WHERE status IN ('submitted', 'processing')"
                + " ORDER BY submission")) {
      jobs.add(
          new Job(
              Objects.requireNonNull(row.get(0)),
              JobType.valueOf(Objects.requireNonNull(row.get(1))),
              row.get(2),
              row.get(3),
              row.get(4),
              row.get(5)));
    }
    return jobs;
  }

  /** Takes note that a job begins; old ones are forgotten with it. */
  void started(Job job) throws IOException, BackendException {
    query(
        "DELETE FROM sys.borealis_jobs WHERE status IN ('completed', 'failed')"
            + " AND update_time < now() - interval '"
            + KEPT
            + "'; UPDATE sys.borealis_jobs SET status = 'processing', start_time = now(),"
            + " update_time = now() WHERE status = 'submitted' AND job_id = "
            + Quoted.literal(job.id()));
  }

  /** Takes note that a job is over. */
  void finished(Job job, boolean succeeded, String details) throws IOException, BackendException {
    query(
        "UPDATE sys.borealis_jobs SET status = %s, details = %s, start_time = coalesce(start_time, now()), update_time = now() WHERE job_id = %s"
            .formatted(
                Quoted.literal(succeeded ? "completed" : "failed"),
                Quoted.literal(details),
                Quoted.literal(job.id())));
  }

  /** Takes note that the index of a job is in the catalog now. */
  void indexAppeared(Job job, String indexId) throws IOException, BackendException {
    query(
        "UPDATE sys.borealis_jobs SET object_id = %s, update_time = now() WHERE job_id = %s"
            .formatted(indexId, Quoted.literal(job.id())));
  }

  /**
   * Takes note that the index of a job is about to be made anew.
   *
   * @param definition what to make
   */
  void indexWillReappear(Job job, String indexName, String definition)
      throws IOException, BackendException {
    query(
        "UPDATE sys.borealis_jobs SET object_id = NULL, index_name = %s, definition = %s WHERE job_id = %s"
            .formatted(
                Quoted.literal(indexName), Quoted.literal(definition), Quoted.literal(job.id())));
  }

  /** What is to be built, and what of it is there. */
  record IndexState(
      String definition,
      String indexName,
      @Nullable String tableName,
      boolean appearedBefore,
      @Nullable FoundIndex found) {}

  /**
   * An index in the catalog.
   *
   * @param qualifiedName as it stands in a statement
   * @param definition as it stands in the catalog, which follows what was renamed meanwhile
   */
  record FoundIndex(
      String id,
      String name,
      String qualifiedName,
      String definition,
      boolean valid,
      boolean ready,
      boolean unique) {}

  /** The state of an index build. */
  IndexState indexState(Job job) throws IOException, BackendException {
    List<@Nullable String> row =
        query(
                """
                SELECT j.definition, j.index_name, quote_ident(n.nspname) || '.' || quote_ident(t.relname), j.object_id IS NOT NULL,
                  i.indexrelid, c.relname, quote_ident(n.nspname) || '.' || quote_ident(c.relname), pg_get_indexdef(i.indexrelid),
                  i.indisvalid, i.indisready, i.indisunique, t.oid IS NOT NULL
                FROM sys.borealis_jobs j
                LEFT JOIN pg_class t ON t.oid = j.table_id LEFT JOIN pg_namespace n ON n.oid = t.relnamespace
                LEFT JOIN (pg_index i JOIN pg_class c ON c.oid = i.indexrelid) ON i.indrelid = t.oid
                  AND CASE WHEN j.object_id IS NULL THEN c.relname = j.index_name ELSE c.oid = j.object_id END
                WHERE j.job_id = %s
                """
                    .formatted(Quoted.literal(job.id())))
            .getFirst();
    FoundIndex found =
        row.get(4) == null
            ? null
            : new FoundIndex(
                Objects.requireNonNull(row.get(4)),
                Objects.requireNonNull(row.get(5)),
                Objects.requireNonNull(row.get(6)),
                Objects.requireNonNull(row.get(7)),
                "t".equals(row.get(8)),
                "t".equals(row.get(9)),
                "t".equals(row.get(10)));
    return new IndexState(
        Objects.requireNonNull(row.get(0)),
        Objects.requireNonNull(row.get(1)),
        "t".equals(row.get(11)) ? row.get(2) : null,
        "t".equals(row.get(3)),
        found);
  }

  /** The index of that name on the table of a job, or null. */
  @Nullable String findIndex(Job job, String indexName) throws IOException, BackendException {
    return value(
        "SELECT i.indexrelid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = %s AND c.relname = %s"
            .formatted(job.tableId(), Quoted.literal(indexName)));
  }

  /**
   * Lets an index that was built without being unique refuse duplicates from now on, and no query
   * use it. That is how the service leaves an index whose table held duplicates.
   */
  void makeInvalidUnique(String indexId) throws IOException, BackendException {
    query(
        "UPDATE pg_index SET indisvalid = false, indisunique = true WHERE indexrelid = " + indexId);
  }

  /**
   * The command that validates the constraint of a job, or null if the constraint is gone.
   *
   * @return the command, and the constraint's name
   */
  @Nullable List<@Nullable String> validation(Job job) throws IOException, BackendException {
    List<List<@Nullable String>> rows =
        query(
            """
            SELECT format('ALTER TABLE %%I.%%I VALIDATE CONSTRAINT %%I', n.nspname, t.relname, c.conname), c.conname
            FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
            WHERE c.oid = %s
            """
                .formatted(job.constraintId()));
    return rows.isEmpty() ? null : rows.getFirst();
  }

  /** The table of a job as it stands in a statement, or null if it is gone. */
  @Nullable String tableName(Job job) throws IOException, BackendException {
    return value(
        "SELECT format('%%I.%%I', n.nspname, t.relname) FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace WHERE t.oid = %s"
            .formatted(job.tableId()));
  }

  /** The name of a role, or null if it is gone. */
  @Nullable String roleName(String roleId) throws IOException, BackendException {
    return value("SELECT rolname FROM pg_roles WHERE oid = " + roleId);
  }

  /**
   * Who waits for whom.
   *
   * @param holdsUpClients whether a session that is no job waits for one of the job's processes
   * @param heldUpBy the processes of clients for the end of whose transactions the job waits
   */
  record Waits(boolean holdsUpClients, List<Integer> heldUpBy) {}

  /**
   * Looks who waits.
   *
   * @param processIds the job's; the first one runs its statement
   */
  Waits waits(List<String> processIds) throws IOException, BackendException {
    String ours = processIds.stream().collect(Collectors.joining(",", "ARRAY[", "]"));
    List<List<@Nullable String>> rows =
        query(
            """
            SELECT NULL FROM pg_locks w JOIN pg_stat_activity a ON a.pid = w.pid
            WHERE NOT w.granted AND w.locktype = 'relation' AND a.application_name <> 'borealis-job'
              AND a.backend_type = 'client backend' AND pg_blocking_pids(w.pid) && %1$s::integer[]
            UNION ALL
            SELECT a.pid FROM pg_stat_activity a
            WHERE EXISTS (SELECT FROM pg_stat_activity j WHERE j.pid = %2$s AND j.wait_event = 'virtualxid')
              AND a.pid = ANY (pg_blocking_pids(%2$s)) AND a.application_name <> 'borealis-job'
              AND a.backend_type = 'client backend'
            """
                .formatted(ours, processIds.getFirst()));
    List<Integer> heldUpBy = new ArrayList<>();
    boolean holdsUpClients = false;
    for (List<@Nullable String> row : rows) {
      String processId = row.getFirst();
      if (processId == null) {
        holdsUpClients = true;
      } else {
        heldUpBy.add(Integer.valueOf(processId));
      }
    }
    return new Waits(holdsUpClients, heldUpBy);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (backend != null) {
      backend.close();
      backend = null;
    }
  }
}
