package dev.borealis.dialect;

import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.ObjectName;
import dev.borealis.sql.tree.ObjectName.AnyName;
import dev.borealis.sql.tree.ObjectName.NameOn;
import dev.borealis.sql.tree.ObjectName.ObjectWithArgs;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.ObjectStmt.AlterObjectSchemaStmt;
import dev.borealis.sql.tree.ObjectStmt.AlterOwnerStmt;
import dev.borealis.sql.tree.ObjectStmt.CommentStmt;
import dev.borealis.sql.tree.ObjectStmt.DropStmt;
import dev.borealis.sql.tree.ObjectStmt.RenameStmt;
import dev.borealis.sql.tree.ObjectType;
import dev.borealis.sql.tree.QueryStmt.DeleteStmt;
import dev.borealis.sql.tree.QueryStmt.InsertStmt;
import dev.borealis.sql.tree.QueryStmt.UpdateStmt;
import dev.borealis.sql.tree.RelationStmt.AlterSeqStmt;
import dev.borealis.sql.tree.RelationStmt.AlterStatsStmt;
import dev.borealis.sql.tree.RelationStmt.AlterTableStmt;
import dev.borealis.sql.tree.RelationStmt.CreateSeqStmt;
import dev.borealis.sql.tree.RelationStmt.CreateStatsStmt;
import dev.borealis.sql.tree.RelationStmt.CreateStmt;
import dev.borealis.sql.tree.RelationStmt.IndexStmt;
import dev.borealis.sql.tree.RelationStmt.ViewStmt;
import dev.borealis.sql.tree.RoleStmt.GrantStmt;
import dev.borealis.sql.tree.TableRef.RangeVar;
import dev.borealis.sql.tree.TypeStmt.AlterDomainStmt;
import dev.borealis.sql.tree.TypeStmt.CreateDomainStmt;
import dev.borealis.sql.tree.TypeStmt.CreateFunctionStmt;
import dev.borealis.sql.tree.UtilityStmt.CopyStmt;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** In which schemas a statement's objects are, where it names them. */
final class SchemaProperties {
  private SchemaProperties() {}

  static @Nullable Condition of(String property, Condition.Words words) {
    return switch (property) {
      case "CopyStmt relation-in" -> {
        NameSet schemas = words.set();
        yield Condition.on(
            CopyStmt.class,
            (copy, _) -> copy.relation() == null ? null : relationIn(schemas, copy.relation()));
      }
      case "AlterObjectSchemaStmt to-schema" -> {
        NameSet schemas = words.set();
        yield Condition.on(
            AlterObjectSchemaStmt.class,
            (alter, _) ->
                Match.when(schemas.contains(alter.newschema()), alter.span(), alter.newschema()));
      }
      case "GrantStmt on-schema" -> {
        NameSet schemas = words.set();
        yield Condition.on(
            GrantStmt.class,
            (grant, _) ->
                Match.when(
                    grant.targtype() == GrantStmt.Target.OBJECT
                        && grant.objtype() == ObjectType.SCHEMA
                        && granted(grant).anyMatch(names -> schemas.contains(names.getFirst())),
                    grant.span()));
      }
      default -> ofTargets(property, words);
    };
  }

  private static @Nullable Condition ofTargets(String property, Condition.Words words) {
    return switch (property) {
      case "InsertStmt target-in" -> written(InsertStmt.class, InsertStmt::relation, words);
      case "UpdateStmt target-in" -> written(UpdateStmt.class, UpdateStmt::relation, words);
      case "DeleteStmt target-in" -> written(DeleteStmt.class, DeleteStmt::relation, words);
      case "CreateStmt created-in" ->
          created(CreateStmt.class, create -> names(create.relation()), words);
      case "ViewStmt created-in" -> created(ViewStmt.class, create -> names(create.view()), words);
      case "CreateSeqStmt created-in" ->
          created(CreateSeqStmt.class, create -> names(create.sequence()), words);
      case "CreateFunctionStmt created-in" ->
          created(CreateFunctionStmt.class, CreateFunctionStmt::funcname, words);
      case "CreateDomainStmt created-in" ->
          created(CreateDomainStmt.class, CreateDomainStmt::domainname, words);
      case "CreateStatsStmt created-in" ->
          created(CreateStatsStmt.class, CreateStatsStmt::defnames, words);
      default -> ofObjects(property, words);
    };
  }

  private static @Nullable Condition ofObjects(String property, Condition.Words words) {
    return switch (property) {
      case "DropStmt object-in" ->
          changed(DropStmt.class, drop -> objects(drop.removeType(), drop.objects()), words);
      case "AlterTableStmt object-in" ->
          changed(AlterTableStmt.class, alter -> Stream.of(names(alter.relation())), words);
      case "IndexStmt object-in" ->
          changed(IndexStmt.class, index -> Stream.of(names(index.relation())), words);
      case "AlterSeqStmt object-in" ->
          changed(AlterSeqStmt.class, alter -> Stream.of(names(alter.sequence())), words);
      case "AlterStatsStmt object-in" ->
          changed(AlterStatsStmt.class, alter -> Stream.of(alter.defnames()), words);
      case "AlterDomainStmt object-in" ->
          changed(AlterDomainStmt.class, alter -> Stream.of(alter.typeName()), words);
      case "RenameStmt object-in" ->
          changed(
              RenameStmt.class,
              rename -> one(rename.renameType(), rename.relation(), rename.object()),
              words);
      case "AlterOwnerStmt object-in" ->
          changed(
              AlterOwnerStmt.class, alter -> one(alter.objectType(), null, alter.object()), words);
      case "AlterObjectSchemaStmt object-in" ->
          changed(
              AlterObjectSchemaStmt.class,
              alter -> one(alter.objectType(), alter.relation(), alter.object()),
              words);
      case "CommentStmt object-in" ->
          changed(
              CommentStmt.class, comment -> one(comment.objtype(), null, comment.object()), words);
      case "GrantStmt object-in" -> changed(GrantStmt.class, SchemaProperties::granted, words);
      default -> null;
    };
  }

  private static <N extends Node> Condition written(
      Class<N> node, Function<N, RangeVar> target, Condition.Words words) {
    NameSet schemas = words.set();
    return Condition.on(node, (statement, _) -> relationIn(schemas, target.apply(statement)));
  }

  private static <N extends Node> Condition created(
      Class<N> node, Function<N, List<String>> name, Condition.Words words) {
    NameSet schemas = words.set();
    return Condition.on(
        node,
        (statement, _) -> {
          String schema = schemaOf(name.apply(statement));
          return schema == null
              ? null
              : Match.when(schemas.contains(schema), statement.span(), schema);
        });
  }

  private static <N extends Node> Condition changed(
      Class<N> node, Function<N, Stream<List<String>>> names, Condition.Words words) {
    NameSet schemas = words.set();
    return Condition.on(
        node,
        (statement, _) ->
            Match.when(
                names
                    .apply(statement)
                    .map(SchemaProperties::schemaOf)
                    .anyMatch(schema -> schema != null && schemas.contains(schema)),
                statement.span()));
  }

  private static @Nullable Match relationIn(NameSet schemas, RangeVar relation) {
    return relation.schemaname() == null
        ? null
        : Match.when(schemas.contains(relation.schemaname()), relation.span(), relation.relname());
  }

  /** The schema before a name; a schema by itself stands before nothing: see {@link #named}. */
  private static @Nullable String schemaOf(List<String> names) {
    return names.size() < 2 ? null : names.get(names.size() - 2);
  }

  private static List<String> names(RangeVar relation) {
    return relation.schemaname() == null
        ? List.of(relation.relname())
        : List.of(relation.schemaname(), relation.relname());
  }

  private static Stream<List<String>> objects(ObjectType type, List<ObjectName> objects) {
    return objects.stream().map(object -> named(type, object));
  }

  private static Stream<List<String>> one(
      ObjectType type, @Nullable RangeVar relation, @Nullable ObjectName object) {
    if (relation != null) {
      return Stream.of(names(relation));
    }
    return object == null ? Stream.empty() : Stream.of(named(type, object));
  }

  /** A name with its schema before it; a schema's own name counts as both. */
  private static List<String> named(ObjectType type, ObjectName object) {
    List<String> names =
        switch (object) {
          case AnyName name -> name.names();
          case TypeName name -> name.names();
          case ObjectWithArgs function -> function.objname();
          case NameOn name -> name.on();
          case ObjectName.RoleSpec _,
              ObjectName.FunctionParameter _,
              ObjectName.OperatorClassName _,
              ObjectName.CastName _,
              ObjectName.TransformName _,
              ObjectName.LargeObjectName _ ->
              List.of();
        };
    return switch (type) {
      case SCHEMA -> names.isEmpty() ? names : List.of(names.getFirst(), names.getFirst());
      case COLUMN -> names.isEmpty() ? names : names.subList(0, names.size() - 1);
      default -> names;
    };
  }

  private static Stream<List<String>> granted(GrantStmt grant) {
    return switch (grant.targtype()) {
      case OBJECT -> objects(grant.objtype(), grant.objects());
      case ALL_IN_SCHEMA -> objects(ObjectType.SCHEMA, grant.objects());
      case DEFAULTS -> Stream.empty();
    };
  }
}
