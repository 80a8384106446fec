package dev.borealis.diagnose;

import dev.borealis.diagnose.Conditions.Compared;
import dev.borealis.diagnose.Finding.Metric;
import dev.borealis.diagnose.GivenStatement.Query;
import dev.borealis.diagnose.Scope.Found;
import dev.borealis.diagnose.TableEvidence.Index;
import dev.borealis.sql.SqlPrinter;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.AConst;
import dev.borealis.sql.tree.Expr.AExpr;
import dev.borealis.sql.tree.Expr.ColumnRef;
import dev.borealis.sql.tree.Expr.FuncCall;
import dev.borealis.sql.tree.Expr.TypeCast;
import dev.borealis.sql.tree.Value.IntegerValue;
import dev.borealis.sql.tree.Value.StringValue;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A computation on an indexed column, moved to the constant: sums and differences of integers, the
 * date of a timestamp, and the year of either. Other computations are named only.
 */
final class ComputedColumnRule implements Rewrites.Rule {
  private static final int MAX_YEAR = 9_998;

  @Override
  public void find(GivenStatement statement, List<Finding> findings) {
    for (Query query : statement.queries()) {
      for (Expr conjunct : Conditions.conjuncts(query.where())) {
        Compared compared = computedFirst(conjunct);
        List<ColumnRef> columns =
            compared == null ? List.of() : Conditions.columns(compared.left());
        if (compared == null
            || columns.size() != 1
            || compared.left() instanceof ColumnRef
            || !Conditions.columns(compared.right()).isEmpty()) {
          continue;
        }
        Found column = query.scope().column(columns.getFirst());
        Index index = column == null ? null : index(column);
        ScannedTable scan = column == null ? null : statement.wastefulScan(column.table());
        if (column != null && index != null && scan != null) {
          String moved = moved(compared, column);
          findings.add(finding(statement, conjunct, column, index, scan, moved));
        }
      }
    }
  }

  /** A comparison with the side that names columns on the left. */
  private static @Nullable Compared computedFirst(Expr conjunct) {
    Compared compared = Conditions.comparison(conjunct);
    return compared != null && Conditions.columns(compared.left()).isEmpty()
        ? compared.turned()
        : compared;
  }

  private static @Nullable Index index(Found column) {
    return column.table().indexes().stream()
        .filter(index -> index.valid() && index.leadsWith(column.column().name()))
        .findFirst()
        .orElse(null);
  }

  private static Finding finding(
      GivenStatement statement,
      Expr conjunct,
      Found column,
      Index index,
      ScannedTable scan,
      @Nullable String moved) {
    return statement.finding(
        "A computation on %s hides it from the index %s"
            .formatted(column.qualified(), index.name()),
        scan.millis(),
        List.of(
            new Metric("Condition", "`" + SqlPrinter.print(conjunct) + "`"),
            new Metric("Rows read", Figures.count(scan.readRows())),
            new Metric("Rows removed by the filter", Figures.count(scan.removedRows()))),
        "An index has the column's values, not what is computed of them, so the condition is decided"
            + " row by row.",
        moved == null
            ? "Have the column stand alone on its side, and compute on the side of the constant."
                + " Check the ends of ranges, rounding and time zones: the condition must be true"
                + " of the same values. Where that cannot be, an index on the expression serves"
                + " (Aurora DSQL has them since 13 August 2026)."
            : "Compute on the side of the constant; the condition is true of the same values.",
        moved == null ? null : statement.replaced(conjunct.span(), moved),
        "up to %s rows fewer to read.".formatted(Figures.count(scan.removedRows())));
  }

  /** The condition with the column alone; null if that is not certain to say the same. */
  private static @Nullable String moved(Compared compared, Found column) {
    if (compared.operator().equals("<>")) {
      return null;
    }
    String text = SqlPrinter.print(Conditions.columns(compared.left()).getFirst());
    return switch (compared.left()) {
      case AExpr sum when column.column().isInteger() ->
          ofSum(sum, compared.operator(), compared.right(), text);
      case TypeCast cast
          when cast.arg() instanceof ColumnRef
              && SqlPrinter.print(cast.typeName()).equals("date")
              && column.column().isTimestamp() ->
          ofDay(compared.operator(), day(compared.right()), text);
      case FuncCall call when isYear(call) && hasYears(column.column()) ->
          ofYear(compared.operator(), compared.right(), text);
      default -> null;
    };
  }

  private static @Nullable String ofSum(AExpr sum, String operator, Expr right, String column) {
    Long result = integer(right);
    if (sum.kind() != AExpr.Kind.OP || result == null) {
      return null;
    }
    String sign = sum.name().getLast();
    boolean columnFirst = sum.lexpr() instanceof ColumnRef && integer(sum.rexpr()) != null;
    Long operand = columnFirst ? integer(sum.rexpr()) : integer(sum.lexpr());
    if (operand == null || !(columnFirst || sum.rexpr() instanceof ColumnRef)) {
      return null;
    }
    return switch (sign) {
      case "+" -> compare(column, operator, result - operand);
      case "-" ->
          columnFirst
              ? compare(column, operator, result + operand)
              : compare(column, Conditions.turned(operator), operand - result);
      default -> null;
    };
  }

  /** A constant outside of integer would make the comparison one of another type. */
  private static @Nullable String compare(String column, String operator, long constant) {
    return constant == (int) constant ? column + " " + operator + " " + constant : null;
  }

  private static @Nullable Long integer(@Nullable Expr expr) {
    return expr instanceof AConst constant && constant.val() instanceof IntegerValue number
        ? (long) number.value()
        : null;
  }

  /** The day that {@code '2026-03-01'}, with or without a cast to date, is. */
  private static @Nullable LocalDate day(Expr expr) {
    Expr plain =
        expr instanceof TypeCast cast && SqlPrinter.print(cast.typeName()).equals("date")
            ? cast.arg()
            : expr;
    if (!(plain instanceof AConst constant && constant.val() instanceof StringValue text)) {
      return null;
    }
    try {
      LocalDate day = LocalDate.parse(text.value());
      return day.getYear() >= 1 && day.getYear() <= MAX_YEAR ? day : null;
    } catch (DateTimeException e) {
      // PostgreSQL reads many more ways to write a day; those are left as they are.
      return null;
    }
  }

  private static @Nullable String ofDay(String operator, @Nullable LocalDate day, String column) {
    return day == null ? null : within(operator, column, day, day.plusDays(1));
  }

  private static @Nullable String ofYear(String operator, Expr right, String column) {
    Long year = integer(right);
    return year == null || year < 1 || year > MAX_YEAR
        ? null
        : within(
            operator,
            column,
            LocalDate.of(year.intValue(), 1, 1),
            LocalDate.of(year.intValue() + 1, 1, 1));
  }

  /** What is said of a period by its first day and the first day after it. */
  private static @Nullable String within(
      String operator, String column, LocalDate first, LocalDate next) {
    return switch (operator) {
      case "=" -> "(%s >= '%s' AND %s < '%s')".formatted(column, first, column, next);
      case ">=" -> "%s >= '%s'".formatted(column, first);
      case ">" -> "%s >= '%s'".formatted(column, next);
      case "<" -> "%s < '%s'".formatted(column, first);
      case "<=" -> "%s < '%s'".formatted(column, next);
      default -> null;
    };
  }

  private static boolean isYear(FuncCall call) {
    return call.sqlSyntax()
        && call.funcname().getLast().equals("extract")
        && call.args().size() == 2
        && call.args().getFirst() instanceof AConst constant
        && constant.val() instanceof StringValue field
        && field.value().equals("year")
        && call.args().getLast() instanceof ColumnRef;
  }

  private static boolean hasYears(TableEvidence.Column column) {
    return column.isTimestamp() || column.type().equals("date");
  }
}
