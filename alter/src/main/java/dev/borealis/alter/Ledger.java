package dev.borealis.alter;

import dev.borealis.client.ClusterClient;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The table in the cluster that says how far a run has come: the plan, the steps that are done, and
 * a row for each batch, which is committed together with the rows of the batch. What it says is
 * true whatever happened.
 */
final class Ledger {
  /** How the name of each such table begins. */
  static final String PREFIX = "dsql_alter_";

  private static final String PLAN = "plan";
  private static final String BATCH = "batch";
  private static final String BEGUN = "begun";
  private static final String DONE = "done";

  /** A value has at most 1 MiB ("Cluster quotas and database limits"). */
  private static final int PLAN_PART_CHARACTERS = 200_000;

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

  private final ClusterClient client;
  private final String table;

  Ledger(ClusterClient client, String schema, String id) {
    this.client = client;
    this.table = Names.qualified(schema, name(id));
  }

  static String name(String id) {
    return PREFIX + id;
  }

  static String definition(String schema, String id) {
    return "CREATE TABLE IF NOT EXISTS %s (entry text, position bigint, row_count bigint NOT NULL, detail text NOT NULL, PRIMARY KEY (entry, position))"
        .formatted(Names.qualified(schema, name(id)));
  }

  /**
   * The ledger of an earlier run.
   *
   * @throws AlterException if there is none
   */
  static Ledger find(ClusterClient client, String id) throws SQLException {
    List<String> schemas =
        client.read(connection ->
            Queries.strings(
                connection,
                """
                SELECT n.nspname FROM pg_catalog.pg_class c
                  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                 WHERE c.relname = ? AND c.relkind = 'r'\
                """,
                name(id)));
    if (schemas.isEmpty()) {
      throw new AlterException(
          "There is no run %s: no table %s is in the cluster. Either nothing had begun, or it is over."
              .formatted(id, name(id)));
    }
    return new Ledger(client, schemas.getFirst(), id);
  }

  /**
   * A batch that is done.
   *
   * @param number from 0
   * @param lastKey the texts of its last key
   */
  record Batch(long number, long rows, List<String> lastKey) {}

  /** Writes the plan down, unless it is there. */
  void begin(AlterPlan plan) throws SQLException {
    String text = PlanJson.write(plan);
    List<String> parts = new ArrayList<>();
    for (int at = 0; at < text.length(); at += PLAN_PART_CHARACTERS) {
      parts.add(text.substring(at, Math.min(text.length(), at + PLAN_PART_CHARACTERS)));
    }
    client.transaction(
        connection -> {
          if (!has(connection, PLAN, 0)) {
            for (int i = 0; i < parts.size(); i++) {
              add(connection, PLAN, i, parts.size(), parts.get(i));
            }
          }
          return true;
        },
        connection -> has(connection, PLAN, 0));
  }

  /** The plan; null if the run was interrupted before it was written. */
  @Nullable AlterPlan plan() throws SQLException {
    List<String> parts =
        client.read(connection ->
            Queries.strings(
                connection,
                "SELECT detail FROM " + table + " WHERE entry = ? ORDER BY position",
                PLAN));
    return parts.isEmpty() ? null : PlanJson.read(String.join("", parts));
  }

  /** The steps that are done, by their places in the plan. */
  Set<Integer> done() throws SQLException {
    return positions(DONE);
  }

  /** The steps that were begun. */
  Set<Integer> begun() throws SQLException {
    return positions(BEGUN);
  }

  private Set<Integer> positions(String entry) throws SQLException {
    return new HashSet<>(
        client.<List<Integer>>read(connection ->
            Queries.list(
                connection,
                "SELECT position FROM " + table + " WHERE entry = ?",
                row -> row.getInt(1),
                entry)));
  }

  void markBegun(int step) throws SQLException {
    mark(BEGUN, step);
  }

  void markDone(int step) throws SQLException {
    mark(DONE, step);
  }

  private void mark(String entry, int step) throws SQLException {
    client.transaction(
        connection -> {
          if (!has(connection, entry, step)) {
            add(connection, entry, step, 0, "");
          }
          return true;
        },
        connection -> has(connection, entry, step));
  }

  /** The last batch that is done; null if none is. */
  @Nullable Batch lastBatch() throws SQLException {
    List<Batch> last =
        client.read(connection ->
            Queries.list(
                connection,
                "SELECT position, row_count, detail FROM "
                    + table
                    + " WHERE entry = ? ORDER BY position DESC LIMIT 1",
                row ->
                    new Batch(
                        row.getLong(1), row.getLong(2), JSON.readValue(row.getString(3), TEXTS)),
                BATCH));
    return last.isEmpty() ? null : last.getFirst();
  }

  /** How many rows are copied. */
  long rowsCopied() throws SQLException {
    return client.<Long>read(connection ->
        Queries.number(
            connection,
            "SELECT coalesce(sum(row_count), 0) FROM " + table + " WHERE entry = ?",
            BATCH));
  }

  /** Writes down, in the transaction of the connection, that a batch is done. */
  void record(Connection connection, Batch batch) throws SQLException {
    add(connection, BATCH, batch.number(), batch.rows(), JSON.writeValueAsString(batch.lastKey()));
  }

  boolean hasBatch(Connection connection, long number) throws SQLException {
    return has(connection, BATCH, number);
  }

  private boolean has(Connection connection, String entry, long position) throws SQLException {
    return Queries.truth(
        connection,
        "SELECT true FROM " + table + " WHERE entry = ? AND position = ?",
        entry,
        position);
  }

  private void add(Connection connection, String entry, long position, long rows, String detail)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO " + table + " VALUES (?, ?, ?, ?)")) {
      insert.setString(1, entry);
      insert.setLong(2, position);
      insert.setLong(3, rows);
      insert.setString(4, detail);
      insert.executeUpdate();
    }
  }

  void drop() throws SQLException {
    client.execute("DROP TABLE IF EXISTS " + table, true);
  }
}
