package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.CreateOpClassItem;
import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.ObjectName.AnyName;
import dev.borealis.sql.tree.ObjectName.ObjectWithArgs;
import dev.borealis.sql.tree.ObjectType;
import dev.borealis.sql.tree.TypeStmt;
import dev.borealis.sql.tree.TypeStmt.AlterCollationStmt;
import dev.borealis.sql.tree.TypeStmt.AlterDomainStmt;
import dev.borealis.sql.tree.TypeStmt.AlterEnumStmt;
import dev.borealis.sql.tree.TypeStmt.AlterFunctionStmt;
import dev.borealis.sql.tree.TypeStmt.AlterOpFamilyStmt;
import dev.borealis.sql.tree.TypeStmt.AlterOperatorStmt;
import dev.borealis.sql.tree.TypeStmt.AlterTsConfigurationStmt;
import dev.borealis.sql.tree.TypeStmt.AlterTsDictionaryStmt;
import dev.borealis.sql.tree.TypeStmt.AlterTypeStmt;
import dev.borealis.sql.tree.TypeStmt.CompositeTypeStmt;
import dev.borealis.sql.tree.TypeStmt.CreateAmStmt;
import dev.borealis.sql.tree.TypeStmt.CreateCastStmt;
import dev.borealis.sql.tree.TypeStmt.CreateConversionStmt;
import dev.borealis.sql.tree.TypeStmt.CreateDomainStmt;
import dev.borealis.sql.tree.TypeStmt.CreateEnumStmt;
import dev.borealis.sql.tree.TypeStmt.CreateFunctionStmt;
import dev.borealis.sql.tree.TypeStmt.CreateOpClassStmt;
import dev.borealis.sql.tree.TypeStmt.CreateOpFamilyStmt;
import dev.borealis.sql.tree.TypeStmt.CreatePLangStmt;
import dev.borealis.sql.tree.TypeStmt.CreateRangeStmt;
import dev.borealis.sql.tree.TypeStmt.CreateTransformStmt;
import dev.borealis.sql.tree.TypeStmt.DefineStmt;
import java.util.List;

/** Writes statements that define types, operators and what belongs to them. */
final class TypeStatementPrinter {
  private final Printout p;

  TypeStatementPrinter(Printout printout) {
    this.p = printout;
  }

  void print(TypeStmt statement) {
    switch (statement) {
      case DefineStmt define -> define(define);
      case CompositeTypeStmt create -> {
        p.text.add("CREATE TYPE");
        p.froms.relation(create.typevar());
        p.text.add("AS").parenthesized(create.coldeflist(), p.froms::column);
      }
      case CreateEnumStmt create -> {
        p.text.add("CREATE TYPE").dotted(create.typeName());
        p.text.add("AS ENUM").parenthesized(create.vals(), p.text::string);
      }
      case CreateRangeStmt create -> {
        p.text.add("CREATE TYPE").dotted(create.typeName()).add("AS RANGE");
        p.options.definition(create.params());
      }
      case AlterEnumStmt alter -> alterEnum(alter);
      case AlterTypeStmt alter -> {
        p.text.add("ALTER TYPE").dotted(alter.typeName()).add("SET");
        p.options.operatorDefinition(alter.options());
      }
      case CreateDomainStmt create -> {
        p.text.add("CREATE DOMAIN").dotted(create.domainname()).add("AS");
        p.types.print(create.typeName());
        p.constraints.collate(create.collation());
        create.constraints().forEach(p.constraints::print);
      }
      case AlterDomainStmt alter -> alterDomain(alter);
      case CreateFunctionStmt create -> p.routines.print(create);
      case AlterFunctionStmt alter -> p.routines.print(alter);
      case CreateCastStmt create -> p.routines.print(create);
      case CreateTransformStmt create -> p.routines.print(create);
      case CreatePLangStmt create -> p.routines.print(create);
      case CreateConversionStmt create -> {
        p.text.add("CREATE").addIf(create.def(), "DEFAULT").add("CONVERSION");
        p.text.dotted(create.conversionName()).add("FOR").string(create.forEncodingName());
        p.text.add("TO").string(create.toEncodingName()).add("FROM").dotted(create.funcName());
      }
      case CreateOpClassStmt create -> createClass(create);
      case CreateOpFamilyStmt create ->
          p.text
              .add("CREATE OPERATOR FAMILY")
              .dotted(create.opfamilyname())
              .addName("USING", create.amname());
      case AlterOpFamilyStmt alter -> {
        p.text.add("ALTER OPERATOR FAMILY").dotted(alter.opfamilyname());
        p.text.addName("USING", alter.amname()).add(alter.isDrop() ? "DROP" : "ADD");
        p.text.list(alter.items(), item -> item(item, alter.isDrop()));
      }
      case AlterOperatorStmt alter -> {
        p.text.add("ALTER OPERATOR");
        p.names.print(alter.opername());
        p.text.add("SET");
        p.options.operatorDefinition(alter.options());
      }
      case AlterCollationStmt alter ->
          p.text.add("ALTER COLLATION").dotted(alter.collname()).add("REFRESH VERSION");
      case AlterTsDictionaryStmt alter -> {
        p.text.add("ALTER TEXT SEARCH DICTIONARY").dotted(alter.dictname());
        p.options.definition(alter.options());
      }
      case AlterTsConfigurationStmt alter -> alterConfiguration(alter);
      case CreateAmStmt create -> {
        p.text.addName("CREATE ACCESS METHOD", create.amname());
        p.text.add(create.table() ? "TYPE TABLE" : "TYPE INDEX");
        p.text.add("HANDLER").dotted(create.handlerName());
      }
    }
  }

  private void define(DefineStmt define) {
    p.text.add("CREATE").addIf(define.replace(), "OR REPLACE").add(define.kind().words());
    p.text.ifNotExists(define.ifNotExists());
    List<DefElem> definition = define.definition();
    switch (define.kind()) {
      case OPERATOR -> p.text.add(SqlText.operatorName(define.defnames()));
      default -> p.text.dotted(define.defnames());
    }
    if (define.args() != null) {
      p.names.arguments(define.args());
    }
    boolean copied =
        define.kind() == ObjectType.COLLATION
            && definition.size() == 1
            && definition.getFirst().defname().equals("from")
            && definition.getFirst().arg() instanceof AnyName;
    if (copied && definition.getFirst().arg() instanceof AnyName other) {
      p.text.add("FROM").dotted(other.names());
    } else if (!definition.isEmpty()) {
      p.options.definition(definition);
    }
  }

  private void alterEnum(AlterEnumStmt alter) {
    p.text.add("ALTER TYPE").dotted(alter.typeName());
    if (alter.oldVal() != null) {
      p.text.add("RENAME VALUE").string(alter.oldVal()).add("TO").string(alter.newVal());
      return;
    }
    p.text.add("ADD VALUE").ifNotExists(alter.skipIfNewValExists()).string(alter.newVal());
    if (alter.newValNeighbor() != null) {
      p.text.add(alter.newValIsAfter() ? "AFTER" : "BEFORE").string(alter.newValNeighbor());
    }
  }

  private void alterDomain(AlterDomainStmt alter) {
    p.text.add("ALTER DOMAIN").dotted(alter.typeName());
    switch (alter.subtype()) {
      case COLUMN_DEFAULT -> {
        if (alter.def() instanceof Expr expr) {
          p.expressions.clause("SET DEFAULT", expr);
        } else {
          p.text.add("DROP DEFAULT");
        }
      }
      case DROP_NOT_NULL, SET_NOT_NULL -> p.text.words(alter.subtype());
      case ADD_CONSTRAINT -> {
        p.text.add("ADD");
        if (alter.def() != null) {
          p.print(alter.def());
        }
      }
      case VALIDATE_CONSTRAINT -> p.text.addName("VALIDATE CONSTRAINT", alter.name());
      case DROP_CONSTRAINT -> {
        p.text.add("DROP CONSTRAINT").ifExists(alter.missingOk()).addName("", alter.name());
        p.text.behavior(alter.behavior());
      }
    }
  }

  private void createClass(CreateOpClassStmt create) {
    p.text.add("CREATE OPERATOR CLASS").dotted(create.opclassname());
    p.text.addIf(create.isDefault(), "DEFAULT").add("FOR TYPE");
    p.types.print(create.datatype());
    p.text.addName("USING", create.amname());
    if (!create.opfamilyname().isEmpty()) {
      p.text.add("FAMILY").dotted(create.opfamilyname());
    }
    p.text.add("AS").list(create.items(), item -> item(item, false));
  }

  void item(CreateOpClassItem item, boolean dropped) {
    switch (item.itemtype()) {
      case STORAGETYPE -> {
        p.text.add("STORAGE");
        if (item.storedtype() != null) {
          p.types.print(item.storedtype());
        }
      }
      case FUNCTION -> {
        p.text.add("FUNCTION").add(Integer.toString(item.number()));
        p.text.optional(item.classArgs(), p.types::print);
        if (item.name() != null) {
          p.names.print(item.name());
        }
      }
      case OPERATOR -> {
        p.text.add("OPERATOR").add(Integer.toString(item.number()));
        if (dropped) {
          p.text.parenthesized(item.classArgs(), p.types::print);
        } else if (item.name() != null) {
          operator(item.name());
        }
        if (!item.orderFamily().isEmpty()) {
          p.text.add("FOR ORDER BY").dotted(item.orderFamily());
        }
      }
    }
  }

  private void operator(ObjectWithArgs operator) {
    if (operator.argsUnspecified()) {
      p.text.add(SqlText.operatorName(operator.objname()));
    } else {
      p.names.print(operator);
    }
  }

  private void alterConfiguration(AlterTsConfigurationStmt alter) {
    p.text.add("ALTER TEXT SEARCH CONFIGURATION").dotted(alter.cfgname());
    switch (alter.kind()) {
      case ADD_MAPPING -> p.text.add("ADD MAPPING");
      case DROP_MAPPING -> p.text.add("DROP MAPPING").ifExists(alter.missingOk());
      case ALTER_MAPPING_FOR_TOKEN, REPLACE_DICT, REPLACE_DICT_FOR_TOKEN ->
          p.text.add("ALTER MAPPING");
    }
    if (!alter.tokentype().isEmpty()) {
      p.text.add("FOR").names(alter.tokentype());
    }
    switch (alter.kind()) {
      case ADD_MAPPING, ALTER_MAPPING_FOR_TOKEN ->
          p.text.add("WITH").list(alter.dicts(), p.text::dotted);
      case REPLACE_DICT, REPLACE_DICT_FOR_TOKEN ->
          p.text
              .add("REPLACE")
              .dotted(alter.dicts().getFirst())
              .add("WITH")
              .dotted(alter.dicts().getLast());
      case DROP_MAPPING -> {}
    }
  }
}
