package dev.borealis.dialect;

import dev.borealis.sql.Keyword;
import dev.borealis.sql.tree.Clause.IndexElem;
import dev.borealis.sql.tree.RelationStmt.IndexStmt;
import dev.borealis.sql.tree.Span;
import org.jspecify.annotations.Nullable;

/** Properties of CREATE INDEX and of index keys. */
final class IndexProperties {
  private IndexProperties() {}

  static @Nullable Condition of(String property, Condition.Words words) {
    return switch (property) {
      case "IndexStmt clause" -> {
        String wanted = words.word(0);
        yield Condition.on(IndexStmt.class, (index, site) -> clause(index, wanted, site));
      }
      case "IndexStmt async" ->
          Condition.on(IndexStmt.class, (index, site) -> Match.when(index.async(), index.span()));
      case "IndexStmt keys-over" -> {
        int most = words.number(0);
        yield Condition.on(
            IndexStmt.class,
            (index, _) ->
                index.indexParams().size() > most
                    ? new Match(index.indexParams().get(most).span(), "")
                    : null);
      }
      case "IndexElem expression" ->
          Condition.on(
              IndexElem.class,
              (key, _) -> key.expr() == null ? null : new Match(key.expr().span(), ""));
      case "IndexElem ordered" -> Condition.on(IndexElem.class, (key, site) -> ordered(key, site));
      case "IndexElem opclass" ->
          Condition.on(
              IndexElem.class, (key, _) -> Match.when(!key.opclass().isEmpty(), key.span()));
      case "IndexElem collated" ->
          Condition.on(
              IndexElem.class,
              (key, site) -> site.found(!key.collation().isEmpty(), key.span(), Keyword.COLLATE));
      default -> null;
    };
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
