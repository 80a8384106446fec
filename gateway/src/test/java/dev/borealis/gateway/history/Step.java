package dev.borealis.gateway.history;

import dev.borealis.gateway.history.Event.Attempted;
import dev.borealis.gateway.history.Event.AttemptedDeletion;
import dev.borealis.gateway.history.Event.Deleted;
import dev.borealis.gateway.history.Event.Found;
import dev.borealis.gateway.history.Event.Locked;
import dev.borealis.gateway.history.Event.Met;
import dev.borealis.gateway.history.Event.Missed;
import dev.borealis.gateway.history.Event.Wrote;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A statement of a random transaction, over the keys from {@code first} to {@code last}. What it
 * writes to key k is {@code base + k}, and that is written nowhere else.
 */
record Step(Kind kind, int first, int last, long base) {
  private static final String ROW = " RETURNING k, birth, n, prev, v";

  /** The SQLSTATE of an insertion that meets another row. */
  static final String DUPLICATE = "23505";

  enum Kind {
    LOOK("SELECT k, birth, n, prev, v FROM %1$s WHERE k BETWEEN $1 AND $2 ORDER BY k", false),
    LOOK_FOR_UPDATE(LOOK.sql + " FOR UPDATE", false),
    UPDATE(
        "UPDATE %1$s SET n = n + 1, prev = v, v = $3::bigint + k WHERE k BETWEEN $1 AND $2" + ROW,
        true),
    DELETE("DELETE FROM %1$s WHERE k BETWEEN $1 AND $2" + ROW, false),
    INSERT("INSERT INTO %1$s VALUES ($1, $3::bigint + $1, 1, 0, $3::bigint + $1)" + ROW, true),
    INSERT_SOME(
        "INSERT INTO %1$s SELECT k, $3::bigint + k, 1, 0, $3::bigint + k FROM"
            + " generate_series($1::int, $2::int) AS k"
            + ROW,
        true),
    INSERT_IF_MISSING(
        "INSERT INTO %1$s SELECT $1, $3::bigint + $1, 1, 0, $3::bigint + $1 WHERE NOT EXISTS"
            + " (SELECT FROM %1$s WHERE k = $1)"
            + ROW,
        true),
    INSERT_OR_NOTHING(
        "INSERT INTO %1$s VALUES ($1, $3::bigint + $1, 1, 0, $3::bigint + $1) ON CONFLICT (k) DO"
            + " NOTHING"
            + ROW,
        true),
    UPSERT(
        "INSERT INTO %1$s AS t VALUES ($1, $3::bigint + $1, 1, 0, $3::bigint + $1) ON CONFLICT (k)"
            + " DO UPDATE SET n = t.n + 1, prev = t.v, v = excluded.v RETURNING t.k, t.birth, t.n,"
            + " t.prev, t.v",
        true),
    UPDATE_TWO(
        "WITH a AS (UPDATE %1$s SET n = n + 1, prev = v, v = $3::bigint + k WHERE k = $1"
            + ROW
            + "), b AS (UPDATE %1$s SET n = n + 1, prev = v, v = $3::bigint + k WHERE k = $2"
            + ROW
            + ") SELECT * FROM a UNION ALL SELECT * FROM b",
        true),
    DELETE_ONE_AND_UPDATE_ONE(
        "WITH a AS (DELETE FROM %1$s WHERE k = $1"
            + ROW
            + "), b AS (UPDATE %1$s SET n = n + 1, prev = v, v = $3::bigint + k WHERE k = $2"
            + ROW
            + ") SELECT * FROM a UNION ALL SELECT * FROM b",
        true);

    private final String sql;
    private final boolean hasBase;

    Kind(String sql, boolean hasBase) {
      this.sql = sql;
      this.hasBase = hasBase;
    }

    private boolean isOfOneKey() {
      return switch (this) {
        case INSERT, INSERT_IF_MISSING, INSERT_OR_NOTHING, UPSERT -> true;
        case LOOK,
            LOOK_FOR_UPDATE,
            UPDATE,
            DELETE,
            INSERT_SOME,
            UPDATE_TWO,
            DELETE_ONE_AND_UPDATE_ONE ->
            false;
      };
    }

    private boolean isOfTwoKeys() {
      return this == UPDATE_TWO || this == DELETE_ONE_AND_UPDATE_ONE;
    }
  }

  /** The statement with parameters $1 and so on. */
  String sql(String table) {
    return kind.sql.formatted(table);
  }

  /** The parameters' values. */
  List<Long> parameters() {
    if (kind.isOfOneKey()) {
      // PostgreSQL wants no gaps in the numbers, so a parameter that is not used is given too.
      return List.of((long) first, (long) first, base);
    }
    return kind.hasBase
        ? List.of((long) first, (long) last, base)
        : List.of((long) first, (long) last);
  }

  /** The statement with its values in it. */
  String literalSql(String table) {
    String sql = sql(table);
    List<Long> values = parameters();
    for (int i = 0; i < values.size(); i++) {
      sql = sql.replace("$" + (i + 1), values.get(i).toString());
    }
    return sql;
  }

  private List<Integer> keys() {
    if (kind.isOfOneKey()) {
      return List.of(first);
    }
    return kind.isOfTwoKeys()
        ? List.of(first, last)
        : IntStream.rangeClosed(first, last).boxed().toList();
  }

  /** Whether it adds keys, if they are free. */
  boolean inserts() {
    return switch (kind) {
      case INSERT, INSERT_SOME, INSERT_IF_MISSING, INSERT_OR_NOTHING, UPSERT -> true;
      case LOOK, LOOK_FOR_UPDATE, UPDATE, DELETE, UPDATE_TWO, DELETE_ONE_AND_UPDATE_ONE -> false;
    };
  }

  /** Keys that it writes or locks. */
  List<Integer> contended() {
    return kind == Kind.LOOK ? List.of() : keys();
  }

  /** What its client learns from an answer. */
  List<Event> events(Answer answer) {
    if (answer.error() != null) {
      return answer.isError(DUPLICATE) && kind == Kind.INSERT ? List.of(new Met(first)) : List.of();
    }
    Set<Integer> shown = answer.rows().stream().map(Version::key).collect(Collectors.toSet());
    List<Event> events =
        new ArrayList<>(
            keys().stream().filter(key -> !shown.contains(key)).map(this::notShown).toList());
    events.addAll(answer.rows().stream().map(this::shown).toList());
    return events;
  }

  private Event notShown(int key) {
    return kind == Kind.INSERT_IF_MISSING || kind == Kind.INSERT_OR_NOTHING
        ? new Met(key)
        : new Missed(key);
  }

  private Event shown(Version version) {
    Function<Version, Event> event =
        switch (kind) {
          case LOOK -> Found::new;
          case LOOK_FOR_UPDATE -> Locked::new;
          case DELETE -> Deleted::new;
          case DELETE_ONE_AND_UPDATE_ONE -> version.key() == first ? Deleted::new : Wrote::new;
          case UPDATE,
              INSERT,
              INSERT_SOME,
              INSERT_IF_MISSING,
              INSERT_OR_NOTHING,
              UPSERT,
              UPDATE_TWO ->
              Wrote::new;
        };
    return event.apply(version);
  }

  /** What it may have done if nobody has seen the answer. */
  List<Event> attempts() {
    return switch (kind) {
      case LOOK, LOOK_FOR_UPDATE -> List.of();
      case DELETE -> keys().stream().<Event>map(AttemptedDeletion::new).toList();
      case DELETE_ONE_AND_UPDATE_ONE ->
          List.of(new AttemptedDeletion(first), new Attempted(last, base + last));
      case UPDATE, INSERT, INSERT_SOME, INSERT_IF_MISSING, INSERT_OR_NOTHING, UPSERT, UPDATE_TWO ->
          keys().stream().<Event>map(key -> new Attempted(key, base + key)).toList();
    };
  }

  /** The command tag that goes with so many rows. */
  String tag(int rows) {
    return switch (kind) {
      case LOOK, LOOK_FOR_UPDATE, UPDATE_TWO, DELETE_ONE_AND_UPDATE_ONE -> "SELECT " + rows;
      case UPDATE -> "UPDATE " + rows;
      case DELETE -> "DELETE " + rows;
      case INSERT, INSERT_SOME, INSERT_IF_MISSING, INSERT_OR_NOTHING, UPSERT -> "INSERT 0 " + rows;
    };
  }
}
