package dev.borealis.load;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records of a CSV or TSV file (RFC 4180). Blank lines are no records, unless the header says that
 * there is one column: then they are its empty field, as COPY writes and reads it.
 */
final class CsvRecords implements Records {
  // A field beyond this is a quote that nobody closed, or a value beyond DSQL's 1 MiB.
  private static final int MAX_FIELD_CHARS = 4 << 20;

  private final Source source;
  private final FieldHandler handler;
  private final CsvReader<Fields> reader;
  private final CloseableIterator<Fields> iterator;
  private final @Nullable List<String> names;
  private long lastLine;

  CsvRecords(Source source, CsvOptions options) throws IOException {
    this.source = source;
    handler = new FieldHandler(options.nullText());
    reader =
        CsvReader.builder()
            .fieldSeparator(options.delimiter())
            .quoteCharacter(options.quote())
            .skipEmptyLines(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowExtraCharsAfterClosingQuote(false)
            .allowUnclosedQuote(false)
            .maxBufferSize(MAX_FIELD_CHARS)
            .build(handler, text(source, options));
    iterator = reader.iterator();
    names = options.header() ? header() : null;
  }

  private static Reader text(Source source, CsvOptions options) throws IOException {
    Reader plain = new TextInput(source, TextInput.encoding(options.encoding()));
    return options.hasEscape()
        ? new EscapedQuotes(plain, options.quote(), options.escape())
        : plain;
  }

  /** Takes fields from the parser's own buffer, without a string for each. */
  private static final class FieldHandler extends AbstractBaseCsvCallbackHandler<Fields> {
    private final Fields fields = new Fields();
    private final char[] nullText;
    private boolean blank;

    FieldHandler(String nullText) {
      this.nullText = nullText.toCharArray();
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
      fields.begin(startingLineNumber);
      blank = false;
    }

    @Override
    protected void handleEmpty() {
      handleField(0, new char[0], 0, 0, false);
      blank = true;
    }

    /** Whether the latest record is a line with nothing on it. */
    boolean isBlank() {
      return blank;
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
      if (!quoted && isNull(buffer, offset, length)) {
        fields.addNull();
      } else {
        fields.add(buffer, offset, length);
      }
    }

    private boolean isNull(char[] buffer, int offset, int length) {
      if (length != nullText.length) {
        return false;
      }
      for (int i = 0; i < length; i++) {
        if (buffer[offset + i] != nullText[i]) {
          return false;
        }
      }
      return true;
    }

    @Override
    protected Fields buildRecord() {
      return fields;
    }
  }

  private List<String> header() throws IOException {
    Fields first = next();
    List<String> found = new ArrayList<>();
    for (int i = 0; first != null && i < first.count(); i++) {
      String name = first.get(i);
      found.add(name == null ? "" : name.strip());
    }
    return found;
  }

  @Override
  public @Nullable List<String> names() {
    return names;
  }

  @Override
  public @Nullable Fields next() throws IOException {
    try {
      while (iterator.hasNext()) {
        Fields record = iterator.next();
        lastLine = record.line();
        if (!handler.isBlank() || (names != null && names.size() == 1)) {
          return record;
        }
      }
      return null;
    } catch (UncheckedIOException e) {
      throw e.getCause() == null ? new IOException(e) : e.getCause();
    } catch (CsvParseException e) {
      Throwable cause = e.getCause();
      if (cause instanceof LoadException known) {
        throw known;
      }
      throw new LoadException(
          "%s:%d: the record behind this one cannot be read: %s. Look for a quote that is not closed or not doubled; --quote names another character."
              .formatted(source.name(), lastLine, reason(cause == null ? e : cause)),
          e);
    }
  }

  private static String reason(Throwable e) {
    String message = String.valueOf(e.getMessage());
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
