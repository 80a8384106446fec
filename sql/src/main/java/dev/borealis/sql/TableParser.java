package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.ColumnDef;
import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Clause.IntoClause;
import dev.borealis.sql.tree.Clause.OnCommitAction;
import dev.borealis.sql.tree.Clause.PartitionBoundSpec;
import dev.borealis.sql.tree.Clause.PartitionElem;
import dev.borealis.sql.tree.Clause.PartitionSpec;
import dev.borealis.sql.tree.Clause.TableElement;
import dev.borealis.sql.tree.Clause.TableLikeClause;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.ObjectType;
import dev.borealis.sql.tree.RelationStmt.CreateStmt;
import dev.borealis.sql.tree.RelationStmt.CreateTableAsStmt;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** CREATE TABLE in its forms. */
final class TableParser {
  private final Grammar g;
  private final ParserState s;

  TableParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  /** {@code OptTemp}; null if there is none. */
  RangeVar.@Nullable Persistence persistence() {
    if (s.accept(Keyword.UNLOGGED)) {
      return RangeVar.Persistence.UNLOGGED;
    }
    if (s.at(Keyword.LOCAL) || s.at(Keyword.GLOBAL)) {
      s.next();
      if (!s.accept(Keyword.TEMP)) {
        s.expect(Keyword.TEMPORARY);
      }
      return RangeVar.Persistence.TEMP;
    }
    return s.accept(Keyword.TEMP) || s.accept(Keyword.TEMPORARY) ? RangeVar.Persistence.TEMP : null;
  }

  /** CREATE TABLE AS or CREATE MATERIALIZED VIEW, for EXPLAIN. */
  Stmt createAs() {
    int start = s.start();
    s.expect(Keyword.CREATE);
    RangeVar.Persistence persistence = persistence();
    if (persistence != RangeVar.Persistence.TEMP && s.at(Keyword.MATERIALIZED)) {
      return g.relations.materializedView(persistence, start);
    }
    s.expect(Keyword.TABLE);
    boolean ifNotExists = s.acceptIfNotExists();
    RangeVar relation = relation(persistence);
    List<String> columns = g.names.optionalColumnList();
    return as(relation, columns, ifNotExists, start);
  }

  private RangeVar relation(RangeVar.@Nullable Persistence persistence) {
    RangeVar relation = g.names.qualifiedName();
    return persistence == null ? relation : relation.withPersistence(persistence);
  }

  /** CREATE TABLE, after its word. */
  Stmt create(RangeVar.@Nullable Persistence persistence, int start) {
    return create(persistence, true, start);
  }

  /** CREATE TABLE without AS, as CREATE SCHEMA has it. */
  Stmt definition(RangeVar.@Nullable Persistence persistence, int start) {
    return create(persistence, false, start);
  }

  private Stmt create(RangeVar.@Nullable Persistence persistence, boolean orAs, int start) {
    s.expect(Keyword.TABLE);
    boolean ifNotExists = s.acceptIfNotExists();
    RangeVar relation = relation(persistence);
    if (s.accept(Keyword.OF)) {
      int typeStart = s.start();
      TypeName type =
          new TypeName(g.names.anyName(), false, false, List.of(), List.of(), s.from(typeStart));
      List<TableElement> elements = typedElements();
      return rest(relation, elements, List.of(), null, type, ifNotExists, start);
    }
    if (s.accept(Keyword.PARTITION, Keyword.OF)) {
      RangeVar parent = g.names.qualifiedName();
      List<TableElement> elements = typedElements();
      PartitionBoundSpec bound = bound();
      return rest(relation, elements, List.of(parent), bound, null, ifNotExists, start);
    }
    if (s.at(TokenKind.LEFT_PAREN) || !orAs) {
      if (orAs && atColumnNames()) {
        return as(relation, g.names.columnList(), ifNotExists, start);
      }
      List<TableElement> elements = elements();
      List<RangeVar> parents = inherits();
      return rest(relation, elements, parents, null, null, ifNotExists, start);
    }
    return as(relation, List.of(), ifNotExists, start);
  }

  /** True if a list of plain names begins, as CREATE TABLE AS has it. */
  private boolean atColumnNames() {
    TokenKind after = s.kindAhead(2);
    return s.kindAhead(1) != TokenKind.RIGHT_PAREN
        && (after == TokenKind.COMMA || after == TokenKind.RIGHT_PAREN);
  }

  List<RangeVar> inherits() {
    return s.accept(Keyword.INHERITS) ? s.parenthesized(g.names::qualifiedName) : List.of();
  }

  /** {@code '(' OptTableElementList ')'}. */
  List<TableElement> elements() {
    s.expect(TokenKind.LEFT_PAREN);
    if (s.accept(TokenKind.RIGHT_PAREN)) {
      return List.of();
    }
    List<TableElement> elements = s.commaList(this::element);
    s.expect(TokenKind.RIGHT_PAREN);
    return elements;
  }

  private TableElement element() {
    if (s.at(Keyword.LIKE)) {
      return like();
    }
    return g.constraints.atTableConstraint() ? g.constraints.ofTable() : column();
  }

  List<TableElement> typedElements() {
    return s.optionalParenthesized(
        () -> g.constraints.atTableConstraint() ? g.constraints.ofTable() : typedColumn());
  }

  private ColumnDef typedColumn() {
    int start = s.start();
    String name = s.colId();
    if (s.accept(Keyword.WITH)) {
      s.expect(Keyword.OPTIONS);
    }
    ConstraintParser.Qualifiers qualifiers = g.constraints.qualifiers();
    return new ColumnDef(
        name,
        null,
        null,
        null,
        List.of(),
        qualifiers.collation(),
        qualifiers.constraints(),
        s.from(start));
  }

  /** {@code columnDef}. */
  ColumnDef column() {
    int start = s.start();
    String name = s.colId();
    TypeName type = g.types.typeName();
    String storage = s.accept(Keyword.STORAGE) ? nameOrDefault() : null;
    String compression = s.accept(Keyword.COMPRESSION) ? nameOrDefault() : null;
    List<DefElem> options = g.options.genericOptions();
    ConstraintParser.Qualifiers qualifiers = g.constraints.qualifiers();
    return new ColumnDef(
        name,
        type,
        storage,
        compression,
        options,
        qualifiers.collation(),
        qualifiers.constraints(),
        s.from(start));
  }

  String nameOrDefault() {
    return s.accept(Keyword.DEFAULT) ? "default" : s.colId();
  }

  private TableLikeClause like() {
    int start = s.start();
    s.next();
    RangeVar relation = g.names.qualifiedName();
    Set<TableLikeClause.Option> options = EnumSet.noneOf(TableLikeClause.Option.class);
    while (s.at(Keyword.INCLUDING) || s.at(Keyword.EXCLUDING)) {
      boolean including = s.at(Keyword.INCLUDING);
      s.next();
      Set<TableLikeClause.Option> some = likeOption();
      if (including) {
        options.addAll(some);
      } else {
        options.removeAll(some);
      }
    }
    return new TableLikeClause(relation, List.copyOf(options), s.from(start));
  }

  private Set<TableLikeClause.Option> likeOption() {
    if (s.accept(Keyword.ALL)) {
      return EnumSet.allOf(TableLikeClause.Option.class);
    }
    TableLikeClause.Option option =
        switch (s.word()) {
          case COMMENTS -> TableLikeClause.Option.COMMENTS;
          case COMPRESSION -> TableLikeClause.Option.COMPRESSION;
          case CONSTRAINTS -> TableLikeClause.Option.CONSTRAINTS;
          case DEFAULTS -> TableLikeClause.Option.DEFAULTS;
          case IDENTITY -> TableLikeClause.Option.IDENTITY;
          case GENERATED -> TableLikeClause.Option.GENERATED;
          case INDEXES -> TableLikeClause.Option.INDEXES;
          case STATISTICS -> TableLikeClause.Option.STATISTICS;
          case STORAGE -> TableLikeClause.Option.STORAGE;
          case null, default -> throw s.syntaxError();
        };
    s.next();
    return EnumSet.of(option);
  }

  private CreateStmt rest(
      RangeVar relation,
      List<TableElement> elements,
      List<RangeVar> parents,
      @Nullable PartitionBoundSpec bound,
      @Nullable TypeName ofType,
      boolean ifNotExists,
      int start) {
    PartitionSpec partition = s.at(Keyword.PARTITION) ? partitionSpec() : null;
    String accessMethod = s.accept(Keyword.USING) ? s.colId() : null;
    List<DefElem> options = storageOptions();
    OnCommitAction onCommit = onCommit();
    String tablespace = tablespace();
    return new CreateStmt(
        relation,
        elements,
        parents,
        bound,
        partition,
        ofType,
        options,
        onCommit,
        tablespace,
        accessMethod,
        ifNotExists,
        s.from(start));
  }

  private List<DefElem> storageOptions() {
    if (s.accept(Keyword.WITHOUT, Keyword.OIDS)) {
      return List.of();
    }
    return g.options.optionalRelationOptions();
  }

  private OnCommitAction onCommit() {
    if (!s.accept(Keyword.ON, Keyword.COMMIT)) {
      return OnCommitAction.NOOP;
    }
    if (s.accept(Keyword.DROP)) {
      return OnCommitAction.DROP;
    }
    boolean delete = s.accept(Keyword.DELETE);
    if (!delete) {
      s.expect(Keyword.PRESERVE);
    }
    s.expect(Keyword.ROWS);
    return delete ? OnCommitAction.DELETE_ROWS : OnCommitAction.PRESERVE_ROWS;
  }

  @Nullable String tablespace() {
    return s.accept(Keyword.TABLESPACE) ? s.colId() : null;
  }

  private CreateTableAsStmt as(
      RangeVar relation, List<String> columns, boolean ifNotExists, int start) {
    int intoStart = relation.span().start();
    String accessMethod = s.accept(Keyword.USING) ? s.colId() : null;
    List<DefElem> options = storageOptions();
    OnCommitAction onCommit = onCommit();
    String tablespace = tablespace();
    Span intoSpan = s.from(intoStart);
    s.expect(Keyword.AS);
    Stmt query = s.at(Keyword.EXECUTE) ? g.utilities.execute() : g.selects.select();
    boolean noData = noData();
    IntoClause into =
        new IntoClause(
            relation, columns, accessMethod, options, onCommit, tablespace, noData, intoSpan);
    return new CreateTableAsStmt(query, into, ObjectType.TABLE, ifNotExists, s.from(start));
  }

  /** {@code opt_with_data}: true for WITH NO DATA. */
  boolean noData() {
    if (!s.accept(Keyword.WITH)) {
      return false;
    }
    boolean no = s.accept(Keyword.NO);
    s.expect(Keyword.DATA);
    return no;
  }

  private PartitionSpec partitionSpec() {
    int start = s.start();
    s.next();
    s.expect(Keyword.BY);
    String name = s.colId();
    List<PartitionElem> params = s.parenthesized(this::partitionElement);
    PartitionSpec.Strategy strategy =
        switch (name.toLowerCase(Locale.ROOT)) {
          case "list" -> PartitionSpec.Strategy.LIST;
          case "range" -> PartitionSpec.Strategy.RANGE;
          case "hash" -> PartitionSpec.Strategy.HASH;
          default ->
              throw s.error(
                  "22023", "unrecognized partitioning strategy \"" + name + '"', null, -1);
        };
    return new PartitionSpec(strategy, params, s.from(start));
  }

  private PartitionElem partitionElement() {
    int start = s.start();
    RelationParser.ColumnOrExpression key = g.relations.columnOrExpression();
    List<String> collation = s.accept(Keyword.COLLATE) ? g.names.anyName() : List.of();
    List<String> opclass = s.atColId() ? g.names.anyName() : List.of();
    return new PartitionElem(key.name(), key.expr(), collation, opclass, s.from(start));
  }

  /** {@code PartitionBoundSpec}. */
  PartitionBoundSpec bound() {
    int start = s.start();
    if (s.accept(Keyword.DEFAULT)) {
      return new PartitionBoundSpec(null, -1, -1, List.of(), List.of(), List.of(), s.from(start));
    }
    s.expect(Keyword.FOR, Keyword.VALUES);
    if (s.accept(Keyword.WITH)) {
      return hashBound(start);
    }
    if (s.accept(Keyword.IN)) {
      List<Expr> values = g.expressions.expressionsInParentheses();
      return new PartitionBoundSpec(
          PartitionSpec.Strategy.LIST, -1, -1, values, List.of(), List.of(), s.from(start));
    }
    s.expect(Keyword.FROM);
    List<Expr> lower = g.expressions.expressionsInParentheses();
    s.expect(Keyword.TO);
    List<Expr> upper = g.expressions.expressionsInParentheses();
    return new PartitionBoundSpec(
        PartitionSpec.Strategy.RANGE, -1, -1, List.of(), lower, upper, s.from(start));
  }

  private record HashPart(String name, int value, int offset) {}

  private PartitionBoundSpec hashBound(int start) {
    List<HashPart> parts =
        s.parenthesized(() -> {
          int offset = s.start();
          String name = s.nonReservedWord();
          return new HashPart(name, s.iconst(), offset);
        });
    int modulus = -1;
    int remainder = -1;
    for (HashPart part : parts) {
      boolean first = part.name.equals("modulus");
      if (!first && !part.name.equals("remainder")) {
        throw s.error(
            "unrecognized hash partition bound specification \"" + part.name + '"', part.offset);
      }
      if ((first ? modulus : remainder) != -1) {
        throw s.error(
            "42710", part.name + " for hash partition provided more than once", null, part.offset);
      }
      if (first) {
        modulus = part.value;
      } else {
        remainder = part.value;
      }
    }
    if (modulus == -1) {
      throw s.error("modulus for hash partition must be specified", -1);
    }
    if (remainder == -1) {
      throw s.error("remainder for hash partition must be specified", -1);
    }
    return new PartitionBoundSpec(
        PartitionSpec.Strategy.HASH,
        modulus,
        remainder,
        List.of(),
        List.of(),
        List.of(),
        s.from(start));
  }
}
