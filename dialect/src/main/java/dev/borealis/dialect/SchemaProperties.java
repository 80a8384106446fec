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

  static void addTo(Properties properties) {
    written(properties, InsertStmt.class, InsertStmt::relation);
    written(properties, UpdateStmt.class, UpdateStmt::relation);
    written(properties, DeleteStmt.class, DeleteStmt::relation);
    properties.add(
        CopyStmt.class,
        "relation-in",
        words -> {
          NameSet schemas = words.set();
          return (copy, _) -> copy.relation() == null ? null : relationIn(schemas, copy.relation());
        });
    created(properties, CreateStmt.class, create -> names(create.relation()));
    created(properties, ViewStmt.class, create -> names(create.view()));
    created(properties, CreateSeqStmt.class, create -> names(create.sequence()));
    created(properties, CreateFunctionStmt.class, CreateFunctionStmt::funcname);
    created(properties, CreateDomainStmt.class, CreateDomainStmt::domainname);
    created(properties, CreateStatsStmt.class, CreateStatsStmt::defnames);
    changed(properties, DropStmt.class, drop -> objects(drop.removeType(), drop.objects()));
    changed(properties, AlterTableStmt.class, alter -> Stream.of(names(alter.relation())));
    changed(properties, IndexStmt.class, index -> Stream.of(names(index.relation())));
    changed(properties, AlterSeqStmt.class, alter -> Stream.of(names(alter.sequence())));
    changed(properties, AlterStatsStmt.class, alter -> Stream.of(alter.defnames()));
    changed(properties, AlterDomainStmt.class, alter -> Stream.of(alter.typeName()));
    changed(
        properties,
        RenameStmt.class,
        rename -> one(rename.renameType(), rename.relation(), rename.object()));
    changed(
        properties, AlterOwnerStmt.class, alter -> one(alter.objectType(), null, alter.object()));
    changed(
        properties,
        AlterObjectSchemaStmt.class,
        alter -> one(alter.objectType(), alter.relation(), alter.object()));
    changed(
        properties, CommentStmt.class, comment -> one(comment.objtype(), null, comment.object()));
    changed(properties, GrantStmt.class, SchemaProperties::granted);
    properties.add(
        AlterObjectSchemaStmt.class,
        "to-schema",
        words -> {
          NameSet schemas = words.set();
          return (alter, _) ->
              Match.when(schemas.contains(alter.newschema()), alter.span(), alter.newschema());
        });
    properties.add(
        GrantStmt.class,
        "on-schema",
        words -> {
          NameSet schemas = words.set();
          return (grant, _) ->
              Match.when(
                  grant.targtype() == GrantStmt.Target.OBJECT
                      && grant.objtype() == ObjectType.SCHEMA
                      && granted(grant).anyMatch(names -> schemas.contains(names.getFirst())),
                  grant.span());
        });
  }

  private static <N extends Node> void written(
      Properties properties, Class<N> node, Function<N, RangeVar> target) {
    properties.add(
        node,
        "target-in",
        words -> {
          NameSet schemas = words.set();
          return (statement, _) -> relationIn(schemas, target.apply(statement));
        });
  }

  private static @Nullable Match relationIn(NameSet schemas, RangeVar relation) {
    return relation.schemaname() == null
        ? null
        : Match.when(schemas.contains(relation.schemaname()), relation.span(), relation.relname());
  }

  private static <N extends Node> void created(
      Properties properties, Class<N> node, Function<N, List<String>> name) {
    properties.add(
        node,
        "created-in",
        words -> {
          NameSet schemas = words.set();
          return (statement, _) -> {
            String schema = schemaOf(name.apply(statement));
            return schema == null
                ? null
                : Match.when(schemas.contains(schema), statement.span(), schema);
          };
        });
  }

  private static <N extends Node> void changed(
      Properties properties, Class<N> node, Function<N, Stream<List<String>>> names) {
    properties.add(
        node,
        "object-in",
        words -> {
          NameSet schemas = words.set();
          return (statement, _) ->
              Match.when(
                  names
                      .apply(statement)
                      .map(SchemaProperties::schemaOf)
                      .anyMatch(schema -> schema != null && schemas.contains(schema)),
                  statement.span());
        });
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
