package dev.borealis.dialect;

import dev.borealis.sql.tree.ObjectName.TypeName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The types that PostgreSQL 16 has built in, and how it writes them. */
final class TypeSpelling {
  private static final String CATALOG = "pg_catalog";

  /** Types whose SQL name is not their name in the catalog. */
  private static final Map<String, String> SQL_NAMES =
      Map.ofEntries(
          Map.entry("bool", "boolean"),
          Map.entry("int2", "smallint"),
          Map.entry("int4", "integer"),
          Map.entry("int8", "bigint"),
          Map.entry("float4", "real"),
          Map.entry("float8", "double precision"),
          Map.entry("bpchar", "character"),
          Map.entry("varchar", "character varying"),
          Map.entry("varbit", "bit varying"),
          Map.entry("time", "time without time zone"),
          Map.entry("timetz", "time with time zone"),
          Map.entry("timestamp", "timestamp without time zone"),
          Map.entry("timestamptz", "timestamp with time zone"),
          Map.entry("char", "\"char\""));

  private static final Set<String> BUILT_IN =
      new HashSet<>(List.of(String.join(" ", RuleFile.lines("builtin-types.txt")).split(" ", -1)));

  private TypeSpelling() {}

  /** The catalog's name of a built-in type, without its bounds, or null if it is none. */
  static @Nullable String builtIn(TypeName type) {
    List<String> names = type.names();
    boolean mayBe = names.size() == 1 || (names.size() == 2 && names.getFirst().equals(CATALOG));
    String name = names.getLast();
    return mayBe && !type.pctType() && BUILT_IN.contains(name) ? name : null;
  }

  /** True for arrays in any spelling, {@code _int4} too. */
  static boolean isArray(TypeName type) {
    return !type.arrayBounds().isEmpty() || elementOfArrayName(type) != null;
  }

  private static @Nullable String elementOfArrayName(TypeName type) {
    String name = type.names().getLast();
    return type.names().size() <= 2 && name.startsWith("_") && BUILT_IN.contains(name.substring(1))
        ? name.substring(1)
        : null;
  }

  /** The type as PostgreSQL writes it in messages, without modifiers. */
  static String of(TypeName type) {
    String element = elementOfArrayName(type);
    if (element != null) {
      return sqlName(element) + "[]";
    }
    String name =
        builtIn(type) == null ? String.join(".", type.names()) : sqlName(type.names().getLast());
    return type.arrayBounds().isEmpty() ? name : name + "[]";
  }

  /** A built-in type as PostgreSQL writes it. */
  static String sqlName(String builtIn) {
    return SQL_NAMES.getOrDefault(builtIn, builtIn);
  }
}
