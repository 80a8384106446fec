package dev.borealis.gateway;

import dev.borealis.sql.Keyword;
import dev.borealis.sql.Quoted;
import dev.borealis.sql.TokenKind;
import dev.borealis.sql.Tokens;
import dev.borealis.sql.tree.Clause.AlterTableCmd;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.RelationStmt.AlterTableStmt;
import dev.borealis.sql.tree.RelationStmt.IndexStmt;
import dev.borealis.sql.tree.RoleStmt.AwsIamStmt;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TableRef.RangeVar;
import dev.borealis.sql.tree.UtilityStmt.CallStmt;
import dev.borealis.sql.tree.UtilityStmt.VacuumStmt;
import dev.borealis.wire.Report;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The statements that Aurora DSQL has beyond PostgreSQL's: asynchronous DDL and IAM mappings. Each
 * is replaced by a call of a function in jobs.sql, so that it runs wherever a statement can run.
 */
final class OwnStatements {
  /** Nobody names a constraint so; see sys.borealis_validate_constraint. */
  private static final String NO_CONSTRAINT = " borealis_no_such_constraint";

  private OwnStatements() {}

  /**
   * What runs instead of a statement; null if the statement itself can run.
   *
   * @param tree the statement, with spans in {@code source}
   * @param source the text that the client sent, which may hold more statements
   */
  static @Nullable Replacement replacement(Stmt tree, String source) {
    return switch (tree) {
      case IndexStmt index when index.async() -> ofIndex(index, source);
      case AlterTableStmt alter when alter.async() -> ofValidation(alter, source);
      case AwsIamStmt iam -> ofIam(iam);
      default -> null;
    };
  }

  /**
   * The error of a statement that a transaction block refuses, or null. A CALL is one of
   * sys.wait_for_job, which has to look at what other transactions commit; of the statements that
   * PostgreSQL's parser takes for a VACUUM only ANALYZE gets here. The service refuses both
   * ("Supported SQL for Aurora DSQL"); its texts are not recorded.
   */
  static @Nullable Report refusalInBlock(Stmt tree) {
    return switch (tree) {
      case CallStmt _ -> notInBlock("sys.wait_for_job");
      case VacuumStmt _ -> notInBlock("ANALYZE");
      default -> null;
    };
  }

  private static Report notInBlock(String what) {
    return Report.of("ERROR", "25001", what + " cannot run inside a transaction block");
  }

  /**
   * The trial is the same statement without ASYNC and with a condition that no row meets. Before
   * another condition that cannot be {@code false AND}: PostgreSQL would forget the rest and not
   * look whether it is immutable. No row is both null and not null, but PostgreSQL does not know.
   */
  private static Replacement ofIndex(IndexStmt index, String source) {
    Span span = index.span();
    Tokens tokens = Tokens.of(span.of(source));
    int async = after(tokens, Keyword.INDEX, 0);
    TrialText trial = new TrialText(source);
    trial.copy(span.start(), span.start() + tokens.start(async));
    int rest = span.start() + tokens.end(async);
    Expr condition = index.whereClause();
    if (condition == null) {
      trial.copy(rest, span.end()).insert(" WHERE false");
    } else {
      int where = span.start() + tokens.end(whereBefore(tokens, condition, span));
      String row = Quoted.name(index.relation().relname());
      trial
          .copy(rest, where)
          .insert(" %s IS NULL AND %s IS NOT NULL AND (".formatted(row, row))
          .copy(where, span.end())
          .insert(")");
    }
    String sql =
        "SELECT sys.borealis_create_index(%s, %s, %b, %b) AS job_id"
            .formatted(
                Quoted.literal(trial.text()),
                Quoted.literal(name(index.relation())),
                index.idxname() != null,
                index.ifNotExists());
    return new Replacement(sql, "CREATE INDEX", trial);
  }

  /** Between WHERE and its condition there are parentheses at most. */
  private static int whereBefore(Tokens tokens, Expr condition, Span statement) {
    int at = 0;
    while (at < tokens.size() && tokens.start(at) < condition.span().start() - statement.start()) {
      at++;
    }
    while (tokens.keyword(at) != Keyword.WHERE) {
      at--;
    }
    return at;
  }

  private static Replacement ofValidation(AlterTableStmt alter, String source) {
    AlterTableCmd command = alter.cmds().getFirst();
    Span span = alter.span();
    Tokens tokens = Tokens.of(span.of(source));
    int async = after(tokens, Keyword.TABLE, 0);
    int named = after(tokens, Keyword.CONSTRAINT, async);
    TrialText trial =
        new TrialText(source)
            .copy(span.start(), span.start() + tokens.start(async))
            .copy(span.start() + tokens.end(async), span.start() + tokens.end(named - 1))
            .insert(NO_CONSTRAINT);
    String sql =
        "SELECT sys.borealis_validate_constraint(%s, %s, %s) AS job_id"
            .formatted(
                Quoted.literal(trial.text()),
                Quoted.literal(name(alter.relation())),
                Quoted.literal(Objects.requireNonNull(command.name())));
    return new Replacement(sql, "ALTER TABLE", trial);
  }

  // CALL gives no rows, as the statements themselves.
  private static Replacement ofIam(AwsIamStmt iam) {
    String verb = iam.isGrant() ? "GRANT" : "REVOKE";
    String sql =
        "CALL sys.borealis_iam_%s_all(%s, %s)"
            .formatted(
                verb.toLowerCase(Locale.ROOT),
                Quoted.literal(iam.role()),
                iam.arns().stream().map(Quoted::literal).collect(Collectors.joining(", ")));
    return new Replacement(sql, "AWS IAM " + verb, null);
  }

  private static int after(Tokens tokens, Keyword keyword, int from) {
    int at = from;
    while (tokens.keyword(at) != keyword || tokens.kind(at) != TokenKind.KEYWORD) {
      at++;
    }
    return at + 1;
  }

  private static String name(RangeVar relation) {
    return Stream.of(relation.catalogname(), relation.schemaname(), relation.relname())
        .filter(Objects::nonNull)
        .map(part -> Quoted.name(String.valueOf(part)))
        .collect(Collectors.joining("."));
  }
}
