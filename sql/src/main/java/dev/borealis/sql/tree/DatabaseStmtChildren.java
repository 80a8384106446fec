package dev.borealis.sql.tree;

import static dev.borealis.sql.tree.Children.all;
import static dev.borealis.sql.tree.Children.one;

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
import java.util.function.Consumer;

/** The parts of each {@link DatabaseStmt}. */
final class DatabaseStmtChildren {
  private DatabaseStmtChildren() {}

  static void each(DatabaseStmt parent, Consumer<Node> visit) {
    switch (parent) {
      case CreatedbStmt node -> all(node.options(), visit);
      case AlterDatabaseStmt node -> all(node.options(), visit);
      case AlterDatabaseSetStmt node -> one(node.setstmt(), visit);
      case DropdbStmt node -> all(node.options(), visit);
      case CreateTableSpaceStmt node -> {
        one(node.owner(), visit);
        all(node.options(), visit);
      }
      case AlterTableSpaceOptionsStmt node -> all(node.options(), visit);
      case CreateExtensionStmt node -> all(node.options(), visit);
      case AlterExtensionStmt node -> all(node.options(), visit);
      case AlterExtensionContentsStmt node -> one(node.object(), visit);
      case CreateFdwStmt node -> {
        all(node.funcOptions(), visit);
        all(node.options(), visit);
      }
      case AlterFdwStmt node -> {
        all(node.funcOptions(), visit);
        all(node.options(), visit);
      }
      case CreateForeignServerStmt node -> all(node.options(), visit);
      case AlterForeignServerStmt node -> all(node.options(), visit);
      case CreateUserMappingStmt node -> {
        one(node.user(), visit);
        all(node.options(), visit);
      }
      case AlterUserMappingStmt node -> {
        one(node.user(), visit);
        all(node.options(), visit);
      }
      case DropUserMappingStmt node -> one(node.user(), visit);
      case ImportForeignSchemaStmt node -> {
        all(node.tableList(), visit);
        all(node.options(), visit);
      }
      case CreatePublicationStmt node -> {
        all(node.options(), visit);
        all(node.pubobjects(), visit);
      }
      case AlterPublicationStmt node -> {
        all(node.options(), visit);
        all(node.pubobjects(), visit);
      }
      case CreateSubscriptionStmt node -> all(node.options(), visit);
      case AlterSubscriptionStmt node -> all(node.options(), visit);
      case CreateEventTrigStmt node -> all(node.whenclause(), visit);
      case AlterDatabaseRefreshCollStmt _,
          DropTableSpaceStmt _,
          DropSubscriptionStmt _,
          AlterEventTrigStmt _ -> {}
    }
  }
}
