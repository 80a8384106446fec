package dev.borealis.mcp;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Values of JSON as parameters. Strings go without a type, so that the server takes them for what
 * the statement needs: a UUID, a date, a number.
 */
final class Binding {
  private static final JsonMapper JSON = JsonMapper.shared();

  private Binding() {}

  static void bind(PreparedStatement statement, List<@Nullable Object> values) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      bind(statement, i + 1, values.get(i));
    }
  }

  private static void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setNull(index, Types.NULL);
      case Boolean flag -> statement.setBoolean(index, flag);
      case Integer number -> statement.setInt(index, number);
      case Long number -> statement.setLong(index, number);
      case BigInteger number -> statement.setBigDecimal(index, new BigDecimal(number));
      case BigDecimal number -> statement.setBigDecimal(index, number);
      case Number number -> statement.setDouble(index, number.doubleValue());
      case List<?> list -> statement.setObject(index, array(list), Types.OTHER);
      case Map<?, ?> object ->
          statement.setObject(index, JSON.writeValueAsString(object), Types.OTHER);
      case Object other -> statement.setObject(index, other.toString(), Types.OTHER);
    }
  }

  /** PostgreSQL's text form of an array, whose type the statement tells: {@code = ANY (%s)}. */
  private static String array(List<?> list) {
    StringBuilder text = new StringBuilder("{");
    for (Object element : list) {
      text.append(text.length() > 1 ? "," : "");
      switch (element) {
        case null -> text.append("NULL");
        case List<?> inner -> text.append(array(inner));
        case Object other -> {
          String quoted = String.valueOf(other).replace("\\", "\\\\").replace("\"", "\\\"");
          text.append('"').append(quoted).append('"');
        }
      }
    }
    return text.append('}').toString();
  }
}
