package dev.borealis.gateway;

import dev.borealis.sql.tree.Stmt;
import dev.borealis.wire.Report;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a client's text, and what the gateway has to know of it.
 *
 * @param tree what the client wrote; numbers and spans may be another text's of the same shape
 * @param sql what PostgreSQL gets for it
 * @param own how a statement that PostgreSQL does not know is done; null for all others
 * @param position characters of the client's text before the statement
 * @param refusal why DSQL does not take the statement, or null
 * @param role what it means to a transaction
 * @param rows how many rows it can change
 * @param keys the keys that it may give to rows and take from them
 * @param locks rows that it locks FOR UPDATE
 * @param repeatable whether it would do the same again in the same snapshot, as far as its text
 *     tells: it calls nothing volatile
 * @param changesSettings whether a setting of the session may be another one afterwards
 * @param deallocatesAll whether the session's prepared statements are gone afterwards
 */
record SqlStatement(
    @Nullable Stmt tree,
    byte[] sql,
    @Nullable Replacement own,
    int position,
    @Nullable Report refusal,
    Role role,
    RowBound rows,
    KeyChanges keys,
    List<RowLock> locks,
    boolean repeatable,
    boolean changesSettings,
    boolean deallocatesAll) {

  /** What a statement means to the transaction that it runs in. */
  enum Role {
    BEGIN,
    COMMIT,
    ROLLBACK,
    /** Changes the schema or privileges. */
    DDL,
    /** Changes rows, or calls what may change them. */
    WRITE,
    /** Locks rows with FOR UPDATE or FOR KEY SHARE. */
    LOCK,
    /** Reads, or concerns the session alone. */
    OTHER;

    boolean endsTransaction() {
      return this == COMMIT || this == ROLLBACK;
    }
  }

  /**
   * How many rows a statement changes.
   *
   * @param most an upper bound that the text gives; {@link #UNKNOWN} if it gives none
   * @param counted whether the command tag says how many it were
   * @param plain whether the values stand in the text and the parameters, so that no row can hold
   *     more than those
   */
  record RowBound(int most, boolean counted, boolean plain) {
    /** No bound is known. */
    static final int UNKNOWN = Integer.MAX_VALUE;

    static final RowBound NONE = new RowBound(0, true, true);
  }

  /** The same of another text, which differs in nothing that matters here. */
  SqlStatement withText(byte[] text) {
    return new SqlStatement(
        tree,
        text,
        own,
        position,
        refusal,
        role,
        rows,
        keys,
        locks,
        repeatable,
        changesSettings,
        deallocatesAll);
  }

  /** The command tag that the client gets. */
  String tag(String fromPostgres) {
    return own == null ? fromPostgres : own.tag();
  }

  /** Something that the gateway has PostgreSQL do itself. */
  static SqlStatement own(byte[] sql) {
    return new SqlStatement(
        null,
        sql,
        null,
        0,
        null,
        Role.WRITE,
        RowBound.NONE,
        KeyChanges.NONE,
        List.of(),
        true,
        false,
        false);
  }

  /** What stands for a statement that was refused before it was read. */
  static SqlStatement refused(Report refusal) {
    return new SqlStatement(
        null,
        StatementText.REFUSED,
        null,
        0,
        refusal,
        Role.OTHER,
        RowBound.NONE,
        KeyChanges.NONE,
        List.of(),
        true,
        false,
        false);
  }
}
