package dev.borealis.sql.tree;

/** A statement. */
public sealed interface Stmt extends Node
    permits QueryStmt, UtilityStmt, RelationStmt, TypeStmt, RoleStmt, DatabaseStmt, ObjectStmt {}
