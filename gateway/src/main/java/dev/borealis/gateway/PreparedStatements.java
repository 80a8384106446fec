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

  /**
   * Puts a statement in the place of another one.
   *
   * @param statement null to remove what is there
   * @return what was there before, or null
   */
  @Nullable PreparedStatement replace(String name, @Nullable PreparedStatement statement) {
    PreparedStatement before;
    if (name.isEmpty()) {
      before = unnamed;
      unnamed = statement;
    } else {
      before = statement == null ? named.remove(name) : named.put(name, statement);
      bytes += size(statement) - size(before);
    }
    return before;
  }

  private static long size(@Nullable PreparedStatement statement) {
    return statement == null ? 0 : statement.text().prepared().length;
  }

  /** Forgets all that DEALLOCATE ALL does, which is all but the unnamed one. */
  void clearNamed() {
    named.clear();
    bytes = 0;
  }
}
