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
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Records that cannot be loaded: the first ones are remembered for the report, and all are written
 * to the quarantine file, a JSON object on each line. A record that an earlier run of the same job
 * has written there is not written again; what other jobs have written stays.
 */
final class Rejections implements Closeable {
  private static final int MAX_REMEMBERED = 20;
  private static final JsonFactory JSON = new JsonFactory();
  private static final String PLACE = "place";
  private static final String JOB = "job";

  /** How each line begins. */
  private static final String BEGINNING = "{\"" + PLACE + "\":";

  private final String job;
  private final @Nullable RandomAccessFile file;

  /** Places of records that earlier runs of the job have written. */
  private final Set<String> written = new HashSet<>();

  private final List<Rejection> first = new ArrayList<>();
  private long count;

  /**
   * A record that cannot be loaded.
   *
   * @param place file and line
   * @param column null if not one column is to blame
   * @param columns what the values are called; null if there are more or less of them
   * @param values of the record; null if there is nothing to show
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

  /**
   * @param job whose records are written
   * @param path of the quarantine file; null: there is none
   * @throws LoadException if the file cannot be written, or holds something else
   */
  Rejections(String job, @Nullable String path) {
    this.job = job;
    try {
      this.file = path == null ? null : open(path);
    } catch (IOException e) {
      throw new LoadException(
          "The quarantine file %s cannot be written: %s.".formatted(path, e.getMessage()), e);
    }
  }

  private RandomAccessFile open(String path) throws IOException {
    RandomAccessFile opened = new RandomAccessFile(Path.of(path).toFile(), "rw");
    boolean usable = false;
    try {
      readWritten(opened, path);
      usable = true;
      return opened;
    } finally {
      if (!usable) {
        opened.close();
      }
    }
  }

  private void readWritten(RandomAccessFile existing, String path) throws IOException {
    long whole = 0;
    StringBuilder line = new StringBuilder();
    byte[] buffer = new byte[64 << 10];
    long at = 0;
    for (int read = existing.read(buffer); read > 0; read = existing.read(buffer)) {
      for (int i = 0; i < read; i++) {
        at++;
        if (buffer[i] == '\n') {
          note(line.toString(), path);
          line.setLength(0);
          whole = at;
        } else if (line.length() < buffer.length) {
          line.append((char) (buffer[i] & 0xff));
        }
      }
    }
    String rest = line.toString();
    if (!rest.startsWith(BEGINNING) && !BEGINNING.startsWith(rest)) {
      throw isNoQuarantine(path);
    }
    // A line that a kill cut off is written again.
    existing.setLength(whole);
    existing.seek(whole);
  }

  private static LoadException isNoQuarantine(String path) {
    return new LoadException(
        "%s is no quarantine file: it holds something else. Name a new file.".formatted(path));
  }

  private void note(String latin1, String path) {
    String line = new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    if (!line.startsWith(BEGINNING)) {
      throw isNoQuarantine(path);
    }
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), line)) {
      parser.nextToken();
      parser.nextToken();
      parser.nextToken();
      String place = parser.getString();
      boolean ours =
          parser.nextToken() == JsonToken.PROPERTY_NAME
              && parser.currentName().equals(JOB)
              && parser.nextToken() == JsonToken.VALUE_STRING
              && parser.getString().equals(job);
      if (ours) {
        written.add(place);
      }
    } catch (JacksonException e) {
      throw isNoQuarantine(path);
    }
  }

  synchronized void add(Rejection rejection) {
    count++;
    if (first.size() < MAX_REMEMBERED) {
      first.add(rejection);
    }
    if (file != null && !written.contains(rejection.place())) {
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

  private String json(Rejection rejection) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty(PLACE, rejection.place());
      json.writeStringProperty(JOB, job);
      if (rejection.column() != null) {
        json.writeStringProperty("column", rejection.column());
      }
      json.writeStringProperty("reason", rejection.reason());
      List<String> columns = rejection.columns();
      List<@Nullable String> values = rejection.values();
      if (values != null) {
        json.writeName("record");
        write(json, columns, values);
      }
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void write(
      JsonGenerator json, @Nullable List<String> columns, List<@Nullable String> values) {
    if (columns == null) {
      json.writeStartArray();
      values.forEach(json::writeString);
      json.writeEndArray();
      return;
    }
    json.writeStartObject();
    for (int i = 0; i < columns.size() && i < values.size(); i++) {
      json.writeStringProperty(columns.get(i), values.get(i));
    }
    json.writeEndObject();
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
