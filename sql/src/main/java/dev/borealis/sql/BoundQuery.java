package dev.borealis.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement for JDBC.
 *
 * @param sql with {@code ?} where a value belongs, and {@code ??} for an operator's question mark
 * @param values what is bound, in the order of the question marks: String, Long, BigDecimal,
 *     Boolean, java.time's types, UUID, byte[] or null
 */
public record BoundQuery(String sql, List<@Nullable Object> values) {
  /** Keeps a copy of {@code values}, which may hold null. */
  public BoundQuery {
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }
}
