package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.AlterTableCmd;
import dev.borealis.sql.tree.Clause.ColumnDef;
import dev.borealis.sql.tree.Clause.ColumnTypeChange;
import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Clause.OptionList;
import dev.borealis.sql.tree.Clause.PartitionBoundSpec;
import dev.borealis.sql.tree.Clause.PartitionCmd;
import dev.borealis.sql.tree.Clause.ReplicaIdentityStmt;
import dev.borealis.sql.tree.DropBehavior;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.ObjectName.RoleSpec;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The commands of ALTER TABLE, INDEX, SEQUENCE, VIEW and TYPE. */
final class AlterTableParser {
  private final Grammar g;

  private final ParserState s;

  AlterTableParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  AlterTableCmd of(AlterTableCmd.Type type, @Nullable String name, @Nullable Node def, int start) {
    return new AlterTableCmd(type, name, 0, null, def, DropBehavior.RESTRICT, false, s.from(start));
  }

  private AlterTableCmd drop(
      AlterTableCmd.Type type, boolean missingOk, boolean behavior, int start) {
    String name = s.colId();
    DropBehavior how = behavior ? g.options.dropBehavior() : DropBehavior.RESTRICT;
    return new AlterTableCmd(type, name, 0, null, null, how, missingOk, s.from(start));
  }

  /** {@code alter_table_cmds}. */
  List<AlterTableCmd> commands() {
    return s.commaList(this::command);
  }

  /** {@code alter_table_cmd}. */
  AlterTableCmd command() {
    int start = s.start();
    Keyword word = s.word();
    if (word == null) {
      throw s.syntaxError();
    }
    if (word == Keyword.OPTIONS) {
      List<DefElem> options = g.options.alterGenericOptions();
      return of(
          AlterTableCmd.Type.GENERIC_OPTIONS, null, new OptionList(options, s.from(start)), start);
    }
    s.next();
    return switch (word) {
      case ADD -> add(start);
      case ALTER -> g.alterColumns.alter(start);
      case DROP -> dropSomething(start);
      case SET -> set(start);
      case RESET -> options(AlterTableCmd.Type.RESET_REL_OPTIONS, null, start);
      case VALIDATE -> {
        s.expect(Keyword.CONSTRAINT);
        yield of(AlterTableCmd.Type.VALIDATE_CONSTRAINT, s.colId(), null, start);
      }
      case CLUSTER -> {
        s.expect(Keyword.ON);
        yield of(AlterTableCmd.Type.CLUSTER_ON, s.colId(), null, start);
      }
      case ENABLE -> enable(start);
      case DISABLE -> disable(start);
      case INHERIT -> of(AlterTableCmd.Type.ADD_INHERIT, null, g.names.qualifiedName(), start);
      case NO -> no(start);
      case FORCE -> {
        rowSecurity();
        yield of(AlterTableCmd.Type.FORCE_ROW_SECURITY, null, null, start);
      }
      case OF -> {
        int typeStart = s.start();
        TypeName type =
            new TypeName(g.names.anyName(), false, false, List.of(), List.of(), s.from(typeStart));
        yield of(AlterTableCmd.Type.ADD_OF, null, type, start);
      }
      case NOT -> {
        s.expect(Keyword.OF);
        yield of(AlterTableCmd.Type.DROP_OF, null, null, start);
      }
      case OWNER -> {
        s.expect(Keyword.TO);
        RoleSpec owner = g.names.roleSpec();
        yield new AlterTableCmd(
            AlterTableCmd.Type.CHANGE_OWNER,
            null,
            0,
            owner,
            null,
            DropBehavior.RESTRICT,
            false,
            s.from(start));
      }
      case REPLICA -> {
        s.expect(Keyword.IDENTITY);
        yield of(AlterTableCmd.Type.REPLICA_IDENTITY, null, replicaIdentity(), start);
      }
      default -> throw s.syntaxErrorAt(start);
    };
  }

  /** True where {@link #command} would find one. */
  boolean atCommand() {
    return switch (s.word()) {
      case OPTIONS,
          ADD,
          ALTER,
          DROP,
          SET,
          RESET,
          VALIDATE,
          CLUSTER,
          ENABLE,
          DISABLE,
          INHERIT,
          NO,
          FORCE,
          OF,
          NOT,
          OWNER,
          REPLICA ->
          true;
      case null, default -> false;
    };
  }

  private AlterTableCmd add(int start) {
    if (g.constraints.atTableConstraint()) {
      return of(AlterTableCmd.Type.ADD_CONSTRAINT, null, g.constraints.ofTable(), start);
    }
    s.accept(Keyword.COLUMN);
    boolean missingOk = s.acceptIfNotExists();
    ColumnDef column = g.tables.column();
    return new AlterTableCmd(
        AlterTableCmd.Type.ADD_COLUMN,
        null,
        0,
        null,
        column,
        DropBehavior.RESTRICT,
        missingOk,
        s.from(start));
  }

  private AlterTableCmd dropSomething(int start) {
    boolean constraint = s.accept(Keyword.CONSTRAINT);
    if (!constraint) {
      s.accept(Keyword.COLUMN);
    }
    AlterTableCmd.Type type =
        constraint ? AlterTableCmd.Type.DROP_CONSTRAINT : AlterTableCmd.Type.DROP_COLUMN;
    return drop(type, s.acceptIfExists(), true, start);
  }

  /** Options in parentheses. */
  AlterTableCmd options(AlterTableCmd.Type type, @Nullable String name, int start) {
    int optionsStart = s.start();
    List<DefElem> options = g.options.relationOptions();
    return of(type, name, new OptionList(options, s.from(optionsStart)), start);
  }

  private AlterTableCmd set(int start) {
    if (s.at(TokenKind.LEFT_PAREN)) {
      return options(AlterTableCmd.Type.SET_REL_OPTIONS, null, start);
    }
    if (s.accept(Keyword.WITHOUT)) {
      if (s.accept(Keyword.OIDS)) {
        return of(AlterTableCmd.Type.DROP_OIDS, null, null, start);
      }
      s.expect(Keyword.CLUSTER);
      return of(AlterTableCmd.Type.DROP_CLUSTER, null, null, start);
    }
    if (s.accept(Keyword.LOGGED)) {
      return of(AlterTableCmd.Type.SET_LOGGED, null, null, start);
    }
    if (s.accept(Keyword.UNLOGGED)) {
      return of(AlterTableCmd.Type.SET_UNLOGGED, null, null, start);
    }
    if (s.accept(Keyword.ACCESS, Keyword.METHOD)) {
      return of(AlterTableCmd.Type.SET_ACCESS_METHOD, s.colId(), null, start);
    }
    s.expect(Keyword.TABLESPACE);
    return of(AlterTableCmd.Type.SET_TABLE_SPACE, s.colId(), null, start);
  }

  private AlterTableCmd enable(int start) {
    if (s.at(Keyword.ROW)) {
      rowSecurity();
      return of(AlterTableCmd.Type.ENABLE_ROW_SECURITY, null, null, start);
    }
    boolean always = s.accept(Keyword.ALWAYS);
    boolean replica = !always && s.accept(Keyword.REPLICA);
    if (s.accept(Keyword.RULE)) {
      AlterTableCmd.Type type =
          always
              ? AlterTableCmd.Type.ENABLE_ALWAYS_RULE
              : replica ? AlterTableCmd.Type.ENABLE_REPLICA_RULE : AlterTableCmd.Type.ENABLE_RULE;
      return of(type, s.colId(), null, start);
    }
    s.expect(Keyword.TRIGGER);
    if (always) {
      return of(AlterTableCmd.Type.ENABLE_ALWAYS_TRIG, s.colId(), null, start);
    }
    if (replica) {
      return of(AlterTableCmd.Type.ENABLE_REPLICA_TRIG, s.colId(), null, start);
    }
    if (s.accept(Keyword.ALL)) {
      return of(AlterTableCmd.Type.ENABLE_TRIG_ALL, null, null, start);
    }
    if (s.accept(Keyword.USER)) {
      return of(AlterTableCmd.Type.ENABLE_TRIG_USER, null, null, start);
    }
    return of(AlterTableCmd.Type.ENABLE_TRIG, s.colId(), null, start);
  }

  private AlterTableCmd disable(int start) {
    if (s.at(Keyword.ROW)) {
      rowSecurity();
      return of(AlterTableCmd.Type.DISABLE_ROW_SECURITY, null, null, start);
    }
    if (s.accept(Keyword.RULE)) {
      return of(AlterTableCmd.Type.DISABLE_RULE, s.colId(), null, start);
    }
    s.expect(Keyword.TRIGGER);
    if (s.accept(Keyword.ALL)) {
      return of(AlterTableCmd.Type.DISABLE_TRIG_ALL, null, null, start);
    }
    if (s.accept(Keyword.USER)) {
      return of(AlterTableCmd.Type.DISABLE_TRIG_USER, null, null, start);
    }
    return of(AlterTableCmd.Type.DISABLE_TRIG, s.colId(), null, start);
  }

  private void rowSecurity() {
    s.expect(Keyword.ROW, Keyword.LEVEL, Keyword.SECURITY);
  }

  private AlterTableCmd no(int start) {
    if (s.accept(Keyword.INHERIT)) {
      return of(AlterTableCmd.Type.DROP_INHERIT, null, g.names.qualifiedName(), start);
    }
    s.expect(Keyword.FORCE);
    rowSecurity();
    return of(AlterTableCmd.Type.NO_FORCE_ROW_SECURITY, null, null, start);
  }

  private ReplicaIdentityStmt replicaIdentity() {
    int start = s.start();
    if (s.accept(Keyword.USING, Keyword.INDEX)) {
      return new ReplicaIdentityStmt("USING INDEX", s.colId(), s.from(start));
    }
    boolean known = s.at(Keyword.NOTHING) || s.at(Keyword.FULL) || s.at(Keyword.DEFAULT);
    String type = s.takeIf(known).toUpperCase(Locale.ROOT);
    return new ReplicaIdentityStmt(type, null, s.from(start));
  }

  /** {@code partition_cmd}, or null. */
  @Nullable AlterTableCmd partition(boolean index) {
    int start = s.start();
    if (s.accept(Keyword.ATTACH)) {
      s.expect(Keyword.PARTITION);
      RangeVar name = g.names.qualifiedName();
      PartitionBoundSpec bound = index ? null : g.tables.bound();
      return of(
          AlterTableCmd.Type.ATTACH_PARTITION,
          null,
          new PartitionCmd(name, bound, false, s.from(start)),
          start);
    }
    if (index || !s.accept(Keyword.DETACH)) {
      return null;
    }
    s.expect(Keyword.PARTITION);
    RangeVar name = g.names.qualifiedName();
    if (s.accept(Keyword.FINALIZE)) {
      return of(
          AlterTableCmd.Type.DETACH_PARTITION_FINALIZE,
          null,
          new PartitionCmd(name, null, false, s.from(start)),
          start);
    }
    boolean concurrent = s.accept(Keyword.CONCURRENTLY);
    return of(
        AlterTableCmd.Type.DETACH_PARTITION,
        null,
        new PartitionCmd(name, null, concurrent, s.from(start)),
        start);
  }

  /** {@code alter_type_cmd}. */
  AlterTableCmd typeCommand() {
    int start = s.start();
    boolean add = s.accept(Keyword.ADD);
    boolean drop = !add && s.accept(Keyword.DROP);
    if (!add && !drop) {
      s.expect(Keyword.ALTER);
    }
    s.expect(Keyword.ATTRIBUTE);
    if (drop) {
      return drop(AlterTableCmd.Type.DROP_COLUMN, s.acceptIfExists(), true, start);
    }
    String name = null;
    Node def;
    if (add) {
      def = g.froms.columnDefinition();
    } else {
      name = s.colId();
      s.accept(Keyword.SET, Keyword.DATA);
      s.expect(Keyword.TYPE);
      int typeStart = s.start();
      TypeName type = g.types.typeName();
      List<String> collation = s.accept(Keyword.COLLATE) ? g.names.anyName() : null;
      def = new ColumnTypeChange(type, collation, null, s.from(typeStart));
    }
    AlterTableCmd.Type type =
        add ? AlterTableCmd.Type.ADD_COLUMN : AlterTableCmd.Type.ALTER_COLUMN_TYPE;
    DropBehavior behavior = g.options.dropBehavior();
    return new AlterTableCmd(type, name, 0, null, def, behavior, false, s.from(start));
  }
}
