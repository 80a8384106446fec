package dev.borealis.knowledge;

import dev.borealis.dialect.Dialect;
import dev.borealis.dialect.DsqlVersion;
import dev.borealis.dialect.Finding;
import dev.borealis.dialect.StatementClass;
import dev.borealis.sql.SqlParseException;
import dev.borealis.sql.SqlParser;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.Stmt;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What to read about statements. */
final class SqlAdvice {
  private static final Pattern BEGINS_LIKE_SQL =
      Pattern.compile(
          "(?is)\\s*(select|with|insert|update|delete|merge|create|alter|drop|truncate|grant|revoke"
              + "|begin|copy|explain|vacuum|comment on|aws iam)\\b.*");

  private SqlAdvice() {}

  /** A page with the reason to read it. */
  record Advice(String reference, String reason) {}

  /** What is to be said about a text; nothing if it is no SQL. */
  static List<Advice> about(String text, DsqlVersion version) {
    if (!BEGINS_LIKE_SQL.matcher(text).matches()) {
      return List.of();
    }
    try {
      return about(SqlParser.parse(text), text, version);
    } catch (SqlParseException e) {
      // A sentence may begin like SQL: "create a table for tenants".
      return List.of();
    }
  }

  private static List<Advice> about(List<Stmt> statements, String text, DsqlVersion version) {
    Dialect dialect = Dialect.of(version);
    List<Advice> advice = new ArrayList<>();
    int definitions = 0;
    boolean changes = false;
    for (Stmt statement : statements) {
      for (Finding finding : dialect.findings(statement, text)) {
        String hint = finding.rule().hint();
        String reason =
            "Refused by %s: %s.%s"
                .formatted(version, finding.message(), hint == null ? "" : " " + hint);
        advice.add(new Advice("refusals#" + finding.rule().id(), reason));
      }
      switch (dialect.classOf(statement)) {
        case DDL -> definitions++;
        case DML -> changes = true;
        case QUERY, TRANSACTION, SETTING, OTHER -> {}
      }
    }
    if (definitions > 0 && (definitions > 1 || changes)) {
      advice.add(
          new Advice(
              "ddl-rules", "Each DDL statement needs a transaction of its own, without DML."));
    }
    for (Stmt statement : statements) {
      advice.addAll(topics(statement, dialect.classOf(statement)));
    }
    return advice;
  }

  private static List<Advice> topics(Stmt statement, StatementClass kind) {
    String node = statement.getClass().getSimpleName();
    return switch (node) {
      case "CreateStmt" ->
          List.of(
              new Advice("schema-design", "A table is defined."),
              new Advice("identifiers", "Its key decides how writes spread."));
      case "IndexStmt" -> List.of(new Advice("indexes", "An index is defined."));
      case "AlterTableStmt" ->
          List.of(
              new Advice("ddl-rules", "A table is changed."),
              new Advice("table-recreation", "What cannot be changed in place."));
      case "GrantStmt", "GrantRoleStmt", "CreateRoleStmt", "AwsIamStmt" ->
          List.of(new Advice("access-control", "Roles or privileges change."));
      case "CreateSeqStmt" -> List.of(new Advice("identifiers", "A sequence is defined."));
      default ->
          switch (kind) {
            case DML ->
                List.of(
                    new Advice("batching", "Rows change."),
                    new Advice("occ-retry", "Its COMMIT can conflict."));
            case QUERY ->
                statement instanceof SelectStmt
                    ? List.of(
                        new Advice("query-tuning", "Rows are read."),
                        new Advice("query-plans", "EXPLAIN ANALYZE VERBOSE shows where time goes."))
                    : List.of(new Advice("query-plans", "A plan is asked for."));
            case DDL -> List.of(new Advice("ddl-rules", "The schema changes."));
            case TRANSACTION, SETTING, OTHER ->
                List.of(new Advice("transactions", "It concerns the transaction or session."));
          };
    };
  }
}
