package dev.borealis.gateway.job;

import dev.borealis.engine.BackendException;
import dev.borealis.gateway.job.JobStatement.FailedException;
import dev.borealis.gateway.job.JobTable.FoundIndex;
import dev.borealis.gateway.job.JobTable.IndexState;
import dev.borealis.sql.SqlParseException;
import dev.borealis.sql.SqlParser;
import dev.borealis.sql.tree.RelationStmt.IndexStmt;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.wire.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Builds an index with CREATE INDEX CONCURRENTLY. What an earlier attempt has left is dropped and
 * made anew under the same name, because PostgreSQL cannot go on with it.
 */
final class IndexBuild {
  private static final String CREATE = "CREATE INDEX ";
  private static final String CREATE_UNIQUE = "CREATE UNIQUE INDEX ";

  /** Field reports of August 2026; the service of 2025 had another text. */
  private static final String DUPLICATES =
      "found duplicate key(s) while validating index uniqueness";

  private static final String INDEX_DROPPED = "the index was dropped";
  private static final String UNDEFINED_OBJECT = "42704";
  private static final Duration APPEARING_LOOK_INTERVAL = Duration.ofMillis(3);

  private final Attempt attempt;
  private final Job job;
  private final JobTable table;
  private boolean appeared;
  private long appearedNanos;

  IndexBuild(Attempt attempt) {
    this.attempt = attempt;
    this.job = attempt.job();
    this.table = attempt.table();
  }

  Outcome attempt() throws IOException, BackendException, FailedException, InterruptedException {
    IndexState state = table.indexState(job);
    FoundIndex found = state.found();
    String tableName = state.tableName();
    if (tableName == null) {
      return new Outcome.Failed("the table was dropped");
    }
    boolean unique = state.definition().startsWith(CREATE_UNIQUE);
    if (found == null) {
      return state.appearedBefore()
          ? new Outcome.Failed(INDEX_DROPPED)
          : first(state.definition(), state.indexName(), tableName);
    }
    if (found.valid() && found.unique() == unique) {
      return new Outcome.Completed();
    }
    // The catalog knows the names that columns have now, but it may be halfway through
    // refusingDuplicates, when the index is not marked as unique.
    String definition = found.unique() == unique ? found.definition() : state.definition();
    Outcome dropped = drop(found, definition);
    return dropped instanceof Outcome.Completed
        ? build(definition, found.name(), Gate.none())
        : dropped;
  }

  private Outcome first(String definition, String name, String tableName)
      throws IOException, BackendException, FailedException, InterruptedException {
    boolean delayed = attempt.timings().buildDelay().isPositive();
    return build(
        definition, name, delayed ? Gate.before(tableName, attempt.connector()) : Gate.none());
  }

  private Outcome build(String definition, String name, Gate gate)
      throws IOException, BackendException, FailedException, InterruptedException {
    try {
      return create(definition, name, gate);
    } catch (FailedException e) {
      boolean duplicates =
          definition.startsWith(CREATE_UNIQUE)
              && e.report().sqlState().equals(Attempt.UNIQUE_VIOLATION);
      if (!duplicates) {
        throw e;
      }
      return refusingDuplicates();
    }
  }

  /**
   * The service leaves a unique index that found duplicates as not valid and yet lets it refuse
   * more of them. PostgreSQL leaves one that does nothing, unless it failed in the second scan. So
   * the index is built as one that is not unique, and then marked.
   */
  private Outcome refusingDuplicates()
      throws IOException, BackendException, FailedException, InterruptedException {
    FoundIndex found = table.indexState(job).found();
    if (found != null && !found.ready()) {
      Outcome dropped = drop(found, found.definition());
      if (!(dropped instanceof Outcome.Completed)) {
        return dropped;
      }
      String plain = CREATE + found.definition().substring(CREATE_UNIQUE.length());
      Outcome created = create(plain, found.name(), Gate.none());
      if (!(created instanceof Outcome.Completed)) {
        return created;
      }
      FoundIndex made = table.indexState(job).found();
      if (made != null) {
        table.makeInvalidUnique(made.id());
      }
    }
    return new Outcome.Failed(DUPLICATES);
  }

  private Outcome drop(FoundIndex index, String definition)
      throws IOException, BackendException, FailedException, InterruptedException {
    table.indexWillReappear(job, index.name(), definition);
    try (JobStatement statement = attempt.connect()) {
      return attempt.run("DROP INDEX CONCURRENTLY " + index.qualifiedName(), statement);
    } catch (FailedException e) {
      if (e.report().sqlState().equals(UNDEFINED_OBJECT)) {
        return new Outcome.Failed(INDEX_DROPPED);
      }
      throw e;
    }
  }

  private Outcome create(String definition, String name, Gate gate)
      throws IOException, BackendException, FailedException, InterruptedException {
    appeared = false;
    try (gate;
        JobStatement statement = attempt.connect()) {
      String holder = gate.processId();
      List<String> processes =
          holder == null ? List.of(statement.processId()) : List.of(statement.processId(), holder);
      boolean done =
          statement.run(concurrently(definition), attempt.watch(processes, () -> look(name, gate)));
      if (done) {
        look(name, gate);
      }
      return done ? new Outcome.Completed() : new Outcome.GaveWay();
    }
  }

  private Duration look(String name, Gate gate) throws IOException, BackendException {
    if (!appeared) {
      String indexId = table.findIndex(job, name);
      if (indexId == null) {
        return APPEARING_LOOK_INTERVAL;
      }
      table.indexAppeared(job, indexId);
      appeared = true;
      appearedNanos = System.nanoTime();
      attempt.begun().run();
    }
    if (System.nanoTime() - appearedNanos >= attempt.timings().buildDelay().toNanos()) {
      gate.close();
    }
    return Attempt.LOOK_INTERVAL;
  }

  /**
   * The command that builds an index of this definition.
   *
   * @throws FailedException if the text is anything but the definition of an index
   */
  static String concurrently(String definition) throws FailedException {
    for (String create : List.of(CREATE, CREATE_UNIQUE)) {
      if (definition.startsWith(create) && isDefinition(definition)) {
        return create + "CONCURRENTLY " + definition.substring(create.length());
      }
    }
    throw new FailedException(
        Report.of("ERROR", "42601", "the definition of the index is damaged"));
  }

  private static boolean isDefinition(String text) {
    try {
      List<Stmt> statements = SqlParser.parse(text);
      return statements.size() == 1
          && statements.getFirst() instanceof IndexStmt index
          && !index.concurrent()
          && !index.async()
          && !index.ifNotExists();
    } catch (SqlParseException e) {
      return false;
    }
  }
}
