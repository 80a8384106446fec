package dev.borealis.gateway;

import dev.borealis.dialect.ContextRule;
import dev.borealis.dialect.Dialect;
import dev.borealis.dialect.Quota;
import java.util.Collection;
import java.util.stream.Collectors;

/** The rules of a version that the database itself enforces, in the form in which it reads them. */
final class CatalogRules {
  /** The setting of PostgreSQL's that holds them. */
  static final String SETTING = "borealis.rules";

  private CatalogRules() {}

  /** The rules as JSON; catalog-rules.sql says what its parts are. */
  static String json(Dialect dialect) {
    String quotas =
        dialect.quotas().stream().map(CatalogRules::quota).collect(Collectors.joining(","));
    String refusals =
        dialect.contextRules().stream().map(CatalogRules::refusal).collect(Collectors.joining(","));
    return "{\"quotas\":{%s},\"refusals\":{%s},\"column_types\":[%s],\"key_types\":[%s]}"
        .formatted(quotas, refusals, names(dialect.columnTypes()), names(dialect.keyTypes()));
  }

  private static String quota(Quota quota) {
    return "%s:{\"limit\":%d,\"sqlstate\":%s,\"message\":%s}"
        .formatted(text(quota.id()), quota.limit(), text(quota.sqlState()), text(quota.message()));
  }

  private static String refusal(ContextRule rule) {
    return "%s:{\"sqlstate\":%s,\"message\":%s}"
        .formatted(text(rule.id()), text(rule.sqlState()), text(rule.message()));
  }

  private static String names(Collection<String> names) {
    return names.stream().sorted().map(CatalogRules::text).collect(Collectors.joining(","));
  }

  private static String text(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
