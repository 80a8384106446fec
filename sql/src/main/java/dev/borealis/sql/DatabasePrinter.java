package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Clause.PublicationObjSpec;
import dev.borealis.sql.tree.DatabaseStmt;
import dev.borealis.sql.tree.DatabaseStmt.AlterDatabaseRefreshCollStmt;
import dev.borealis.sql.tree.DatabaseStmt.AlterDatabaseSetStmt;
import dev.borealis.sql.tree.DatabaseStmt.AlterDatabaseStmt;
import dev.borealis.sql.tree.DatabaseStmt.AlterEventTrigStmt;
import dev.borealis.sql.tree.DatabaseStmt.AlterExtensionContentsStmt;
import dev.borealis.sql.tree.DatabaseStmt.AlterExtensionStmt;
import dev.borealis.sql.tree.DatabaseStmt.AlterFdwStmt;
import dev.borealis.sql.tree.DatabaseStmt.AlterForeignServerStmt;
import dev.borealis.sql.tree.DatabaseStmt.AlterPublicationStmt;
import dev.borealis.sql.tree.DatabaseStmt.AlterSubscriptionStmt;
import dev.borealis.sql.tree.DatabaseStmt.AlterTableSpaceOptionsStmt;
import dev.borealis.sql.tree.DatabaseStmt.AlterUserMappingStmt;
import dev.borealis.sql.tree.DatabaseStmt.CreateEventTrigStmt;
import dev.borealis.sql.tree.DatabaseStmt.CreateExtensionStmt;
import dev.borealis.sql.tree.DatabaseStmt.CreateFdwStmt;
import dev.borealis.sql.tree.DatabaseStmt.CreateForeignServerStmt;
import dev.borealis.sql.tree.DatabaseStmt.CreatePublicationStmt;
import dev.borealis.sql.tree.DatabaseStmt.CreateSubscriptionStmt;
import dev.borealis.sql.tree.DatabaseStmt.CreateTableSpaceStmt;
import dev.borealis.sql.tree.DatabaseStmt.CreateUserMappingStmt;
import dev.borealis.sql.tree.DatabaseStmt.CreatedbStmt;
import dev.borealis.sql.tree.DatabaseStmt.DropSubscriptionStmt;
import dev.borealis.sql.tree.DatabaseStmt.DropTableSpaceStmt;
import dev.borealis.sql.tree.DatabaseStmt.DropUserMappingStmt;
import dev.borealis.sql.tree.DatabaseStmt.DropdbStmt;
import dev.borealis.sql.tree.DatabaseStmt.ImportForeignSchemaStmt;
import dev.borealis.sql.tree.ObjectName.RoleSpec;
import dev.borealis.sql.tree.Value.NameListValue;
import dev.borealis.sql.tree.Value.StringValue;
import java.util.List;

/** Writes statements about databases and what spans or connects them. */
final class DatabasePrinter {
  private final Printout p;

  DatabasePrinter(Printout printout) {
    this.p = printout;
  }

  void print(DatabaseStmt statement) {
    switch (statement) {
      case CreatedbStmt create -> {
        p.text.addName("CREATE DATABASE", create.dbname());
        create.options().forEach(this::option);
      }
      case AlterDatabaseStmt alter -> {
        p.text.addName("ALTER DATABASE", alter.dbname());
        alter.options().forEach(this::option);
      }
      case AlterDatabaseRefreshCollStmt alter ->
          p.text.addName("ALTER DATABASE", alter.dbname()).add("REFRESH COLLATION VERSION");
      case AlterDatabaseSetStmt alter -> {
        p.text.addName("ALTER DATABASE", alter.dbname());
        p.settings.print(alter.setstmt());
      }
      case DropdbStmt drop -> {
        p.text.add("DROP DATABASE").ifExists(drop.missingOk()).name(drop.dbname());
        p.text.optional(drop.options(), p.options::spaced);
      }
      case CreateTableSpaceStmt create -> {
        p.text.addName("CREATE TABLESPACE", create.tablespacename());
        if (create.owner() != null) {
          p.text.add("OWNER");
          p.names.print(create.owner());
        }
        p.text.add("LOCATION").string(create.location());
        p.options.with(create.options());
      }
      case DropTableSpaceStmt drop ->
          p.text.add("DROP TABLESPACE").ifExists(drop.missingOk()).name(drop.tablespacename());
      case AlterTableSpaceOptionsStmt alter -> {
        p.text.addName("ALTER TABLESPACE", alter.tablespacename());
        p.text.add(alter.isReset() ? "RESET" : "SET");
        p.options.definition(alter.options());
      }
      case CreateExtensionStmt create -> {
        p.text.add("CREATE EXTENSION").ifNotExists(create.ifNotExists()).name(create.extname());
        create.options().forEach(this::extensionOption);
      }
      case AlterExtensionStmt alter -> {
        p.text.addName("ALTER EXTENSION", alter.extname()).add("UPDATE");
        alter.options().forEach(option -> value("TO", option));
      }
      case AlterExtensionContentsStmt alter -> {
        p.text.addName("ALTER EXTENSION", alter.extname()).add(alter.add() ? "ADD" : "DROP");
        p.names.described(alter.objtype(), alter.object());
      }
      case CreateFdwStmt create -> {
        p.text.addName("CREATE FOREIGN DATA WRAPPER", create.fdwname());
        functions(create.funcOptions());
        p.options.generic(create.options());
      }
      case AlterFdwStmt alter -> {
        p.text.addName("ALTER FOREIGN DATA WRAPPER", alter.fdwname());
        functions(alter.funcOptions());
        p.options.generic(alter.options());
      }
      case CreateForeignServerStmt create -> server(create);
      case AlterForeignServerStmt alter -> {
        p.text.addName("ALTER SERVER", alter.servername());
        if (alter.hasVersion()) {
          p.text.add("VERSION");
          p.text.add(alter.version() == null ? "NULL" : SqlText.quoteString(alter.version()));
        }
        p.options.generic(alter.options());
      }
      case CreateUserMappingStmt create -> {
        p.text.add("CREATE USER MAPPING").ifNotExists(create.ifNotExists());
        mapped(create.user(), create.servername());
        p.options.generic(create.options());
      }
      case AlterUserMappingStmt alter -> {
        p.text.add("ALTER USER MAPPING");
        mapped(alter.user(), alter.servername());
        p.options.generic(alter.options());
      }
      case DropUserMappingStmt drop -> {
        p.text.add("DROP USER MAPPING").ifExists(drop.missingOk());
        mapped(drop.user(), drop.servername());
      }
      case ImportForeignSchemaStmt imported -> importSchema(imported);
      case CreatePublicationStmt create -> {
        p.text.addName("CREATE PUBLICATION", create.pubname());
        p.text.addIf(create.forAllTables(), "FOR ALL TABLES");
        p.text.addIf(!create.pubobjects().isEmpty(), "FOR");
        p.text.list(create.pubobjects(), this::published);
        p.options.with(create.options());
      }
      case AlterPublicationStmt alter -> alterPublication(alter);
      case CreateSubscriptionStmt create -> {
        p.text.addName("CREATE SUBSCRIPTION", create.subname());
        p.text.add("CONNECTION").string(create.conninfo());
        p.text.add("PUBLICATION").names(create.publication());
        p.options.with(create.options());
      }
      case AlterSubscriptionStmt alter -> alterSubscription(alter);
      case DropSubscriptionStmt drop ->
          p.text
              .add("DROP SUBSCRIPTION")
              .ifExists(drop.missingOk())
              .name(drop.subname())
              .behavior(drop.behavior());
      case CreateEventTrigStmt create -> eventTrigger(create);
      case AlterEventTrigStmt alter -> {
        p.text.addName("ALTER EVENT TRIGGER", alter.trigname());
        p.text.add(
            switch (alter.tgenabled()) {
              case ORIGIN -> "ENABLE";
              case REPLICA -> "ENABLE REPLICA";
              case ALWAYS -> "ENABLE ALWAYS";
              case DISABLED -> "DISABLE";
            });
      }
    }
  }

  private void option(DefElem option) {
    boolean limit = option.defname().equals("connection_limit");
    p.text.add(limit ? "CONNECTION LIMIT" : SqlText.quoteName(option.defname())).add("=");
    if (option.arg() == null) {
      p.text.add("DEFAULT");
    } else {
      p.print(option.arg());
    }
  }

  private void value(String words, DefElem option) {
    p.text.add(words);
    if (option.arg() != null) {
      p.print(option.arg());
    }
  }

  private void extensionOption(DefElem option) {
    switch (option.defname()) {
      case "schema" -> {
        if (option.arg() instanceof StringValue schema) {
          p.text.addName("SCHEMA", schema.value());
        }
      }
      case "new_version" -> value("VERSION", option);
      default -> p.text.add("CASCADE");
    }
  }

  private void functions(List<DefElem> options) {
    for (DefElem option : options) {
      p.text.addIf(option.arg() == null, "NO");
      value(option.defname().equals("handler") ? "HANDLER" : "VALIDATOR", option);
    }
  }

  private void server(CreateForeignServerStmt create) {
    p.text.add("CREATE SERVER").ifNotExists(create.ifNotExists()).name(create.servername());
    if (create.servertype() != null) {
      p.text.add("TYPE").string(create.servertype());
    }
    if (create.version() != null) {
      p.text.add("VERSION").string(create.version());
    }
    p.text.addName("FOREIGN DATA WRAPPER", create.fdwname());
    p.options.generic(create.options());
  }

  private void mapped(RoleSpec user, String server) {
    p.text.add("FOR");
    p.names.print(user);
    p.text.addName("SERVER", server);
  }

  private void importSchema(ImportForeignSchemaStmt imported) {
    p.text.addName("IMPORT FOREIGN SCHEMA", imported.remoteSchema());
    switch (imported.listType()) {
      case LIMIT_TO, EXCEPT -> p.text.words(imported.listType());
      case ALL -> {}
    }
    p.text.optional(imported.tableList(), p.froms::relation);
    p.text.addName("FROM SERVER", imported.serverName()).addName("INTO", imported.localSchema());
    p.options.generic(imported.options());
  }

  void published(PublicationObjSpec object) {
    switch (object.pubobjtype()) {
      case TABLE -> {
        p.text.add("TABLE");
        if (object.relation() != null) {
          p.froms.relation(object.relation());
        }
        p.text.optional(object.columns(), p.text::name);
        p.expressions.parenthesizedClause("WHERE", object.whereClause());
      }
      case TABLES_IN_SCHEMA -> p.text.addName("TABLES IN SCHEMA", object.name());
      case TABLES_IN_CUR_SCHEMA -> p.text.add("TABLES IN SCHEMA CURRENT_SCHEMA");
    }
  }

  private void alterPublication(AlterPublicationStmt alter) {
    p.text.addName("ALTER PUBLICATION", alter.pubname());
    if (alter.action() == AlterPublicationStmt.Action.OPTIONS) {
      p.text.add("SET");
      p.options.definition(alter.options());
    } else {
      p.text.words(alter.action()).list(alter.pubobjects(), this::published);
    }
  }

  private void alterSubscription(AlterSubscriptionStmt alter) {
    p.text.addName("ALTER SUBSCRIPTION", alter.subname());
    switch (alter.kind()) {
      case OPTIONS -> {
        p.text.add("SET");
        p.options.definition(alter.options());
      }
      case SKIP -> {
        p.text.add("SKIP");
        p.options.definition(alter.options());
      }
      case CONNECTION ->
          p.text.add("CONNECTION").string(alter.conninfo() == null ? "" : alter.conninfo());
      case REFRESH -> {
        p.text.add("REFRESH PUBLICATION");
        p.options.with(alter.options());
      }
      case ENABLE, DISABLE -> p.text.words(alter.kind());
      case SET_PUBLICATION, ADD_PUBLICATION, DROP_PUBLICATION -> {
        p.text.words(alter.kind()).names(alter.publication());
        p.options.with(alter.options());
      }
    }
  }

  private void eventTrigger(CreateEventTrigStmt create) {
    p.text.addName("CREATE EVENT TRIGGER", create.trigname()).addName("ON", create.eventname());
    String word = "WHEN";
    for (DefElem filter : create.whenclause()) {
      p.text.addName(word, filter.defname()).add("IN");
      if (filter.arg() instanceof NameListValue values) {
        p.text.parenthesized(values.names(), p.text::string);
      }
      word = "AND";
    }
    p.triggers.execute(create.funcname(), List.of());
  }
}
