package dev.borealis.lint;

import dev.borealis.sql.Keyword;
import dev.borealis.sql.TokenKind;

/** Clauses of CREATE TABLE, CREATE VIEW and CREATE SEQUENCE that are left out. */
final class TableFixes {
  private TableFixes() {}

  /** TEMPORARY with LOCAL or GLOBAL before it, and UNLOGGED. */
  static Mending persistence(Draft draft, int word) {
    StatementText statement = draft.statement();
    boolean twoWords =
        statement.is(word - 1, Keyword.LOCAL) || statement.is(word - 1, Keyword.GLOBAL);
    draft.remove(twoWords ? word - 1 : word, word + 1);
    return statement.is(word, Keyword.UNLOGGED)
        ? Mending.same("UNLOGGED is left out.")
        : Mending.warning(
            "TEMPORARY is left out: it stays after the session, and everybody sees it; drop it when"
                + " it is not needed any more.");
  }

  static Mending clause(Draft draft, String lintRule, int from, int to) {
    draft.remove(from, clauseEnd(draft.statement(), from, to));
    return switch (lintRule) {
      case "partition_by" ->
          Mending.warning(
              "PARTITION BY is left out: it is one table, whose rows the service distributes by"
                  + " primary key.");
      case "inherits" ->
          Mending.warning("INHERITS is left out: the parent's columns are not in this table.");
      case "unsupported_on_commit" ->
          Mending.warning("ON COMMIT is left out: rows stay after the transaction.");
      case "unsupported_access_method" -> Mending.same("USING is left out.");
      case "tablespace" ->
          Mending.warning("TABLESPACE is left out: where data lie is the service's affair.");
      default -> Mending.warning("WITH is left out: how data are stored is the service's affair.");
    };
  }

  /** The token after a clause of which only the first words are known. */
  private static int clauseEnd(StatementText statement, int from, int to) {
    if (statement.is(to, TokenKind.LEFT_PAREN)) {
      return statement.closing(to) + 1;
    }
    if (statement.is(from, Keyword.ON)) {
      return statement.is(to, Keyword.DROP) ? to + 1 : to + 2;
    }
    if (statement.is(from, Keyword.PARTITION)) {
      return to;
    }
    return statement.afterName(to);
  }
}
