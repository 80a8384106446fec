package dev.borealis.sql;

import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.AConst;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.Value.IntegerValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of an interval, each with its bit in PostgreSQL's type modifier. */
enum IntervalField {
  YEAR(2),
  MONTH(1),
  DAY(3),
  HOUR(10),
  MINUTE(11),
  SECOND(12);

  private final int bit;

  IntervalField(int bit) {
    this.bit = bit;
  }

  /** True if {@code TO} may follow. */
  boolean isStart() {
    return this != MONTH && this != SECOND;
  }

  /** True if {@code this TO end} is a range of fields. */
  boolean mayEndIn(IntervalField end) {
    return this == YEAR ? end == MONTH : end != MONTH && compareTo(end) < 0;
  }

  /** The bits of all fields from this one to another. */
  int maskTo(IntervalField end) {
    int mask = 0;
    for (IntervalField field : values()) {
      if (field.compareTo(this) >= 0 && field.compareTo(end) <= 0) {
        mask |= 1 << field.bit;
      }
    }
    return mask;
  }

  /** The fields of an interval's modifiers in SQL, or null if there are none. */
  static @Nullable String words(List<Expr> typmods) {
    return !typmods.isEmpty()
            && typmods.getFirst() instanceof AConst(IntegerValue(int mask, Span _), Span _)
        ? words(mask)
        : null;
  }

  /** The fields of a mask in SQL, or null if the mask is of none. */
  static @Nullable String words(int mask) {
    for (IntervalField from : values()) {
      for (IntervalField to : values()) {
        boolean range = from == to || (from.isStart() && from.mayEndIn(to));
        if (range && from.maskTo(to) == mask) {
          return from == to ? from.name() : from + " TO " + to;
        }
      }
    }
    return null;
  }
}
