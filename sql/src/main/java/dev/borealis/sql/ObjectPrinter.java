package dev.borealis.sql;

import dev.borealis.sql.tree.ObjectName;
import dev.borealis.sql.tree.ObjectStmt;
import dev.borealis.sql.tree.ObjectStmt.AlterObjectDependsStmt;
import dev.borealis.sql.tree.ObjectStmt.AlterObjectSchemaStmt;
import dev.borealis.sql.tree.ObjectStmt.AlterOwnerStmt;
import dev.borealis.sql.tree.ObjectStmt.CommentStmt;
import dev.borealis.sql.tree.ObjectStmt.DropStmt;
import dev.borealis.sql.tree.ObjectStmt.RenameStmt;
import dev.borealis.sql.tree.ObjectStmt.SecLabelStmt;
import dev.borealis.sql.tree.ObjectType;
import dev.borealis.sql.tree.TableRef.RangeVar;
import org.jspecify.annotations.Nullable;

/** Writes statements that treat objects of many kinds alike. */
final class ObjectPrinter {
  private final Printout p;

  ObjectPrinter(Printout printout) {
    this.p = printout;
  }

  void print(ObjectStmt statement) {
    switch (statement) {
      case DropStmt drop -> {
        p.text.add("DROP").add(drop.removeType().words());
        p.text.addIf(drop.concurrent(), "CONCURRENTLY").ifExists(drop.missingOk());
        p.text.list(drop.objects(), p.names::print).behavior(drop.behavior());
      }
      case CommentStmt comment -> {
        p.text.add("COMMENT ON");
        p.names.described(comment.objtype(), comment.object());
        is(comment.comment());
      }
      case SecLabelStmt label -> {
        p.text.add("SECURITY LABEL");
        if (label.provider() != null) {
          p.text.add("FOR").string(label.provider());
        }
        p.text.add("ON");
        p.names.described(label.objtype(), label.object());
        is(label.label());
      }
      case RenameStmt rename -> rename(rename);
      case AlterOwnerStmt alter -> {
        p.text.add("ALTER");
        p.names.described(alter.objectType(), alter.object());
        p.text.add("OWNER TO");
        p.names.print(alter.newowner());
      }
      case AlterObjectSchemaStmt alter -> {
        altered(alter.objectType(), alter.relation(), alter.object(), alter.missingOk());
        p.text.addName("SET SCHEMA", alter.newschema());
      }
      case AlterObjectDependsStmt alter -> {
        if (alter.objectType() == ObjectType.TRIGGER && alter.relation() != null) {
          altered(ObjectType.TRIGGER, null, alter.object(), false);
          p.text.add("ON");
          p.froms.relation(alter.relation());
        } else {
          altered(alter.objectType(), alter.relation(), alter.object(), false);
        }
        p.text.addIf(alter.remove(), "NO").addName("DEPENDS ON EXTENSION", alter.extname());
      }
    }
  }

  private void is(@Nullable String text) {
    p.text.add("IS").add(text == null ? "NULL" : SqlText.quoteString(text));
  }

  private void altered(
      ObjectType type,
      @Nullable RangeVar relation,
      @Nullable ObjectName object,
      boolean missingOk) {
    p.text.add("ALTER").add(type.words()).ifExists(missingOk);
    if (relation != null) {
      p.froms.relation(relation);
    } else if (object != null) {
      p.names.print(object);
    }
  }

  private void rename(RenameStmt rename) {
    ObjectType owner = rename.relationType();
    switch (rename.renameType()) {
      case COLUMN, ATTRIBUTE, TABCONSTRAINT -> {
        altered(
            owner == null ? ObjectType.TABLE : owner,
            rename.relation(),
            rename.object(),
            rename.missingOk());
        p.text.add("RENAME").addName(rename.renameType().words(), rename.subname());
      }
      case DOMCONSTRAINT -> {
        altered(ObjectType.DOMAIN, null, rename.object(), false);
        p.text.addName("RENAME CONSTRAINT", rename.subname());
      }
      case POLICY, RULE, TRIGGER -> {
        altered(rename.renameType(), null, null, rename.missingOk());
        p.text.addName("", rename.subname()).add("ON");
        if (rename.relation() != null) {
          p.froms.relation(rename.relation());
        }
        p.text.add("RENAME");
      }
      case ROLE -> p.text.addName("ALTER ROLE", rename.subname()).add("RENAME");
      default -> {
        altered(rename.renameType(), rename.relation(), rename.object(), rename.missingOk());
        p.text.add("RENAME");
      }
    }
    p.text.addName("TO", rename.newname()).behavior(rename.behavior());
  }
}
