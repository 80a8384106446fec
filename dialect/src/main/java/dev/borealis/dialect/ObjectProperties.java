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
import org.jspecify.annotations.Nullable;

/** Properties of statements that treat objects of many kinds alike. */
final class ObjectProperties {
  private ObjectProperties() {}

  static @Nullable Condition of(String property, Condition.Words words) {
    return switch (property) {
      case "RenameStmt relation" -> {
        NameSet types = words.set();
        yield Condition.on(
            RenameStmt.class,
            (rename, _) ->
                Match.when(
                    rename.relationType() != null && types.contains(rename.relationType().name()),
                    rename.span()));
      }
      case "DropStmt cascade" ->
          Condition.on(
              DropStmt.class,
              (drop, site) ->
                  site.found(
                      drop.behavior() == DropBehavior.CASCADE, drop.span(), Keyword.CASCADE));
      case "DropStmt concurrently" ->
          Condition.on(
              DropStmt.class,
              (drop, site) -> site.found(drop.concurrent(), drop.span(), Keyword.CONCURRENTLY));
      case "DropStmt if-exists" ->
          Condition.on(DropStmt.class, (drop, _) -> Match.when(drop.missingOk(), drop.span()));
      case "DefineStmt kind" -> {
        String wanted = words.word(0);
        yield Condition.on(
            DefineStmt.class,
            (define, _) -> Match.when(define.kind().name().equals(wanted), define.span()));
      }
      case "DeallocateStmt all" ->
          Condition.on(
              DeallocateStmt.class,
              (deallocate, _) -> Match.when(deallocate.name() == null, deallocate.span()));
      case "AlterDomainStmt subtype" -> {
        String wanted = words.word(0);
        yield Condition.on(
            AlterDomainStmt.class,
            (alter, _) -> Match.when(alter.subtype().name().equals(wanted), alter.span()));
      }
      case "CreateDomainStmt collated" ->
          Condition.on(
              CreateDomainStmt.class,
              (domain, site) ->
                  site.found(domain.collation() != null, domain.span(), Keyword.COLLATE));
      default -> ofKinds(property, words);
    };
  }

  /** The kind of object that a statement is about, and the verb of the service's message. */
  private static @Nullable Condition ofKinds(String property, Condition.Words words) {
    return switch (property) {
      case "DropStmt object" -> object(DropStmt.class, DropStmt::removeType, "DROP", words, true);
      case "DropStmt object-outside" ->
          object(DropStmt.class, DropStmt::removeType, "DROP", words, false);
      case "RenameStmt object" ->
          object(RenameStmt.class, RenameStmt::renameType, "RENAME", words, true);
      case "RenameStmt object-outside" ->
          object(RenameStmt.class, RenameStmt::renameType, "RENAME", words, false);
      case "AlterOwnerStmt object" ->
          object(AlterOwnerStmt.class, AlterOwnerStmt::objectType, "OWNER", words, true);
      case "AlterOwnerStmt object-outside" ->
          object(AlterOwnerStmt.class, AlterOwnerStmt::objectType, "OWNER", words, false);
      case "AlterObjectSchemaStmt object" ->
          object(
              AlterObjectSchemaStmt.class,
              AlterObjectSchemaStmt::objectType,
              "SET SCHEMA",
              words,
              true);
      case "AlterObjectSchemaStmt object-outside" ->
          object(
              AlterObjectSchemaStmt.class,
              AlterObjectSchemaStmt::objectType,
              "SET SCHEMA",
              words,
              false);
      case "CommentStmt object-outside" ->
          object(CommentStmt.class, CommentStmt::objtype, "COMMENT", words, false);
      case "GrantStmt object" -> object(GrantStmt.class, GrantStmt::objtype, "GRANT", words, true);
      case "GrantStmt object-outside" ->
          object(GrantStmt.class, GrantStmt::objtype, "GRANT", words, false);
      default -> null;
    };
  }

  private static <N extends Node> Condition object(
      Class<N> node,
      Function<N, ObjectType> type,
      String verb,
      Condition.Words words,
      boolean among) {
    NameSet types = words.set();
    return Condition.on(
        node,
        (statement, _) ->
            Match.when(
                types.contains(type.apply(statement).name()) == among, statement.span(), verb));
  }
}
