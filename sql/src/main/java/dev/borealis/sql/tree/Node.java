package dev.borealis.sql.tree;

/** Anything in a syntax tree. Immutable; two nodes are equal if they differ in spans only. */
public sealed interface Node permits Stmt, Expr, TableRef, Clause, Value, ObjectName {
  /** Where the node stands in the source. */
  Span span();
}
