package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Clause.PublicationObjSpec;
import dev.borealis.sql.tree.DatabaseStmt.AlterPublicationStmt;
import dev.borealis.sql.tree.DatabaseStmt.AlterSubscriptionStmt;
import dev.borealis.sql.tree.DatabaseStmt.CreatePublicationStmt;
import dev.borealis.sql.tree.DatabaseStmt.CreateSubscriptionStmt;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Publications and subscriptions. */
final class ReplicationParser {
  private final Grammar g;
  private final ParserState s;

  ReplicationParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  CreatePublicationStmt createPublication(int start) {
    s.expect(Keyword.PUBLICATION);
    String name = s.colId();
    boolean all = false;
    List<Item> items = List.of();
    if (s.accept(Keyword.FOR)) {
      all = s.accept(Keyword.ALL, Keyword.TABLES);
      if (!all) {
        items = s.commaList(this::item);
      }
    }
    List<DefElem> options = g.options.optionalDefinition();
    return new CreatePublicationStmt(name, options, objects(items), all, s.from(start));
  }

  AlterPublicationStmt alterPublication(String name, int start) {
    if (s.at(Keyword.SET) && s.kindAhead(1) == TokenKind.LEFT_PAREN) {
      s.next();
      return new AlterPublicationStmt(
          name,
          g.options.definition(),
          List.of(),
          AlterPublicationStmt.Action.OPTIONS,
          s.from(start));
    }
    AlterPublicationStmt.Action action = AlterPublicationStmt.Action.SET;
    if (s.accept(Keyword.ADD)) {
      action = AlterPublicationStmt.Action.ADD;
    } else if (s.accept(Keyword.DROP)) {
      action = AlterPublicationStmt.Action.DROP;
    } else {
      s.expect(Keyword.SET);
    }
    List<PublicationObjSpec> objects = objects(s.commaList(this::item));
    return new AlterPublicationStmt(name, List.of(), objects, action, s.from(start));
  }

  /** An item as it was read; an item without words before it continues the one before. */
  private record Item(
      PublicationObjSpec.@Nullable Type type,
      @Nullable String name,
      boolean currentSchema,
      @Nullable RangeVar relation,
      boolean extended,
      List<String> columns,
      @Nullable Expr where,
      Span span) {
    /** PostgreSQL forgets where a relation with ONLY or a star stands. */
    int place() {
      return extended ? 0 : span.start();
    }
  }

  private List<PublicationObjSpec> objects(List<Item> items) {
    if (!items.isEmpty() && items.getFirst().type == null) {
      throw s.error("invalid publication object list", items.getFirst().place());
    }
    List<PublicationObjSpec> objects = new ArrayList<>();
    PublicationObjSpec.Type type = PublicationObjSpec.Type.TABLE;
    for (Item item : items) {
      type = item.type == null ? type : item.type;
      PublicationObjSpec object = object(item, type);
      type = object.pubobjtype();
      objects.add(object);
    }
    return List.copyOf(objects);
  }

  private PublicationObjSpec object(Item item, PublicationObjSpec.Type type) {
    int place = item.place();
    if (type == PublicationObjSpec.Type.TABLE) {
      RangeVar relation = item.relation;
      if (relation == null && item.name != null) {
        relation = g.names.relation(List.of(item.name), place).withAlias(null, item.span);
      }
      if (relation == null) {
        throw s.error("invalid table name", place);
      }
      return new PublicationObjSpec(type, null, relation, item.columns, item.where, item.span);
    }
    if (item.where != null) {
      throw s.error("WHERE clause not allowed for schema", place);
    }
    if (!item.columns.isEmpty()) {
      throw s.error("column specification not allowed for schema", place);
    }
    if (item.name != null) {
      return new PublicationObjSpec(
          PublicationObjSpec.Type.TABLES_IN_SCHEMA, item.name, null, List.of(), null, item.span);
    }
    if (item.relation != null) {
      throw s.error("invalid schema name", place);
    }
    return new PublicationObjSpec(
        PublicationObjSpec.Type.TABLES_IN_CUR_SCHEMA, null, null, List.of(), null, item.span);
  }

  private Item item() {
    int start = s.start();
    if (s.accept(Keyword.TABLE)) {
      return tail(PublicationObjSpec.Type.TABLE, g.names.relationExpr(), false, start);
    }
    if (s.at(Keyword.TABLES) && s.ahead(1) == Keyword.IN) {
      s.next();
      s.next();
      s.expect(Keyword.SCHEMA);
      int nameStart = s.start();
      if (s.accept(Keyword.CURRENT_SCHEMA)) {
        return new Item(
            PublicationObjSpec.Type.TABLES_IN_CUR_SCHEMA,
            null,
            true,
            null,
            false,
            List.of(),
            null,
            s.from(nameStart));
      }
      return new Item(
          PublicationObjSpec.Type.TABLES_IN_SCHEMA,
          s.colId(),
          false,
          null,
          false,
          List.of(),
          null,
          s.from(nameStart));
    }
    if (s.accept(Keyword.CURRENT_SCHEMA)) {
      return new Item(null, null, true, null, false, List.of(), null, s.from(start));
    }
    boolean only = s.at(Keyword.ONLY);
    RangeVar relation = g.names.relationExpr();
    boolean extended = only || !s.lastWasName();
    boolean plain =
        !extended
            && relation.schemaname() == null
            && !s.at(TokenKind.LEFT_PAREN)
            && !s.at(Keyword.WHERE);
    if (plain) {
      return new Item(null, relation.relname(), false, null, false, List.of(), null, s.from(start));
    }
    return tail(null, relation, extended, start);
  }

  private Item tail(
      PublicationObjSpec.@Nullable Type type, RangeVar relation, boolean extended, int start) {
    List<String> columns = g.names.optionalColumnList();
    Expr where = s.accept(Keyword.WHERE) ? g.expressions.inParentheses() : null;
    return new Item(type, null, false, relation, extended, columns, where, s.from(start));
  }

  CreateSubscriptionStmt createSubscription(int start) {
    s.expect(Keyword.SUBSCRIPTION);
    String name = s.colId();
    s.expect(Keyword.CONNECTION);
    String connection = s.sconst();
    s.expect(Keyword.PUBLICATION);
    List<String> publications = g.names.nameList();
    return new CreateSubscriptionStmt(
        name, connection, publications, g.options.optionalDefinition(), s.from(start));
  }

  private AlterSubscriptionStmt alter(
      AlterSubscriptionStmt.Kind kind, String name, List<DefElem> options, int start) {
    return new AlterSubscriptionStmt(kind, name, null, List.of(), options, s.from(start));
  }

  AlterSubscriptionStmt alterSubscription(String name, int start) {
    if (s.accept(Keyword.CONNECTION)) {
      return new AlterSubscriptionStmt(
          AlterSubscriptionStmt.Kind.CONNECTION,
          name,
          s.sconst(),
          List.of(),
          List.of(),
          s.from(start));
    }
    if (s.accept(Keyword.REFRESH)) {
      s.expect(Keyword.PUBLICATION);
      return alter(AlterSubscriptionStmt.Kind.REFRESH, name, g.options.optionalDefinition(), start);
    }
    if (s.accept(Keyword.ENABLE)) {
      return alter(AlterSubscriptionStmt.Kind.ENABLE, name, List.of(), start);
    }
    if (s.accept(Keyword.DISABLE)) {
      return alter(AlterSubscriptionStmt.Kind.DISABLE, name, List.of(), start);
    }
    if (s.accept(Keyword.SKIP)) {
      return alter(AlterSubscriptionStmt.Kind.SKIP, name, g.options.definition(), start);
    }
    if (s.at(Keyword.SET) && s.kindAhead(1) == TokenKind.LEFT_PAREN) {
      s.next();
      return alter(AlterSubscriptionStmt.Kind.OPTIONS, name, g.options.definition(), start);
    }
    AlterSubscriptionStmt.Kind kind = AlterSubscriptionStmt.Kind.SET_PUBLICATION;
    if (s.accept(Keyword.ADD)) {
      kind = AlterSubscriptionStmt.Kind.ADD_PUBLICATION;
    } else if (s.accept(Keyword.DROP)) {
      kind = AlterSubscriptionStmt.Kind.DROP_PUBLICATION;
    } else {
      s.expect(Keyword.SET);
    }
    s.expect(Keyword.PUBLICATION);
    List<String> publications = g.names.nameList();
    return new AlterSubscriptionStmt(
        kind, name, null, publications, g.options.optionalDefinition(), s.from(start));
  }
}
