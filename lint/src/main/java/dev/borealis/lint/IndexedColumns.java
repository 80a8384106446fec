package dev.borealis.lint;

import dev.borealis.dialect.Dialect;
import dev.borealis.sql.tree.Clause.IndexElem;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.RelationStmt.IndexStmt;
import java.util.ArrayList;
import java.util.List;

/** Columns that cannot be a key, where the script tells their type. */
final class IndexedColumns {
  private static final String CONTEXT_RULE = "index_key_type";

  private IndexedColumns() {}

  /** What the service says about an index on columns of types that no key has. */
  static List<Problem> problems(IndexStmt index, Collapses tables, Dialect dialect) {
    List<Problem> problems = new ArrayList<>();
    for (IndexElem key : index.indexParams()) {
      TypeName type = key.name() == null ? null : tables.type(index.relation(), key.name());
      if (type != null && type.arrayBounds().isEmpty()) {
        String name = type.names().getLast();
        if (dialect.columnTypes().contains(name) && !dialect.keyTypes().contains(name)) {
          problems.add(
              Problem.unfixable(
                  "key_type",
                  key.span(),
                  dialect.contextRule(CONTEXT_RULE).message().replace("{}", spelled(name)),
                  "Index a column of another type: a hash of it, or a part of it."));
        }
      }
    }
    return problems;
  }

  /** The type as messages have it. */
  private static String spelled(String type) {
    return type.equals("timetz") ? "time with time zone" : type;
  }
}
