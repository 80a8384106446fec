package dev.borealis.gateway;

import dev.borealis.wire.Report;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL gets for a statement that it does not know.
 *
 * @param sql the statement that does the same
 * @param tag the command tag that the client sees instead of PostgreSQL's
 * @param trial the statement that {@code sql} runs inside, if any
 */
record Replacement(String sql, String tag, @Nullable TrialText trial) {
  /** Fields that tell of the functions behind the statement: W context, p and q inner statement. */
  private static final String INNER_FIELDS = "Wpq";

  private static final char POSITION = 'P';
  private static final char INNER_POSITION = 'p';
  private static final char INNER_QUERY = 'q';

  /**
   * An error or notice as the client's own statement would have caused it: without the functions
   * behind it, and with a position in the client's text.
   */
  Report ofClientsStatement(Report fromPostgres) {
    List<Report.Field> fields = new ArrayList<>();
    for (Report.Field field : fromPostgres.fields()) {
      if (field.code() != POSITION && INNER_FIELDS.indexOf(field.code()) < 0) {
        fields.add(field);
      }
    }
    String position = fromPostgres.field(INNER_POSITION);
    if (trial != null
        && !position.isEmpty()
        && fromPostgres.field(INNER_QUERY).equals(trial.text())) {
      int there = trial.sourcePosition(Integer.parseInt(position));
      fields.add(new Report.Field(POSITION, Integer.toString(there)));
    }
    return new Report(fields);
  }
}
