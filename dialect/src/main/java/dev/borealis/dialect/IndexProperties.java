package dev.borealis.dialect;

import dev.borealis.sql.Keyword;
import dev.borealis.sql.tree.Clause.IndexElem;
import dev.borealis.sql.tree.RelationStmt.IndexStmt;
import dev.borealis.sql.tree.Span;
import org.jspecify.annotations.Nullable;

/** Properties of CREATE INDEX and of index keys. */
final class IndexProperties {
  private IndexProperties() {}

  static void addTo(Properties properties) {
    properties.add(
        IndexStmt.class, "clause", words -> (index, site) -> clause(index, words.word(0), site));
    properties.add(
        IndexStmt.class, "async", (index, site) -> Match.when(index.async(), index.span()));
    properties.add(
        IndexStmt.class,
        "keys-over",
        words ->
            (index, _) ->
                index.indexParams().size() > words.number(0)
                    ? new Match(index.indexParams().get(words.number(0)).span(), "")
                    : null);
    properties.add(
        IndexElem.class,
        "expression",
        (key, _) -> key.expr() == null ? null : new Match(key.expr().span(), ""));
    properties.add(IndexElem.class, "ordered", (key, site) -> ordered(key, site));
    properties.add(
        IndexElem.class, "opclass", (key, _) -> Match.when(!key.opclass().isEmpty(), key.span()));
    properties.add(
        IndexElem.class,
        "collated",
        (key, site) -> site.found(!key.collation().isEmpty(), key.span(), Keyword.COLLATE));
  }

  private static @Nullable Match ordered(IndexElem key, Site site) {
    return switch (key.ordering()) {
      case ASC -> new Match(site.words(key.span(), Keyword.ASC), "");
      case DESC -> new Match(site.words(key.span(), Keyword.DESC), "");
      case DEFAULT, USING -> null;
    };
  }

  private static @Nullable Match clause(IndexStmt index, String clause, Site site) {
    Span all = index.span();
    return switch (clause) {
      case "CONCURRENTLY" -> site.found(index.concurrent(), all, Keyword.CONCURRENTLY);
      case "USING" -> site.found(index.accessMethod() != null, all, Keyword.USING);
      case "WHERE" -> site.found(index.whereClause() != null, all, Keyword.WHERE);
      case "WITH" -> site.found(!index.options().isEmpty(), all, Keyword.WITH);
      case "TABLESPACE" -> site.found(index.tableSpace() != null, all, Keyword.TABLESPACE);
      default -> throw new IllegalStateException("CREATE INDEX has no clause " + clause);
    };
  }
}
