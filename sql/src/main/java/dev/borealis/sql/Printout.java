package dev.borealis.sql;

import dev.borealis.sql.tree.Clause;
import dev.borealis.sql.tree.DatabaseStmt;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.ObjectName;
import dev.borealis.sql.tree.ObjectStmt;
import dev.borealis.sql.tree.QueryStmt;
import dev.borealis.sql.tree.RelationStmt;
import dev.borealis.sql.tree.RoleStmt;
import dev.borealis.sql.tree.TableRef;
import dev.borealis.sql.tree.TypeStmt;
import dev.borealis.sql.tree.UtilityStmt;
import dev.borealis.sql.tree.Value;

/** The parts of the printer, which call each other, over one text. */
final class Printout {
  final SqlText text = new SqlText();
  final TypePrinter types = new TypePrinter(this);
  final ExpressionPrinter expressions = new ExpressionPrinter(this);
  final FunctionPrinter functions = new FunctionPrinter(this);
  final JsonXmlPrinter jsonXml = new JsonXmlPrinter(this);
  final QueryPrinter queries = new QueryPrinter(this);
  final FromPrinter froms = new FromPrinter(this);
  final ClausePrinter clauses = new ClausePrinter(this);
  final DmlPrinter dml = new DmlPrinter(this);
  final OptionPrinter options = new OptionPrinter(this);
  final TablePrinter tables = new TablePrinter(this);
  final ConstraintPrinter constraints = new ConstraintPrinter(this);
  final AlterTablePrinter alterTables = new AlterTablePrinter(this);
  final RelationPrinter relations = new RelationPrinter(this);
  final TriggerPrinter triggers = new TriggerPrinter(this);
  final UtilityPrinter utilities = new UtilityPrinter(this);
  final SettingPrinter settings = new SettingPrinter(this);
  final ObjectNamePrinter names = new ObjectNamePrinter(this);
  final ObjectPrinter objects = new ObjectPrinter(this);
  final TypeStatementPrinter typeStatements = new TypeStatementPrinter(this);
  final RoutinePrinter routines = new RoutinePrinter(this);
  final RolePrinter roles = new RolePrinter(this);
  final DatabasePrinter databases = new DatabasePrinter(this);

  void print(Node node) {
    switch (node) {
      case QueryStmt query -> dml.print(query);
      case UtilityStmt utility -> utilities.print(utility);
      case RelationStmt relation -> relations.print(relation);
      case TypeStmt type -> typeStatements.print(type);
      case RoleStmt role -> roles.print(role);
      case DatabaseStmt database -> databases.print(database);
      case ObjectStmt object -> objects.print(object);
      case Expr expr -> expressions.print(expr);
      case TableRef table -> froms.print(table);
      case Clause clause -> clauses.print(clause);
      case Value value -> expressions.value(value);
      case ObjectName name -> names.print(name);
    }
  }
}
