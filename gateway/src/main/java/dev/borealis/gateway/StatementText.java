package dev.borealis.gateway;

import dev.borealis.gateway.Expected.Wording;
import dev.borealis.wire.Report;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SQL from a client, and what the gateway has to know of it. Read once per distinct text.
 *
 * <p>A statement that the cluster refuses is replaced by one that PostgreSQL itself refuses, and
 * the error is exchanged on its way back. So everything around an error (the transaction that
 * fails, statements that are skipped, a failed transaction block that is reported first) is
 * PostgreSQL's own behaviour.
 *
 * @param sql what PostgreSQL gets
 * @param refusals the errors of the replaced statements, in their order
 * @param changesSettings whether a setting of the session may be another one afterwards
 * @param changesSchema whether a table or another object may be another one afterwards
 * @param deallocatesAll whether the session's prepared statements are gone afterwards
 */
record StatementText(
    byte[] sql,
    List<Report> refusals,
    boolean changesSettings,
    boolean changesSchema,
    boolean deallocatesAll)
    implements Wording {
  private static final String REFUSED_PREFIX = "borealis_refused_";
  private static final String UNDEFINED_FUNCTION = "42883";
  private static final String MESSAGE_START = "function " + REFUSED_PREFIX;
  private static final String MESSAGE_END = "() does not exist";

  /** The text that stands for the refused statement number {@code index}. */
  static String replacement(int index) {
    return "SELECT " + REFUSED_PREFIX + index + "()";
  }

  /** A text of which nothing has to be known. */
  static StatementText passed(byte[] sql) {
    return new StatementText(sql, List.of(), false, false, false);
  }

  /** A text that stands for a statement refused before anyone looked at it. */
  static StatementText refused(Report refusal) {
    return new StatementText(
        replacement(0).getBytes(StandardCharsets.US_ASCII), List.of(refusal), false, false, false);
  }

  /**
   * The error to send to the client instead of PostgreSQL's, or null if PostgreSQL's is the one.
   */
  @Override
  public @Nullable Report insteadOf(Report fromPostgres) {
    if (refusals.isEmpty() || !fromPostgres.sqlState().equals(UNDEFINED_FUNCTION)) {
      return null;
    }
    String message = fromPostgres.message();
    if (!message.startsWith(MESSAGE_START) || !message.endsWith(MESSAGE_END)) {
      return null;
    }
    int index =
        Integer.parseInt(
            message, MESSAGE_START.length(), message.length() - MESSAGE_END.length(), 10);
    return index < refusals.size() ? refusals.get(index) : null;
  }
}
