package dev.borealis.sql;

/** The parts of the parser, which call each other, over one text. */
final class Grammar {
  final ParserState state;
  final NameParser names;
  final TypeNameParser types;
  final ExpressionParser expressions;
  final PrimaryParser primaries;
  final FunctionParser functions;
  final JsonXmlParser jsonXml;
  final WindowParser windows;
  final SelectParser selects;
  final FromParser froms;
  final DmlParser dml;
  final OptionParser options;
  final StatementParser statements;
  final SettingParser settings;
  final UtilityParser utilities;
  final MaintenanceParser maintenance;
  final ObjectNameParser objects;
  final TableParser tables;
  final ConstraintParser constraints;
  final AlterTableParser alterTables;
  final RelationParser relations;
  final TriggerParser triggers;
  final TypeParser typeStatements;
  final RoutineParser routines;
  final OperatorParser operators;
  final RoleParser roles;
  final GrantParser grants;
  final DatabaseParser databases;
  final ForeignParser foreign;
  final ReplicationParser replication;
  final CreateParser creates;
  final AlterParser alters;
  final DropParser drops;

  Grammar(Tokens tokens) {
    this.state = new ParserState(tokens);
    this.names = new NameParser(this);
    this.types = new TypeNameParser(this);
    this.expressions = new ExpressionParser(this);
    this.primaries = new PrimaryParser(this);
    this.functions = new FunctionParser(this);
    this.jsonXml = new JsonXmlParser(this);
    this.windows = new WindowParser(this);
    this.selects = new SelectParser(this);
    this.froms = new FromParser(this);
    this.dml = new DmlParser(this);
    this.options = new OptionParser(this);
    this.statements = new StatementParser(this);
    this.settings = new SettingParser(this);
    this.utilities = new UtilityParser(this);
    this.maintenance = new MaintenanceParser(this);
    this.objects = new ObjectNameParser(this);
    this.tables = new TableParser(this);
    this.constraints = new ConstraintParser(this);
    this.alterTables = new AlterTableParser(this);
    this.relations = new RelationParser(this);
    this.triggers = new TriggerParser(this);
    this.typeStatements = new TypeParser(this);
    this.routines = new RoutineParser(this);
    this.operators = new OperatorParser(this);
    this.roles = new RoleParser(this);
    this.grants = new GrantParser(this);
    this.databases = new DatabaseParser(this);
    this.foreign = new ForeignParser(this);
    this.replication = new ReplicationParser(this);
    this.creates = new CreateParser(this);
    this.alters = new AlterParser(this);
    this.drops = new DropParser(this);
  }
}
