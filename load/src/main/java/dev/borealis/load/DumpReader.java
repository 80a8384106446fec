package dev.borealis.load;

import dev.borealis.sql.Script;
import dev.borealis.sql.ScriptPiece;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plain dump of pg_dump: statements, and between them blocks of data. Data are never kept; of the
 * statements, those between two blocks are.
 */
final class DumpReader implements Closeable {
  /** Of a data line: a row has at most 2 MiB, and escapes at most double it. */
  private static final int MAX_LINE_CHARS = 16 << 20;

  private static final int MAX_SQL_CHARS = 64 << 20;
  private static final String CUSTOM_FORMAT = "PGDMP";
  private static final String END_OF_DATA = "\\.";

  private final Source source;
  private final LineReader lines;
  private final StringBuilder sql = new StringBuilder();
  private @Nullable CopyBlock block;
  private boolean begun;

  DumpReader(Source source) throws IOException {
    this.source = source;
    requirePlain();
    this.lines =
        new LineReader(
            source.name(), new TextInput(source, StandardCharsets.UTF_8), MAX_LINE_CHARS);
  }

  private void requirePlain() throws IOException {
    byte[] start;
    try (var in = Compression.open(source)) {
      start = in.readNBytes(512);
    }
    String text = new String(start, StandardCharsets.ISO_8859_1);
    String kind =
        text.startsWith(CUSTOM_FORMAT)
            ? "custom format"
            : text.length() > 262 && text.startsWith("ustar", 257) ? "tar format" : null;
    if (kind != null) {
      throw new LoadException(
          "%s is a dump in pg_dump's %s. Make a plain one: pg_restore -f dump.sql %s"
              .formatted(source.name(), kind, source.name()));
    }
  }

  /**
   * Goes on to the next block of data, over the rest of the one before.
   *
   * @return its head, or null at the end of the dump
   */
  @Nullable CopyBlock nextBlock() throws IOException {
    sql.setLength(0);
    while (block != null) {
      nextLine();
    }
    for (String text = lines.next(); text != null; text = lines.next()) {
      requireCharacters(text);
      if (CopyBlock.looksLikeOne(text) && isStatement(text)) {
        block = CopyBlock.parse(source.name(), text, lines.line());
        if (block != null) {
          return block;
        }
      }
      sql.append(text).append('\n');
      if (sql.length() > MAX_SQL_CHARS) {
        throw new LoadException(
            "%s:%d: more than %,d characters of SQL without data. Dumps with INSERT statements are not loaded; make one without --inserts."
                .formatted(source.name(), lines.line(), MAX_SQL_CHARS));
      }
    }
    return null;
  }

  private void requireCharacters(String text) {
    if (!begun && text.indexOf('\0') >= 0) {
      throw new LoadException("%s is not a plain dump of pg_dump.".formatted(source.name()));
    }
    begun = true;
  }

  // A function's body may hold such a line as well.
  private boolean isStatement(String text) {
    List<ScriptPiece> pieces = Script.pieces(sql + text + "\n");
    int start = sql.length();
    return pieces.stream()
        .anyMatch(piece -> piece instanceof ScriptPiece.Sql found && found.start() == start);
  }

  /** The statements since the block before. */
  String sql() {
    return sql.toString();
  }

  /** The next line of the block's data, or null at its end. */
  @Nullable String nextLine() throws IOException {
    CopyBlock within = block;
    if (within == null) {
      return null;
    }
    String text = lines.next();
    if (text == null) {
      throw new LoadException(
          "%s ends within the data of %s.%s, which begin on line %d. The dump is not complete."
              .formatted(source.name(), within.schema(), within.table(), within.line()));
    }
    if (text.equals(END_OF_DATA)) {
      block = null;
      return null;
    }
    return text;
  }

  /** The number of the line read last. */
  long line() {
    return lines.line();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
