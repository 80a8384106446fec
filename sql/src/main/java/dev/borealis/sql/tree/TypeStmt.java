package dev.borealis.sql.tree;

import dev.borealis.sql.tree.Clause.ColumnDef;
import dev.borealis.sql.tree.Clause.Constraint;
import dev.borealis.sql.tree.Clause.CreateOpClassItem;
import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.ObjectName.FunctionParameter;
import dev.borealis.sql.tree.ObjectName.ObjectWithArgs;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements that define types, functions, operators and what belongs to them. */
public sealed interface TypeStmt extends Stmt {
  /**
   * CREATE AGGREGATE, OPERATOR, TYPE, COLLATION and TEXT SEARCH objects; args are an aggregate's.
   */
  record DefineStmt(
      ObjectType kind,
      boolean oldstyle,
      List<String> defnames,
      @Nullable ObjectWithArgs args,
      List<DefElem> definition,
      boolean ifNotExists,
      boolean replace,
      Span span)
      implements TypeStmt {}

  /** CREATE TYPE AS (...). */
  record CompositeTypeStmt(RangeVar typevar, List<ColumnDef> coldeflist, Span span)
      implements TypeStmt {}

  /** CREATE TYPE AS ENUM. */
  record CreateEnumStmt(List<String> typeName, List<String> vals, Span span) implements TypeStmt {}

  /** CREATE TYPE AS RANGE. */
  record CreateRangeStmt(List<String> typeName, List<DefElem> params, Span span)
      implements TypeStmt {}

  /** ALTER TYPE ADD VALUE and RENAME VALUE. */
  record AlterEnumStmt(
      List<String> typeName,
      @Nullable String oldVal,
      String newVal,
      @Nullable String newValNeighbor,
      boolean newValIsAfter,
      boolean skipIfNewValExists,
      Span span)
      implements TypeStmt {}

  /** ALTER TYPE SET. */
  record AlterTypeStmt(List<String> typeName, List<DefElem> options, Span span)
      implements TypeStmt {}

  /** CREATE DOMAIN. */
  record CreateDomainStmt(
      List<String> domainname,
      TypeName typeName,
      @Nullable List<String> collation,
      List<Constraint> constraints,
      Span span)
      implements TypeStmt {}

  /** ALTER DOMAIN. */
  record AlterDomainStmt(
      AlterDomainStmt.Subtype subtype,
      List<String> typeName,
      @Nullable String name,
      @Nullable Node def,
      DropBehavior behavior,
      boolean missingOk,
      Span span)
      implements TypeStmt {
    /** The kinds. */
    public enum Subtype {
      COLUMN_DEFAULT,
      DROP_NOT_NULL,
      SET_NOT_NULL,
      ADD_CONSTRAINT,
      DROP_CONSTRAINT,
      VALIDATE_CONSTRAINT
    }
  }

  /**
   * CREATE FUNCTION and CREATE PROCEDURE; the body is null, one RETURN, or the statements of BEGIN
   * ATOMIC.
   */
  record CreateFunctionStmt(
      boolean isProcedure,
      boolean replace,
      List<String> funcname,
      List<FunctionParameter> parameters,
      @Nullable TypeName returnType,
      List<FunctionParameter> returnTable,
      List<DefElem> options,
      @Nullable List<Stmt> sqlBody,
      boolean atomic,
      Span span)
      implements TypeStmt {}

  /** ALTER FUNCTION, PROCEDURE and ROUTINE. */
  record AlterFunctionStmt(
      ObjectType objtype, ObjectWithArgs func, List<DefElem> actions, Span span)
      implements TypeStmt {}

  /** CREATE CAST. */
  record CreateCastStmt(
      TypeName sourcetype,
      TypeName targettype,
      @Nullable ObjectWithArgs func,
      CreateCastStmt.Context context,
      boolean inout,
      Span span)
      implements TypeStmt {
    /** The kinds. */
    public enum Context {
      IMPLICIT,
      ASSIGNMENT,
      EXPLICIT
    }
  }

  /** CREATE TRANSFORM. */
  record CreateTransformStmt(
      boolean replace,
      TypeName typeName,
      String lang,
      @Nullable ObjectWithArgs fromsql,
      @Nullable ObjectWithArgs tosql,
      Span span)
      implements TypeStmt {}

  /** CREATE CONVERSION. */
  record CreateConversionStmt(
      List<String> conversionName,
      String forEncodingName,
      String toEncodingName,
      List<String> funcName,
      boolean def,
      Span span)
      implements TypeStmt {}

  /** CREATE OPERATOR CLASS. */
  record CreateOpClassStmt(
      List<String> opclassname,
      List<String> opfamilyname,
      String amname,
      TypeName datatype,
      List<CreateOpClassItem> items,
      boolean isDefault,
      Span span)
      implements TypeStmt {}

  /** CREATE OPERATOR FAMILY. */
  record CreateOpFamilyStmt(List<String> opfamilyname, String amname, Span span)
      implements TypeStmt {}

  /** ALTER OPERATOR FAMILY. */
  record AlterOpFamilyStmt(
      List<String> opfamilyname,
      String amname,
      boolean isDrop,
      List<CreateOpClassItem> items,
      Span span)
      implements TypeStmt {}

  /** ALTER OPERATOR SET. */
  record AlterOperatorStmt(ObjectWithArgs opername, List<DefElem> options, Span span)
      implements TypeStmt {}

  /** ALTER COLLATION REFRESH VERSION. */
  record AlterCollationStmt(List<String> collname, Span span) implements TypeStmt {}

  /** ALTER TEXT SEARCH DICTIONARY. */
  record AlterTsDictionaryStmt(List<String> dictname, List<DefElem> options, Span span)
      implements TypeStmt {}

  /** ALTER TEXT SEARCH CONFIGURATION. */
  record AlterTsConfigurationStmt(
      AlterTsConfigurationStmt.Kind kind,
      List<String> cfgname,
      List<String> tokentype,
      List<List<String>> dicts,
      boolean missingOk,
      Span span)
      implements TypeStmt {
    /** The kinds. */
    public enum Kind {
      ADD_MAPPING,
      ALTER_MAPPING_FOR_TOKEN,
      REPLACE_DICT,
      REPLACE_DICT_FOR_TOKEN,
      DROP_MAPPING
    }
  }

  /** CREATE ACCESS METHOD. */
  record CreateAmStmt(String amname, List<String> handlerName, boolean table, Span span)
      implements TypeStmt {}

  /** CREATE LANGUAGE with a handler. */
  record CreatePLangStmt(
      boolean replace,
      String plname,
      List<String> plhandler,
      List<String> plinline,
      List<String> plvalidator,
      boolean pltrusted,
      Span span)
      implements TypeStmt {}
}
