package dev.borealis.sql.tree;

import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Clause.PublicationObjSpec;
import dev.borealis.sql.tree.ObjectName.RoleSpec;
import dev.borealis.sql.tree.TableRef.RangeVar;
import dev.borealis.sql.tree.UtilityStmt.VariableSetStmt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements about databases and what spans or connects them. */
public sealed interface DatabaseStmt extends Stmt {
  /** CREATE DATABASE. */
  record CreatedbStmt(String dbname, List<DefElem> options, Span span) implements DatabaseStmt {}

  /** ALTER DATABASE. */
  record AlterDatabaseStmt(String dbname, List<DefElem> options, Span span)
      implements DatabaseStmt {}

  /** ALTER DATABASE REFRESH COLLATION VERSION. */
  record AlterDatabaseRefreshCollStmt(String dbname, Span span) implements DatabaseStmt {}

  /** ALTER DATABASE SET. */
  record AlterDatabaseSetStmt(String dbname, VariableSetStmt setstmt, Span span)
      implements DatabaseStmt {}

  /** DROP DATABASE. */
  record DropdbStmt(String dbname, boolean missingOk, List<DefElem> options, Span span)
      implements DatabaseStmt {}

  /** CREATE TABLESPACE. */
  record CreateTableSpaceStmt(
      String tablespacename,
      @Nullable RoleSpec owner,
      String location,
      List<DefElem> options,
      Span span)
      implements DatabaseStmt {}

  /** DROP TABLESPACE. */
  record DropTableSpaceStmt(String tablespacename, boolean missingOk, Span span)
      implements DatabaseStmt {}

  /** ALTER TABLESPACE SET and RESET. */
  record AlterTableSpaceOptionsStmt(
      String tablespacename, List<DefElem> options, boolean isReset, Span span)
      implements DatabaseStmt {}

  /** CREATE EXTENSION; CREATE LANGUAGE without a handler too. */
  record CreateExtensionStmt(String extname, boolean ifNotExists, List<DefElem> options, Span span)
      implements DatabaseStmt {}

  /** ALTER EXTENSION UPDATE. */
  record AlterExtensionStmt(String extname, List<DefElem> options, Span span)
      implements DatabaseStmt {}

  /** ALTER EXTENSION ADD and DROP. */
  record AlterExtensionContentsStmt(
      String extname, boolean add, ObjectType objtype, ObjectName object, Span span)
      implements DatabaseStmt {}

  /** CREATE FOREIGN DATA WRAPPER. */
  record CreateFdwStmt(String fdwname, List<DefElem> funcOptions, List<DefElem> options, Span span)
      implements DatabaseStmt {}

  /** ALTER FOREIGN DATA WRAPPER. */
  record AlterFdwStmt(String fdwname, List<DefElem> funcOptions, List<DefElem> options, Span span)
      implements DatabaseStmt {}

  /** CREATE SERVER. */
  record CreateForeignServerStmt(
      String servername,
      @Nullable String servertype,
      @Nullable String version,
      String fdwname,
      boolean ifNotExists,
      List<DefElem> options,
      Span span)
      implements DatabaseStmt {}

  /** ALTER SERVER. */
  record AlterForeignServerStmt(
      String servername,
      @Nullable String version,
      List<DefElem> options,
      boolean hasVersion,
      Span span)
      implements DatabaseStmt {}

  /** CREATE USER MAPPING. */
  record CreateUserMappingStmt(
      RoleSpec user, String servername, boolean ifNotExists, List<DefElem> options, Span span)
      implements DatabaseStmt {}

  /** ALTER USER MAPPING. */
  record AlterUserMappingStmt(RoleSpec user, String servername, List<DefElem> options, Span span)
      implements DatabaseStmt {}

  /** DROP USER MAPPING. */
  record DropUserMappingStmt(RoleSpec user, String servername, boolean missingOk, Span span)
      implements DatabaseStmt {}

  /** IMPORT FOREIGN SCHEMA. */
  record ImportForeignSchemaStmt(
      String serverName,
      String remoteSchema,
      String localSchema,
      ImportForeignSchemaStmt.ListType listType,
      List<RangeVar> tableList,
      List<DefElem> options,
      Span span)
      implements DatabaseStmt {
    /** The kinds. */
    public enum ListType {
      ALL,
      LIMIT_TO,
      EXCEPT
    }
  }

  /** CREATE PUBLICATION. */
  record CreatePublicationStmt(
      String pubname,
      List<DefElem> options,
      List<PublicationObjSpec> pubobjects,
      boolean forAllTables,
      Span span)
      implements DatabaseStmt {}

  /** ALTER PUBLICATION. */
  record AlterPublicationStmt(
      String pubname,
      List<DefElem> options,
      List<PublicationObjSpec> pubobjects,
      AlterPublicationStmt.Action action,
      Span span)
      implements DatabaseStmt {
    /** The kinds. */
    public enum Action {
      OPTIONS,
      ADD,
      DROP,
      SET
    }
  }

  /** CREATE SUBSCRIPTION. */
  record CreateSubscriptionStmt(
      String subname, String conninfo, List<String> publication, List<DefElem> options, Span span)
      implements DatabaseStmt {}

  /** ALTER SUBSCRIPTION. */
  record AlterSubscriptionStmt(
      AlterSubscriptionStmt.Kind kind,
      String subname,
      @Nullable String conninfo,
      List<String> publication,
      List<DefElem> options,
      Span span)
      implements DatabaseStmt {
    /** The kinds. */
    public enum Kind {
      OPTIONS,
      CONNECTION,
      SET_PUBLICATION,
      ADD_PUBLICATION,
      DROP_PUBLICATION,
      REFRESH,
      ENABLE,
      DISABLE,
      SKIP
    }
  }

  /** DROP SUBSCRIPTION. */
  record DropSubscriptionStmt(String subname, boolean missingOk, DropBehavior behavior, Span span)
      implements DatabaseStmt {}

  /** CREATE EVENT TRIGGER. */
  record CreateEventTrigStmt(
      String trigname, String eventname, List<DefElem> whenclause, List<String> funcname, Span span)
      implements DatabaseStmt {}

  /** ALTER EVENT TRIGGER. */
  record AlterEventTrigStmt(String trigname, AlterEventTrigStmt.Firing tgenabled, Span span)
      implements DatabaseStmt {
    /** The kinds. */
    public enum Firing {
      ORIGIN,
      REPLICA,
      ALWAYS,
      DISABLED
    }
  }
}
