package dev.borealis.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an error or notice, in the order in which they are sent ("Error and Notice Message
 * Fields" of the PostgreSQL documentation).
 */
public record Report(List<Field> fields) {
  /**
   * One field.
   *
   * @param code S severity, C SQLSTATE, M message, D detail, H hint, P position and so on; one
   *     byte, not zero
   */
  public record Field(char code, String value) {
    public Field {
      if (code == 0 || code > 0xFF) {
        throw new IllegalArgumentException("no field of an error has the code " + (int) code);
      }
    }
  }

  public Report {
    fields = List.copyOf(fields);
  }

  /** An error or notice of our own making. */
  public static Report of(String severity, String sqlState, String message) {
    return new Report(
        List.of(
            new Field('S', severity),
            new Field('V', severity),
            new Field('C', sqlState),
            new Field('M', message)));
  }

  /** The same with one more field, unless {@code value} is null. */
  public Report with(char code, @Nullable String value) {
    if (value == null) {
      return this;
    }
    List<Field> more = new ArrayList<>(fields);
    more.add(new Field(code, value));
    return new Report(more);
  }

  /** The same with another message. */
  public Report withMessage(String message) {
    return withField('M', message);
  }

  /** The same with another value in a field that it has. */
  public Report withField(char code, String value) {
    List<Field> changed = new ArrayList<>(fields);
    changed.replaceAll(field -> field.code() == code ? new Field(code, value) : field);
    return new Report(changed);
  }

  /** The same without the fields of some codes. */
  public Report without(String codes) {
    return new Report(fields.stream().filter(field -> codes.indexOf(field.code()) < 0).toList());
  }

  /** The value of a field, or the empty string. */
  public String field(char code) {
    for (Field field : fields) {
      if (field.code() == code) {
        return field.value();
      }
    }
    return "";
  }

  /** ERROR, FATAL, PANIC, WARNING, NOTICE and so on, never translated. */
  public String severity() {
    String severity = field('V');
    return severity.isEmpty() ? field('S') : severity;
  }

  public String sqlState() {
    return field('C');
  }

  public String message() {
    return field('M');
  }

  static Report read(Body body) throws ProtocolException {
    List<Field> fields = new ArrayList<>();
    for (byte code = body.int8(); code != 0; code = body.int8()) {
      fields.add(new Field((char) (code & 0xFF), body.text()));
    }
    return new Report(fields);
  }

  void write(FrameWriter out) {
    for (Field field : fields) {
      out.int8(field.code());
      out.text(field.value());
    }
    out.int8(0);
  }
}
