package dev.borealis.sql.tree;

import dev.borealis.sql.tree.ObjectName.RoleSpec;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements that treat objects of many kinds alike. */
public sealed interface ObjectStmt extends Stmt {
  /** DROP. */
  record DropStmt(
      List<ObjectName> objects,
      ObjectType removeType,
      DropBehavior behavior,
      boolean missingOk,
      boolean concurrent,
      Span span)
      implements ObjectStmt {}

  /** COMMENT; null for NULL. */
  record CommentStmt(ObjectType objtype, ObjectName object, @Nullable String comment, Span span)
      implements ObjectStmt {}

  /** SECURITY LABEL; null for NULL. */
  record SecLabelStmt(
      ObjectType objtype,
      ObjectName object,
      @Nullable String provider,
      @Nullable String label,
      Span span)
      implements ObjectStmt {}

  /**
   * ALTER ... RENAME; the subname is the column, constraint or attribute, whose owner's kind is
   * relationType.
   */
  record RenameStmt(
      ObjectType renameType,
      @Nullable ObjectType relationType,
      @Nullable RangeVar relation,
      @Nullable ObjectName object,
      @Nullable String subname,
      String newname,
      DropBehavior behavior,
      boolean missingOk,
      Span span)
      implements ObjectStmt {}

  /** ALTER ... OWNER TO. */
  record AlterOwnerStmt(ObjectType objectType, ObjectName object, RoleSpec newowner, Span span)
      implements ObjectStmt {}

  /** ALTER ... SET SCHEMA. */
  record AlterObjectSchemaStmt(
      ObjectType objectType,
      @Nullable RangeVar relation,
      @Nullable ObjectName object,
      String newschema,
      boolean missingOk,
      Span span)
      implements ObjectStmt {}

  /** ALTER ... DEPENDS ON EXTENSION. */
  record AlterObjectDependsStmt(
      ObjectType objectType,
      @Nullable RangeVar relation,
      @Nullable ObjectName object,
      String extname,
      boolean remove,
      Span span)
      implements ObjectStmt {}
}
