package dev.borealis.dialect;

import dev.borealis.sql.Keyword;
import dev.borealis.sql.tree.DropBehavior;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.ObjectStmt.AlterObjectSchemaStmt;
import dev.borealis.sql.tree.ObjectStmt.AlterOwnerStmt;
import dev.borealis.sql.tree.ObjectStmt.CommentStmt;
import dev.borealis.sql.tree.ObjectStmt.DropStmt;
import dev.borealis.sql.tree.ObjectStmt.RenameStmt;
import dev.borealis.sql.tree.ObjectType;
import dev.borealis.sql.tree.RoleStmt.GrantStmt;
import dev.borealis.sql.tree.TypeStmt.AlterDomainStmt;
import dev.borealis.sql.tree.TypeStmt.CreateDomainStmt;
import dev.borealis.sql.tree.TypeStmt.DefineStmt;
import dev.borealis.sql.tree.UtilityStmt.DeallocateStmt;
import java.util.function.Function;

/** Properties of statements that treat objects of many kinds alike. */
final class ObjectProperties {
  private ObjectProperties() {}

  static void addTo(Properties properties) {
    objectType(properties, DropStmt.class, DropStmt::removeType, "DROP");
    objectType(properties, RenameStmt.class, RenameStmt::renameType, "RENAME");
    objectType(properties, AlterOwnerStmt.class, AlterOwnerStmt::objectType, "OWNER");
    objectType(
        properties, AlterObjectSchemaStmt.class, AlterObjectSchemaStmt::objectType, "SET SCHEMA");
    objectType(properties, CommentStmt.class, CommentStmt::objtype, "COMMENT");
    objectType(properties, GrantStmt.class, GrantStmt::objtype, "GRANT");
    properties.add(
        RenameStmt.class,
        "relation",
        words -> {
          NameSet types = words.set();
          return (rename, _) ->
              Match.when(
                  rename.relationType() != null && types.contains(rename.relationType().name()),
                  rename.span());
        });
    properties.add(
        DropStmt.class,
        "cascade",
        (drop, site) ->
            site.found(drop.behavior() == DropBehavior.CASCADE, drop.span(), Keyword.CASCADE));
    properties.add(
        DropStmt.class,
        "concurrently",
        (drop, site) -> site.found(drop.concurrent(), drop.span(), Keyword.CONCURRENTLY));
    properties.add(
        DropStmt.class, "if-exists", (drop, _) -> Match.when(drop.missingOk(), drop.span()));
    properties.add(
        DefineStmt.class,
        "kind",
        words ->
            (define, _) -> Match.when(define.kind().name().equals(words.word(0)), define.span()));
    properties.add(
        DeallocateStmt.class,
        "all",
        (deallocate, _) -> Match.when(deallocate.name() == null, deallocate.span()));
    properties.add(
        AlterDomainStmt.class,
        "subtype",
        words ->
            (alter, _) -> Match.when(alter.subtype().name().equals(words.word(0)), alter.span()));
    properties.add(
        CreateDomainStmt.class,
        "collated",
        (domain, site) -> site.found(domain.collation() != null, domain.span(), Keyword.COLLATE));
    SchemaProperties.addTo(properties);
  }

  private static <N extends Node> void objectType(
      Properties properties, Class<N> node, Function<N, ObjectType> type, String verb) {
    properties.add(
        node,
        "object",
        words -> {
          NameSet types = words.set();
          return (statement, _) ->
              Match.when(types.contains(type.apply(statement).name()), statement.span(), verb);
        });
    properties.add(
        node,
        "object-outside",
        words -> {
          NameSet types = words.set();
          return (statement, _) ->
              Match.when(!types.contains(type.apply(statement).name()), statement.span(), verb);
        });
  }
}
