package dev.borealis.dialect;

import dev.borealis.sql.Keyword;
import dev.borealis.sql.tree.Clause.AlterTableCmd;
import dev.borealis.sql.tree.Clause.ColumnDef;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.AConst;
import dev.borealis.sql.tree.Expr.AExpr;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.TypeStmt.CreateDomainStmt;
import dev.borealis.sql.tree.Value.IntegerValue;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Properties of columns, of domains, and of the types that they name. */
final class ColumnProperties {
  /** Words that PostgreSQL takes for types in a column's definition only. */
  private static final Set<String> SERIAL_TYPES =
      Set.of("serial", "serial2", "serial4", "serial8", "smallserial", "bigserial");

  private static final String NUMERIC = "numeric";

  private ColumnProperties() {}

  static @Nullable Condition of(String property, Condition.Words words) {
    return switch (property) {
      case "ColumnDef serial" ->
          Condition.on(ColumnDef.class, (column, _) -> serial(column.typeName()));
      case "ColumnDef array" ->
          Condition.on(ColumnDef.class, (column, _) -> array(column.typeName()));
      case "CreateDomainStmt array" ->
          Condition.on(CreateDomainStmt.class, (domain, _) -> array(domain.typeName()));
      case "ColumnDef type-outside" -> {
        NameSet types = words.set();
        yield Condition.on(ColumnDef.class, (column, _) -> typeOutside(types, column.typeName()));
      }
      case "CreateDomainStmt type-outside" -> {
        NameSet types = words.set();
        yield Condition.on(
            CreateDomainStmt.class, (domain, _) -> typeOutside(types, domain.typeName()));
      }
      case "ColumnDef length-over" -> {
        String typeName = words.word(0);
        int most = words.number(1);
        yield Condition.on(
            ColumnDef.class, (column, _) -> lengthOver(column.typeName(), typeName, most));
      }
      case "ColumnDef clause" -> {
        String wanted = words.word(0);
        yield Condition.on(ColumnDef.class, (column, site) -> clause(column, wanted, site));
      }
      case "ColumnDef added" ->
          Condition.on(
              ColumnDef.class,
              (column, site) -> Match.when(site.parent() instanceof AlterTableCmd, column.span()));
      case "ColumnDef constraints-outside" -> {
        NameSet types = words.set();
        yield Condition.on(
            ColumnDef.class,
            (column, _) ->
                column.constraints().stream()
                    .filter(constraint -> !types.contains(constraint.contype().name()))
                    .findFirst()
                    .map(constraint -> new Match(constraint.span(), ""))
                    .orElse(null));
      }
      default -> ofTypes(property, words);
    };
  }

  private static @Nullable Condition ofTypes(String property, Condition.Words words) {
    return switch (property) {
      case "TypeName numeric-precision-outside" -> {
        int least = words.number(0);
        int most = words.number(1);
        yield Condition.on(TypeName.class, (type, _) -> numericOutside(type, 0, least, most));
      }
      case "TypeName numeric-scale-outside" -> {
        int least = words.number(0);
        int most = words.number(1);
        yield Condition.on(TypeName.class, (type, _) -> numericOutside(type, 1, least, most));
      }
      case "ColumnDef bare-numeric" ->
          Condition.on(
              ColumnDef.class,
              (column, _) -> {
                TypeName type = column.typeName();
                return type != null
                        && NUMERIC.equals(TypeSpelling.builtIn(type))
                        && type.typmods().isEmpty()
                        && type.arrayBounds().isEmpty()
                    ? new Match(type.span(), "")
                    : null;
              });
      default -> null;
    };
  }

  private static @Nullable Match serial(@Nullable TypeName type) {
    if (type == null || type.names().size() != 1 || type.pctType()) {
      return null;
    }
    String name = type.names().getFirst();
    return Match.when(
        SERIAL_TYPES.contains(name),
        type.span(),
        type.arrayBounds().isEmpty() ? name : name + "[]");
  }

  private static @Nullable Match array(@Nullable TypeName type) {
    return type != null && TypeSpelling.isArray(type)
        ? new Match(type.span(), TypeSpelling.of(type))
        : null;
  }

  /** Types that PostgreSQL does not have built in are its own to look up. */
  static @Nullable Match typeOutside(NameSet types, @Nullable TypeName type) {
    String name = type == null ? null : TypeSpelling.builtIn(type);
    return type != null && name != null && !types.contains(name)
        ? new Match(type.span(), TypeSpelling.of(type))
        : null;
  }

  private static @Nullable Match lengthOver(@Nullable TypeName type, String name, int limit) {
    return type == null
        ? null
        : Match.when(declaredLength(type, Set.of(name)) > limit, type.span());
  }

  /** The length of a type of these names in parentheses, 0 if there is none. */
  static long declaredLength(TypeName type, Set<String> names) {
    String name = TypeSpelling.builtIn(type);
    if (name == null || !names.contains(name) || type.typmods().isEmpty()) {
      return 0;
    }
    Integer length = integer(type.typmods().getFirst());
    return length == null ? 0 : length;
  }

  private static @Nullable Match numericOutside(TypeName type, int modifier, int least, int most) {
    if (!NUMERIC.equals(TypeSpelling.builtIn(type)) || type.typmods().size() <= modifier) {
      return null;
    }
    Expr written = type.typmods().get(modifier);
    Integer value = integer(written);
    return value == null
        ? null
        : Match.when(value < least || value > most, written.span(), value.toString());
  }

  private static @Nullable Integer integer(Expr expr) {
    return switch (expr) {
      case AConst(IntegerValue(int value, _), _) -> value;
      case AExpr minus
          when minus.lexpr() == null
              && minus.name().equals(List.of("-"))
              && minus.rexpr() instanceof AConst(IntegerValue(int value, _), _) ->
          -value;
      default -> null;
    };
  }

  private static @Nullable Match clause(ColumnDef column, String clause, Site site) {
    return switch (clause) {
      case "STORAGE" -> site.found(column.storageName() != null, column.span(), Keyword.STORAGE);
      case "COMPRESSION" ->
          site.found(column.compression() != null, column.span(), Keyword.COMPRESSION);
      case "COLLATE" -> site.found(column.collation() != null, column.span(), Keyword.COLLATE);
      default -> throw new IllegalStateException("a column has no clause " + clause);
    };
  }
}
