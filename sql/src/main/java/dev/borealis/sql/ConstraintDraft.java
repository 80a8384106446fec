package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.Constraint;
import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Clause.ExclusionElem;
import dev.borealis.sql.tree.Clause.ForeignKey;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A constraint while it is read: most have few of the many parts. */
final class ConstraintDraft {
  private final Constraint.Type type;
  private final @Nullable String name;
  @Nullable Expr rawExpr;
  boolean always;
  boolean nullsNotDistinct;
  List<String> keys = List.of();
  List<String> including = List.of();
  List<ExclusionElem> exclusions = List.of();
  List<DefElem> options = List.of();
  @Nullable String indexname;
  @Nullable String indexspace;
  @Nullable String accessMethod;
  @Nullable Expr whereClause;
  @Nullable ForeignKey foreignKey;
  boolean deferrable;
  boolean initdeferred;
  boolean skipValidation;
  boolean isNoInherit;

  ConstraintDraft(Constraint.Type type, @Nullable String name) {
    this.type = type;
    this.name = name;
  }

  Constraint build(Span span) {
    return new Constraint(
        type,
        name,
        rawExpr,
        always,
        nullsNotDistinct,
        keys,
        including,
        exclusions,
        options,
        indexname,
        indexspace,
        accessMethod,
        whereClause,
        foreignKey,
        deferrable,
        initdeferred,
        skipValidation,
        isNoInherit,
        span);
  }
}
