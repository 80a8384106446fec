package dev.borealis.gateway;

import dev.borealis.wire.Report;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The prepared statements of a session by the client's names, the unnamed one included. */
final class PreparedStatements {
  /** Text that a session may keep prepared; PostgreSQL would keep it in the backend's memory. */
  private static final int MAX_MIB = 32;

  private final Map<String, PreparedStatement> named = new HashMap<>();
  private @Nullable PreparedStatement unnamed;
  private long bytes;

  @Nullable PreparedStatement get(String name) {
    return name.isEmpty() ? unnamed : named.get(name);
  }

  /** Why no statement of that name can be added, or null. */
  @Nullable Report whyNot(String name, int textBytes) {
    if (named.containsKey(name)) {
      return ErrorReports.duplicatePreparedStatement(name);
    }
    return bytes + textBytes > (long) MAX_MIB << 20
        ? ErrorReports.preparedStatementMemory(MAX_MIB)
        : null;
  }

  void put(String name, PreparedStatement statement) {
    if (name.isEmpty()) {
      unnamed = statement;
    } else {
      named.put(name, statement);
      bytes += statement.text().sql().length;
    }
  }

  void remove(String name) {
    if (name.isEmpty()) {
      unnamed = null;
      return;
    }
    PreparedStatement removed = named.remove(name);
    if (removed != null) {
      bytes -= removed.text().sql().length;
    }
  }

  void clear() {
    named.clear();
    unnamed = null;
    bytes = 0;
  }
}
