package dev.borealis.sql.tree;

/** What DROP does to objects that depend on the dropped one. */
public enum DropBehavior {
  RESTRICT,
  CASCADE
}
