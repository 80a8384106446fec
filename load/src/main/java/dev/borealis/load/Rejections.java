package dev.borealis.load;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Records that cannot be loaded: the first ones are remembered for the report, and all are written
 * to the quarantine file, a JSON object on each line. A record that an earlier run of the job has
 * written there is not written again.
 */
final class Rejections implements Closeable {
  private static final int MAX_REMEMBERED = 20;
  private static final JsonFactory JSON = new JsonFactory();

  private final @Nullable RandomAccessFile file;
  private final Set<String> written = new HashSet<>();
  private final List<Rejection> first = new ArrayList<>();
  private long count;

  /**
   * A record that cannot be loaded.
   *
   * @param place file and line
   * @param column null if not one column is to blame
   * @param values null if the record could not be taken apart
   */
  record Rejection(
      String place,
      @Nullable String column,
      String reason,
      @Nullable List<String> columns,
      @Nullable List<@Nullable String> values) {

    String text() {
      return "%s%s: %s".formatted(place, column == null ? "" : ", column " + column, reason);
    }
  }

  Rejections(@Nullable String path) {
    try {
      this.file = path == null ? null : new RandomAccessFile(Path.of(path).toFile(), "rw");
      if (file != null) {
        readWritten(file);
      }
    } catch (IOException e) {
      throw new LoadException(
          "The quarantine file %s cannot be written: %s.".formatted(path, e.getMessage()), e);
    }
  }

  private void readWritten(RandomAccessFile existing) throws IOException {
    long whole = 0;
    StringBuilder line = new StringBuilder();
    byte[] buffer = new byte[64 << 10];
    long at = 0;
    for (int read = existing.read(buffer); read > 0; read = existing.read(buffer)) {
      for (int i = 0; i < read; i++) {
        at++;
        if (buffer[i] == '\n') {
          written.add(place(line.toString()));
          line.setLength(0);
          whole = at;
        } else if (line.length() < buffer.length) {
          line.append((char) (buffer[i] & 0xff));
        }
      }
    }
    // A line that a kill cut off is written again.
    existing.setLength(whole);
    existing.seek(whole);
  }

  private static String place(String latin1) {
    String line = new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), line)) {
      parser.nextToken();
      boolean named = parser.nextToken() == JsonToken.PROPERTY_NAME;
      return named && parser.nextToken() == JsonToken.VALUE_STRING ? parser.getString() : "";
    }
  }

  synchronized void add(Rejection rejection) {
    count++;
    if (first.size() < MAX_REMEMBERED) {
      first.add(rejection);
    }
    if (file != null && written.add(rejection.place())) {
      try {
        file.write((json(rejection) + "\n").getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new LoadException(
            "The quarantine file cannot be written further: %s. Make room, and resume."
                .formatted(e.getMessage()),
            e);
      }
    }
  }

  private static String json(Rejection rejection) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("place", rejection.place());
      if (rejection.column() != null) {
        json.writeStringProperty("column", rejection.column());
      }
      json.writeStringProperty("reason", rejection.reason());
      List<String> columns = rejection.columns();
      List<@Nullable String> values = rejection.values();
      if (columns != null && values != null) {
        json.writeName("record");
        json.writeStartObject();
        for (int i = 0; i < columns.size() && i < values.size(); i++) {
          json.writeStringProperty(columns.get(i), values.get(i));
        }
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    return text.toString();
  }

  synchronized long count() {
    return count;
  }

  /** The first ones. */
  synchronized List<String> first() {
    return first.stream().map(Rejection::text).toList();
  }

  @Override
  public synchronized void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
