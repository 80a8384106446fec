package dev.borealis.sql;

import dev.borealis.sql.tree.ObjectName;
import dev.borealis.sql.tree.ObjectName.AnyName;
import dev.borealis.sql.tree.ObjectName.CastName;
import dev.borealis.sql.tree.ObjectName.FunctionParameter;
import dev.borealis.sql.tree.ObjectName.LargeObjectName;
import dev.borealis.sql.tree.ObjectName.NameOn;
import dev.borealis.sql.tree.ObjectName.ObjectWithArgs;
import dev.borealis.sql.tree.ObjectName.OperatorClassName;
import dev.borealis.sql.tree.ObjectName.RoleSpec;
import dev.borealis.sql.tree.ObjectName.TransformName;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.ObjectType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what names objects in the catalog. */
final class ObjectNamePrinter {
  private final Printout p;

  ObjectNamePrinter(Printout printout) {
    this.p = printout;
  }

  void print(ObjectName name) {
    switch (name) {
      case AnyName any -> p.text.dotted(any.names());
      case TypeName type -> p.types.print(type);
      case FunctionParameter parameter -> parameter(parameter);
      case ObjectWithArgs object -> object(object);
      case OperatorClassName operatorClass ->
          p.text.dotted(operatorClass.names()).addName("USING", operatorClass.accessMethod());
      case CastName cast -> cast(cast.source(), cast.target());
      case TransformName transform -> {
        p.text.add("FOR");
        p.types.print(transform.type());
        p.text.addName("LANGUAGE", transform.language());
      }
      case NameOn attached -> p.text.name(attached.name()).add("ON").dotted(attached.on());
      case LargeObjectName object -> p.expressions.value(object.oid());
      case RoleSpec role -> role(role);
    }
  }

  /** An object with the words of its kind before it. */
  void described(ObjectType type, ObjectName name) {
    p.text.add(type.words());
    if (type == ObjectType.DOMCONSTRAINT && name instanceof NameOn constraint) {
      p.text.name(constraint.name()).add("ON DOMAIN").dotted(constraint.on());
    } else {
      print(name);
    }
  }

  void cast(TypeName source, TypeName target) {
    p.text.add("(");
    p.types.print(source);
    p.text.add("AS");
    p.types.print(target);
    p.text.attach(")");
  }

  private void role(RoleSpec role) {
    if (role.rolename() == null) {
      p.text.add(role.roletype().name());
      return;
    }
    // Bare, these would be words of the grammar.
    boolean word = role.rolename().equals("public") || role.rolename().equals("none");
    p.text.add(word ? '"' + role.rolename() + '"' : SqlText.quoteName(role.rolename()));
  }

  private void object(ObjectWithArgs object) {
    if (object.argsUnspecified()) {
      p.text.dotted(object.objname());
    } else if (!object.operatorArgs().isEmpty()) {
      p.text.add(SqlText.operatorName(object.objname()));
      p.text.parenthesized(object.operatorArgs(), this::operand);
    } else {
      p.text.dotted(object.objname());
      arguments(object);
    }
  }

  private void operand(@Nullable TypeName type) {
    if (type == null) {
      p.text.add("NONE");
    } else {
      p.types.print(type);
    }
  }

  /** The parameters of a function or aggregate. */
  void arguments(ObjectWithArgs object) {
    if (object.star()) {
      p.text.attach("(*)");
      return;
    }
    p.text.attach("(");
    List<FunctionParameter> parameters = object.objfuncargs();
    int ordered = object.orderedArgs();
    if (ordered < 0) {
      p.text.list(parameters, this::parameter);
    } else {
      p.text.list(parameters.subList(0, ordered), this::parameter).add("ORDER BY");
      p.text.list(parameters.subList(ordered, parameters.size()), this::parameter);
    }
    p.text.attach(")");
  }

  void parameter(FunctionParameter parameter) {
    switch (parameter.mode()) {
      case IN, OUT, INOUT, VARIADIC -> p.text.words(parameter.mode());
      case DEFAULT, TABLE -> {}
    }
    if (parameter.name() != null) {
      p.text.name(parameter.name());
    }
    p.types.print(parameter.argType());
    p.expressions.clause("DEFAULT", parameter.defexpr());
  }
}
