package dev.borealis.gateway;

import dev.borealis.gateway.Expected.Wording;
import dev.borealis.gateway.SqlStatement.Role;
import dev.borealis.sql.tree.Children;
import dev.borealis.sql.tree.Expr.AConst;
import dev.borealis.sql.tree.Value.StringValue;
import dev.borealis.wire.Report;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * SQL from a client. Read once per distinct text.
 *
 * <p>What the cluster refuses is replaced by something that PostgreSQL itself refuses, and the
 * error is exchanged on its way back. So everything around an error (the transaction that fails,
 * statements that are skipped, a failed transaction block that is reported first) is PostgreSQL's
 * own behaviour.
 *
 * @param statements the statements, without empty ones
 * @param unreadable a text that is not SQL, of which nothing may run; else null
 */
record StatementText(List<SqlStatement> statements, @Nullable Unreadable unreadable) {
  /**
   * A text that is not SQL.
   *
   * @param error what is wrong with it
   * @param sql what PostgreSQL gets for it
   */
  record Unreadable(Report error, byte[] sql) {}

  /** What PostgreSQL gets for a refused statement. Nobody can make a function of that name. */
  static final byte[] REFUSED =
      "SELECT pg_catalog.borealis_refused()".getBytes(StandardCharsets.US_ASCII);

  private static final String REFUSED_STATE = "42883";
  private static final String REFUSED_MESSAGE =
      "function pg_catalog.borealis_refused() does not exist";

  /** With this in front PostgreSQL reads no text, but still says if its bytes are no characters. */
  private static final byte[] UNREADABLE =
      "borealis_unreadable ".getBytes(StandardCharsets.US_ASCII);

  private static final String UNREADABLE_STATE = "42601";

  private static final Pattern MOMENT =
      Pattern.compile("\\b(now|today|tomorrow|yesterday)\\b", Pattern.CASE_INSENSITIVE);

  private static final byte[] EMPTY = new byte[0];

  /** A text that stands for a statement refused before anyone looked at it. */
  static StatementText refused(Report refusal) {
    return new StatementText(List.of(SqlStatement.refused(refusal)), null);
  }

  /** A text that is not SQL. */
  static StatementText unreadable(Report error, byte[] text) {
    byte[] sql = Arrays.copyOf(UNREADABLE, UNREADABLE.length + text.length);
    System.arraycopy(text, 0, sql, UNREADABLE.length, text.length);
    return new StatementText(List.of(), new Unreadable(error, sql));
  }

  /** The only statement, or null if there is none or more than one. */
  @Nullable SqlStatement only() {
    return statements.size() == 1 ? statements.getFirst() : null;
  }

  /** What PostgreSQL gets to prepare. */
  byte[] prepared() {
    if (unreadable != null) {
      return unreadable.sql();
    }
    return switch (statements.size()) {
      case 0 -> EMPTY;
      case 1 -> statements.getFirst().sql();
      default -> REFUSED;
    };
  }

  /**
   * Whether it may name a moment that PostgreSQL looks up when it prepares the statement, and then
   * keeps ("Date/Time Types", special date/time inputs).
   */
  boolean namesMoment() {
    boolean[] found = new boolean[1];
    for (SqlStatement statement : statements) {
      if (statement.tree() != null) {
        Children.walk(
            statement.tree(),
            node ->
                found[0] |=
                    node instanceof AConst(StringValue text, _)
                        && MOMENT.matcher(text.value()).find());
      }
    }
    return found[0];
  }

  /** How errors of preparing and running it are worded. */
  Wording wording() {
    if (unreadable != null) {
      Report error = unreadable.error();
      return report -> report.sqlState().equals(UNREADABLE_STATE) ? inPlaceOf(report, error) : null;
    }
    SqlStatement only = only();
    if (only != null) {
      return wording(only);
    }
    return statements.isEmpty() ? Wording.POSTGRES : wording(MANY);
  }

  /** PostgreSQL prepares one statement at a time. */
  private static final SqlStatement MANY =
      SqlStatement.refused(
          Report.of("ERROR", "42601", "cannot insert multiple commands into a prepared statement"));

  /** How errors of one statement are worded. */
  static Wording wording(SqlStatement statement) {
    Report refusal = statement.refusal();
    if (refusal != null) {
      return report -> isOfRefused(report) ? refusal : ErrorReports.inServiceWords(report);
    }
    Replacement own = statement.own();
    if (own != null) {
      return report -> {
        Report clients = own.ofClientsStatement(report);
        Report worded = ErrorReports.ofSchemaChange(clients);
        return worded == null ? clients : worded;
      };
    }
    return new OfStatement(statement.role() == Role.DDL, statement.position());
  }

  /** How errors of a statement are worded that may have others before it. */
  private record OfStatement(boolean definesSchema, int position) implements Wording {
    @Override
    public @Nullable Report insteadOf(Report report) {
      return definesSchema
          ? ErrorReports.ofSchemaChange(report)
          : ErrorReports.inServiceWords(report);
    }
  }

  /** The error, with what PostgreSQL says of where in itself it was raised. */
  private static Report inPlaceOf(Report fromPostgres, Report error) {
    Report placed = error;
    for (int i = 0; i < ErrorReports.PLACES.length(); i++) {
      char code = ErrorReports.PLACES.charAt(i);
      String value = fromPostgres.field(code);
      placed = placed.with(code, value.isEmpty() ? null : value);
    }
    return placed;
  }

  private static boolean isOfRefused(Report report) {
    return report.sqlState().equals(REFUSED_STATE) && report.message().equals(REFUSED_MESSAGE);
  }
}
