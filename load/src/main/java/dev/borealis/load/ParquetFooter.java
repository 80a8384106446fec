package dev.borealis.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** Reads what a Parquet file says of itself at its end ("Parquet Format", "File Format"). */
final class ParquetFooter {
  /** Enough for thousands of row groups with hundreds of columns. */
  private static final int MAX_FOOTER_BYTES = 32 << 20;

  private static final int MAX_REASON_CHARS = 200;
  private static final String MAGIC = "PAR1";
  private static final String ENCRYPTED_MAGIC = "PARE";
  private static final int MAGIC_BYTES = 4;
  private static final int TAIL_BYTES = 8;

  private ParquetFooter() {}

  /**
   * Schema and row groups.
   *
   * @throws LoadException if it is no whole Parquet file, or one that is encrypted
   */
  static ParquetMetadata read(Source source) throws IOException {
    requireWhole(source);
    InputFile file = new ParquetInput(source);
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
    try (SeekableInputStream in = file.newStream()) {
      ParquetMetadata footer = ParquetFileReader.readFooter(file, options, in);
      requirePlain(source, footer);
      return footer;
    } catch (LoadException e) {
      throw e;
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      // Damaged lengths make the library ask for any amount of memory.
      throw new LoadException(
          "%s is not a whole Parquet file: its footer cannot be read (%s). Copy or make it anew."
              .formatted(source.name(), reason(e)),
          e);
    }
  }

  /** What the library says, which may be a whole schema, in one line. */
  static String reason(Throwable e) {
    String message = String.valueOf(e.getMessage());
    String line = message.lines().findFirst().orElse(e.getClass().getSimpleName());
    return line.length() <= MAX_REASON_CHARS ? line : line.substring(0, MAX_REASON_CHARS) + "...";
  }

  private static void requireWhole(Source source) throws IOException {
    long size = source.size();
    byte[] head;
    try (InputStream in = source.open(0)) {
      head = in.readNBytes(MAGIC_BYTES);
    }
    String start = new String(head, StandardCharsets.ISO_8859_1);
    if (!start.equals(MAGIC) && !start.equals(ENCRYPTED_MAGIC)) {
      throw new LoadException(
          size == 0
              ? "%s is empty, and not a whole Parquet file.".formatted(source.name())
              : "%s is not a Parquet file: it does not begin with PAR1. --format says what it is."
                  .formatted(source.name()));
    }
    if (size < MAGIC_BYTES + TAIL_BYTES) {
      throw cutOff(source);
    }
    ByteBuffer tail = ByteBuffer.allocate(TAIL_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (InputStream in = source.open(size - TAIL_BYTES)) {
      tail.put(in.readNBytes(TAIL_BYTES)).flip();
    }
    if (tail.remaining() < TAIL_BYTES) {
      throw cutOff(source);
    }
    int length = tail.getInt();
    String end = StandardCharsets.ISO_8859_1.decode(tail).toString();
    if (end.equals(ENCRYPTED_MAGIC)) {
      throw encrypted(source);
    }
    if (!end.equals(MAGIC) || length < 0 || length > size - MAGIC_BYTES - TAIL_BYTES) {
      throw cutOff(source);
    }
    if (length > MAX_FOOTER_BYTES) {
      throw new LoadException(
          "%s has a footer of %,d bytes, and at most %,d are read. Write it with larger row groups, or as several files."
              .formatted(source.name(), length, MAX_FOOTER_BYTES));
    }
  }

  private static LoadException cutOff(Source source) {
    return new LoadException(
        "%s is not a whole Parquet file: it has no footer at its end. Was it cut off while it was copied?"
            .formatted(source.name()));
  }

  private static LoadException encrypted(Source source) {
    return new LoadException(
        "%s is encrypted. Write it without encryption, or decrypt it first."
            .formatted(source.name()));
  }

  // A file may be encrypted in some columns only.
  private static void requirePlain(Source source, ParquetMetadata footer) {
    for (BlockMetaData group : footer.getBlocks()) {
      if (group.getRowCount() < 0) {
        throw new LoadException(
            "%s says that a row group has %,d rows. It is damaged."
                .formatted(source.name(), group.getRowCount()));
      }
      if (group.getColumns().stream().anyMatch(ColumnChunkMetaData::isEncrypted)) {
        throw encrypted(source);
      }
    }
  }
}
