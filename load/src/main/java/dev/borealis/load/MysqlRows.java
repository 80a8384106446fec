package dev.borealis.load;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the INSERT statements of a dump of mysqldump. Statements in a row for one table are
 * one block. Everything else is passed over ("MySQL 8.4 Reference Manual", literals and comments).
 */
final class MysqlRows implements Records {
  private static final String SCHEMA = "public";
  private static final String DELIMITER = "DELIMITER";

  private final MysqlText text;
  private final Fields fields = new Fields();
  private @Nullable CopyBlock block;
  private @Nullable CopyBlock pending;

  MysqlRows(String name, Reader in) {
    this.text = new MysqlText(name, in);
  }

  /** The next table with rows, over the rest of the one before; null at the end. */
  @Nullable CopyBlock nextBlock() throws IOException {
    while (block != null) {
      nextReadable();
    }
    block = pending == null ? nextInsert() : pending;
    pending = null;
    return block;
  }

  @Override
  public @Nullable List<String> names() {
    CopyBlock within = block;
    return within == null || within.columns().isEmpty() ? null : within.columns();
  }

  /** Goes on behind the VALUES of the next INSERT or REPLACE. */
  private @Nullable CopyBlock nextInsert() throws IOException {
    while (text.skipBlanks() >= 0) {
      long line = text.line();
      String word = text.word().toUpperCase(Locale.ROOT);
      if (word.equals("INSERT") || word.equals("REPLACE")) {
        return insert(line);
      }
      if (word.equals(DELIMITER)) {
        skipRoutines();
      } else {
        text.skipStatement();
      }
    }
    return null;
  }

  /** Goes behind what ends in something else than a semicolon: bodies of routines and triggers. */
  private void skipRoutines() throws IOException {
    String delimiter = text.restOfLine();
    while (delimiter != null && !delimiter.strip().equals(";")) {
      String read = text.restOfLine();
      if (read == null) {
        return;
      }
      boolean changes = read.regionMatches(true, 0, DELIMITER, 0, DELIMITER.length());
      delimiter = changes ? read.substring(DELIMITER.length()) : delimiter;
    }
  }

  private CopyBlock insert(long line) throws IOException {
    String word = "";
    while (!word.equalsIgnoreCase("INTO")) {
      text.skipBlanks();
      word = text.word();
      if (word.isEmpty()) {
        throw text.unexpected("INTO");
      }
    }
    String table = text.name();
    if (text.skipBlanks() == '.') {
      text.take();
      table = text.name();
    }
    List<String> columns = new ArrayList<>();
    if (text.skipBlanks() == '(') {
      do {
        text.take();
        columns.add(text.name());
      } while (text.skipBlanks() == ',');
      text.expect(')');
    }
    text.skipBlanks();
    String values = text.word();
    if (!values.equalsIgnoreCase("VALUES") && !values.equalsIgnoreCase("VALUE")) {
      throw text.unexpected("VALUES");
    }
    return new CopyBlock(SCHEMA, table, columns, line);
  }

  @Override
  public @Nullable Fields next() throws IOException {
    CopyBlock within = block;
    if (within == null) {
      return null;
    }
    int c = text.skipBlanks();
    if (c == ',') {
      text.take();
      c = text.skipBlanks();
    } else if (c == ';') {
      text.take();
      CopyBlock following = nextInsert();
      boolean same =
          following != null
              && following.table().equals(within.table())
              && following.columns().equals(within.columns());
      if (!same) {
        pending = following;
        block = null;
        return null;
      }
      c = text.skipBlanks();
    }
    if (c != '(') {
      throw text.unexpected("a row in parentheses");
    }
    row();
    return fields;
  }

  private void row() throws IOException {
    fields.begin(text.line());
    do {
      text.take();
      String value = text.value();
      if (value == null) {
        fields.addNull();
      } else {
        fields.add(value);
      }
    } while (text.skipBlanks() == ',');
    text.expect(')');
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
