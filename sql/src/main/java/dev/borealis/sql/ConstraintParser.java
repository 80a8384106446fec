package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.Constraint;
import dev.borealis.sql.tree.Clause.ExclusionElem;
import dev.borealis.sql.tree.Clause.ForeignKey;
import dev.borealis.sql.tree.Clause.IndexElem;
import dev.borealis.sql.tree.Clause.KeyAction;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Constraints of columns, tables and domains. */
final class ConstraintParser {
  private final Grammar g;

  private final ParserState s;

  ConstraintParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  /** {@code opt_unique_null_treatment}: true for NULLS NOT DISTINCT. */
  boolean nullTreatment() {
    if (!s.accept(Keyword.NULLS)) {
      return false;
    }
    boolean not = s.accept(Keyword.NOT);
    s.expect(Keyword.DISTINCT);
    return not;
  }

  /** The constraints of a column, and its collation. */
  record Qualifiers(List<Constraint> constraints, @Nullable List<String> collation) {}

  /** {@code ColQualList}. */
  Qualifiers qualifiers() {
    List<Constraint> constraints = new ArrayList<>();
    List<String> collation = null;
    int second = -1;
    while (true) {
      int start = s.start();
      if (s.accept(Keyword.COLLATE)) {
        if (collation != null && second < 0) {
          second = start;
        }
        collation = g.names.anyName();
        continue;
      }
      Constraint constraint = ofColumn(start);
      if (constraint == null) {
        if (second >= 0) {
          throw s.error("multiple COLLATE clauses not allowed", second);
        }
        return new Qualifiers(List.copyOf(constraints), collation);
      }
      constraints.add(constraint);
    }
  }

  private @Nullable Constraint ofColumn(int start) {
    if (s.accept(Keyword.CONSTRAINT)) {
      String name = s.colId();
      Constraint constraint = columnElement(name, start);
      if (constraint == null) {
        throw s.syntaxError();
      }
      return constraint;
    }
    if (s.accept(Keyword.DEFERRABLE)) {
      return attribute(Constraint.Type.ATTR_DEFERRABLE, start);
    }
    if (s.at(Keyword.NOT) && s.ahead(1) == Keyword.DEFERRABLE) {
      s.next();
      s.next();
      return attribute(Constraint.Type.ATTR_NOT_DEFERRABLE, start);
    }
    if (s.accept(Keyword.INITIALLY)) {
      if (s.accept(Keyword.DEFERRED)) {
        return attribute(Constraint.Type.ATTR_DEFERRED, start);
      }
      s.expect(Keyword.IMMEDIATE);
      return attribute(Constraint.Type.ATTR_IMMEDIATE, start);
    }
    return columnElement(null, start);
  }

  private Constraint attribute(Constraint.Type type, int start) {
    return new ConstraintDraft(type, null).build(s.from(start));
  }

  private @Nullable Constraint columnElement(@Nullable String name, int start) {
    Keyword word = s.word();
    return switch (word) {
      case NOT -> {
        s.next();
        s.expect(Keyword.NULL);
        yield new ConstraintDraft(Constraint.Type.NOTNULL, name).build(s.from(start));
      }
      case NULL -> {
        s.next();
        yield new ConstraintDraft(Constraint.Type.NULL, name).build(s.from(start));
      }
      case UNIQUE -> {
        s.next();
        ConstraintDraft draft = new ConstraintDraft(Constraint.Type.UNIQUE, name);
        draft.nullsNotDistinct = nullTreatment();
        yield index(draft).build(s.from(start));
      }
      case PRIMARY -> {
        s.next();
        s.expect(Keyword.KEY);
        yield index(new ConstraintDraft(Constraint.Type.PRIMARY, name)).build(s.from(start));
      }
      case CHECK -> {
        s.next();
        ConstraintDraft draft = new ConstraintDraft(Constraint.Type.CHECK, name);
        draft.rawExpr = g.expressions.inParentheses();
        draft.isNoInherit = s.accept(Keyword.NO, Keyword.INHERIT);
        yield draft.build(s.from(start));
      }
      case DEFAULT -> {
        s.next();
        ConstraintDraft draft = new ConstraintDraft(Constraint.Type.DEFAULT, name);
        draft.rawExpr = g.expressions.restricted();
        yield draft.build(s.from(start));
      }
      case GENERATED -> {
        s.next();
        yield generated(name, start);
      }
      case REFERENCES -> {
        ConstraintDraft draft = new ConstraintDraft(Constraint.Type.FOREIGN, name);
        draft.foreignKey = references();
        yield draft.build(s.from(start));
      }
      case null, default -> null;
    };
  }

  /** {@code generated_when}: true for ALWAYS. */
  boolean always() {
    if (s.accept(Keyword.ALWAYS)) {
      return true;
    }
    s.expect(Keyword.BY, Keyword.DEFAULT);
    return false;
  }

  private Constraint generated(@Nullable String name, int start) {
    int whenStart = s.start();
    boolean always = always();
    s.expect(Keyword.AS);
    if (s.accept(Keyword.IDENTITY)) {
      ConstraintDraft draft = new ConstraintDraft(Constraint.Type.IDENTITY, name);
      draft.always = always;
      draft.options = g.options.parenthesizedSequenceOptions();
      return draft.build(s.from(start));
    }
    ConstraintDraft draft = new ConstraintDraft(Constraint.Type.GENERATED, name);
    draft.rawExpr = g.expressions.inParentheses();
    s.expect(Keyword.STORED);
    if (!always) {
      throw s.error("for a generated column, GENERATED ALWAYS must be specified", whenStart);
    }
    draft.always = true;
    return draft.build(s.from(start));
  }

  /** {@code ADD GENERATED ... AS IDENTITY}, after GENERATED. */
  Constraint identity(int start) {
    ConstraintDraft draft = new ConstraintDraft(Constraint.Type.IDENTITY, null);
    draft.always = always();
    s.expect(Keyword.AS, Keyword.IDENTITY);
    draft.options = g.options.parenthesizedSequenceOptions();
    return draft.build(s.from(start));
  }

  private ConstraintDraft index(ConstraintDraft draft) {
    draft.options = g.options.optionalDefinition();
    draft.indexspace = indexTablespace();
    return draft;
  }

  private @Nullable String indexTablespace() {
    if (!s.accept(Keyword.USING)) {
      return null;
    }
    s.expect(Keyword.INDEX, Keyword.TABLESPACE);
    return s.colId();
  }

  private ForeignKey references() {
    int start = s.start();
    s.expect(Keyword.REFERENCES);
    RangeVar table = g.names.qualifiedName();
    List<String> columns = g.names.optionalColumnList();
    boolean full = false;
    int matchStart = s.start();
    if (s.accept(Keyword.MATCH)) {
      full = s.accept(Keyword.FULL);
      if (s.accept(Keyword.PARTIAL)) {
        throw s.unsupported("MATCH PARTIAL not yet implemented", matchStart);
      }
      if (!full) {
        s.expect(Keyword.SIMPLE);
      }
    }
    KeyAction update = null;
    KeyAction delete = null;
    List<String> deleteColumns = List.of();
    for (int i = 0; i < 2 && s.at(Keyword.ON); i++) {
      int onStart = s.start();
      s.next();
      boolean onUpdate = update == null && s.accept(Keyword.UPDATE);
      if (!onUpdate && (delete != null || !s.accept(Keyword.DELETE))) {
        throw s.syntaxError();
      }
      KeyAction action = keyAction();
      boolean set = action == KeyAction.SETNULL || action == KeyAction.SETDEFAULT;
      List<String> setColumns = set ? g.names.optionalColumnList() : List.of();
      if (onUpdate) {
        if (!setColumns.isEmpty()) {
          throw s.unsupported(
              "a column list with " + action.words() + " is only supported for ON DELETE actions",
              onStart);
        }
        update = action;
      } else {
        delete = action;
        deleteColumns = setColumns;
      }
    }
    return new ForeignKey(
        table,
        columns,
        full,
        update == null ? KeyAction.NOACTION : update,
        delete == null ? KeyAction.NOACTION : delete,
        deleteColumns,
        s.from(start));
  }

  private KeyAction keyAction() {
    if (s.accept(Keyword.NO, Keyword.ACTION)) {
      return KeyAction.NOACTION;
    }
    if (s.accept(Keyword.RESTRICT)) {
      return KeyAction.RESTRICT;
    }
    if (s.accept(Keyword.CASCADE)) {
      return KeyAction.CASCADE;
    }
    s.expect(Keyword.SET);
    if (s.accept(Keyword.NULL)) {
      return KeyAction.SETNULL;
    }
    s.expect(Keyword.DEFAULT);
    return KeyAction.SETDEFAULT;
  }

  /** True where a table's constraint begins. */
  boolean atTableConstraint() {
    return switch (s.word()) {
      case CONSTRAINT, CHECK, UNIQUE, PRIMARY, FOREIGN -> true;
      case EXCLUDE -> s.kindAhead(1) == TokenKind.LEFT_PAREN || s.ahead(1) == Keyword.USING;
      case null, default -> false;
    };
  }

  /** {@code TableConstraint}. */
  Constraint ofTable() {
    int start = s.start();
    String name = s.accept(Keyword.CONSTRAINT) ? s.colId() : null;
    Keyword word = s.word();
    return switch (word) {
      case CHECK -> {
        s.next();
        ConstraintDraft draft = new ConstraintDraft(Constraint.Type.CHECK, name);
        draft.rawExpr = g.expressions.inParentheses();
        g.constraintAttributes.read(draft, "CHECK", false, true, true);
        yield draft.build(s.from(start));
      }
      case UNIQUE -> {
        s.next();
        ConstraintDraft draft = new ConstraintDraft(Constraint.Type.UNIQUE, name);
        boolean usingIndex = s.at(Keyword.USING);
        draft.nullsNotDistinct = nullTreatment();
        yield key(draft, "UNIQUE", usingIndex).build(s.from(start));
      }
      case PRIMARY -> {
        s.next();
        s.expect(Keyword.KEY);
        ConstraintDraft draft = new ConstraintDraft(Constraint.Type.PRIMARY, name);
        yield key(draft, "PRIMARY KEY", s.at(Keyword.USING)).build(s.from(start));
      }
      case EXCLUDE -> {
        s.next();
        yield exclusion(new ConstraintDraft(Constraint.Type.EXCLUSION, name)).build(s.from(start));
      }
      case FOREIGN -> {
        s.next();
        s.expect(Keyword.KEY);
        ConstraintDraft draft = new ConstraintDraft(Constraint.Type.FOREIGN, name);
        draft.keys = g.names.columnList();
        draft.foreignKey = references();
        g.constraintAttributes.read(draft, "FOREIGN KEY", true, true, false);
        yield draft.build(s.from(start));
      }
      case null, default -> throw s.syntaxError();
    };
  }

  private ConstraintDraft key(ConstraintDraft draft, String kind, boolean usingIndex) {
    if (usingIndex) {
      s.expect(Keyword.USING, Keyword.INDEX);
      draft.indexname = s.colId();
    } else {
      draft.keys = g.names.columnList();
      draft.including = including();
      index(draft);
    }
    g.constraintAttributes.read(draft, kind, true, false, false);
    return draft;
  }

  private List<String> including() {
    return s.accept(Keyword.INCLUDE) ? g.names.columnList() : List.of();
  }

  private ConstraintDraft exclusion(ConstraintDraft draft) {
    draft.accessMethod = s.accept(Keyword.USING) ? s.colId() : null;
    draft.exclusions =
        s.parenthesized(() -> {
          int start = s.start();
          IndexElem element = g.relations.indexElement();
          s.expect(Keyword.WITH);
          boolean word = s.at(Keyword.OPERATOR) && s.kindAhead(1) == TokenKind.LEFT_PAREN;
          List<String> operator = word ? g.names.qualifiedOperator() : g.names.anyOperator();
          return new ExclusionElem(element, operator, s.from(start));
        });
    draft.including = including();
    index(draft);
    draft.whereClause = s.accept(Keyword.WHERE) ? g.expressions.inParentheses() : null;
    g.constraintAttributes.read(draft, "EXCLUDE", true, false, false);
    return draft;
  }
}
