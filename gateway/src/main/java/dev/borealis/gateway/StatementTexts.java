package dev.borealis.gateway;

import dev.borealis.dialect.Dialect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What has been read of the statements seen lately, so that a text is read once and not at every
 * execution.
 */
final class StatementTexts {
  private static final int MAX_TEXTS = 4_096;

  /** Longer texts are hardly ever sent twice, and would fill the memory. */
  private static final int MAX_TEXT_BYTES = 8 * 1024;

  private final Dialect dialect;
  private final ConcurrentHashMap<String, StatementText> known = new ConcurrentHashMap<>();
  private final StatementShapes shapes = new StatementShapes();

  StatementTexts(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Reads SQL as a client sent it. */
  StatementText read(byte[] sql) {
    if (sql.length > MAX_TEXT_BYTES) {
      return StatementReader.read(sql, dialect);
    }
    String shape = StatementShapes.shape(sql);
    return shape == null ? readAlone(sql) : readAlike(sql, shape);
  }

  private StatementText readAlike(byte[] sql, String shape) {
    SqlStatement statement = shapes.find(shape, sql);
    if (statement != null) {
      return new StatementText(List.of(statement), null);
    }
    StatementText text = readAlone(sql);
    shapes.keep(shape, sql, text);
    return text;
  }

  private StatementText readAlone(byte[] sql) {
    // One character per byte: only a key.
    String key = new String(sql, StandardCharsets.ISO_8859_1);
    StatementText text = known.get(key);
    if (text == null) {
      text = StatementReader.read(sql, dialect);
      if (known.size() >= MAX_TEXTS) {
        known.clear();
      }
      known.put(key, text);
    }
    return text;
  }
}
