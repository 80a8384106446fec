package dev.borealis.load;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one column in one row group, read one by one ("Parquet Format", "Data Pages"). Sizes
 * are checked before memory is taken, and checksums where the writer has left them.
 */
final class ParquetColumnPages implements PageReader, Closeable {
  private static final int BUFFER_BYTES = 32 << 10;

  /** What an entry of a dictionary costs beyond its bytes. */
  private static final int BYTES_PER_ENTRY = 64;

  private final String place;
  private final Source source;
  private final long values;
  private final ParquetCodecs.Unpacker unpacker;
  private final ParquetMemory memory;
  private final Position in;

  /** A header that was read to see what comes next. */
  private @Nullable PageHeader next;

  private long valuesLeft;
  private long pageBytes;

  /** Counts the bytes that were read, because headers do not say how long they are. */
  private static final class Position extends FilterInputStream {
    private long read;

    Position(InputStream in, long start) {
      super(new BufferedInputStream(in, BUFFER_BYTES));
      read = start;
    }

    @Override
    public int read() throws IOException {
      int one = in.read();
      read += one < 0 ? 0 : 1;
      return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = in.read(into, offset, length);
      read += Math.max(count, 0);
      return count;
    }

    @Override
    public long skip(long bytes) throws IOException {
      long skipped = in.skip(bytes);
      read += skipped;
      return skipped;
    }
  }

  /**
   * @param place file, row group and column, for errors
   * @param memory is told what the pages take, and refuses what is too much
   */
  ParquetColumnPages(
      String place,
      Source source,
      ColumnChunkMetaData chunk,
      ParquetCodecs.Unpacker unpacker,
      ParquetMemory memory)
      throws IOException {
    this.place = place;
    this.source = source;
    this.values = chunk.getValueCount();
    this.unpacker = unpacker;
    this.memory = memory;
    this.valuesLeft = values;
    long start = chunk.getStartingPos();
    if (start < 0 || start > source.size()) {
      throw damaged("its pages are said to begin at byte " + start);
    }
    this.in = new Position(source.open(start), start);
  }

  private LoadException damaged(String what) {
    return new LoadException(damage(what));
  }

  private String damage(String what) {
    return "%s: %s. The file is damaged or cut off.".formatted(place, what);
  }

  /** Whether all values were asked for. */
  boolean isAtEnd() {
    return valuesLeft == 0;
  }

  @Override
  public long getTotalValueCount() {
    return values;
  }

  @Override
  public @Nullable DictionaryPage readDictionaryPage() {
    PageHeader header = header();
    if (header.type != PageType.DICTIONARY_PAGE) {
      next = header;
      return null;
    }
    DictionaryPageHeader dictionary = header.dictionary_page_header;
    if (dictionary == null || dictionary.num_values < 0) {
      throw damaged("a dictionary has no size");
    }
    memory.take(place, (long) dictionary.num_values * BYTES_PER_ENTRY);
    memory.take(place, header.uncompressed_page_size);
    return new DictionaryPage(
        plain(header, bytes(header), 0, true),
        header.uncompressed_page_size,
        dictionary.num_values,
        encoding(dictionary.encoding));
  }

  @Override
  public @Nullable DataPage readPage() {
    memory.giveBack(pageBytes);
    pageBytes = 0;
    while (valuesLeft > 0) {
      PageHeader header = header();
      DataPage page = null;
      if (header.type == PageType.DATA_PAGE) {
        page = first(header);
      } else if (header.type == PageType.DATA_PAGE_V2) {
        page = second(header);
      } else if (header.type == PageType.DICTIONARY_PAGE) {
        throw damaged("a second dictionary");
      } else {
        skip(header.compressed_page_size);
      }
      if (page != null && page.getValueCount() > 0) {
        return page;
      }
    }
    return null;
  }

  private PageHeader header() {
    PageHeader ready = next;
    next = null;
    if (ready != null) {
      return ready;
    }
    PageHeader header;
    try {
      header = Util.readPageHeader(in);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      // Damaged lengths make the library ask for any amount of memory.
      throw new LoadException(damage("the header of a page is none"), e);
    }
    if (header.compressed_page_size < 0
        || header.uncompressed_page_size < 0
        || in.read + header.compressed_page_size > source.size()) {
      throw damaged("a page is said to have %,d bytes".formatted(header.compressed_page_size));
    }
    return header;
  }

  private DataPage first(PageHeader header) {
    DataPageHeader data = header.data_page_header;
    if (data == null) {
      throw damaged("the header of a page is incomplete");
    }
    count(data.num_values);
    takePage(header);
    return new DataPageV1(
        plain(header, bytes(header), 0, true),
        data.num_values,
        header.uncompressed_page_size,
        null,
        encoding(data.repetition_level_encoding),
        encoding(data.definition_level_encoding),
        encoding(data.encoding));
  }

  private DataPage second(PageHeader header) {
    DataPageHeaderV2 data = header.data_page_header_v2;
    if (data == null) {
      throw damaged("the header of a page is incomplete");
    }
    int repetition = data.repetition_levels_byte_length;
    int definition = data.definition_levels_byte_length;
    long levels = (long) repetition + definition;
    if (repetition < 0
        || definition < 0
        || levels > header.compressed_page_size
        || levels > header.uncompressed_page_size) {
      throw damaged("the levels of a page are longer than the page");
    }
    count(data.num_values);
    takePage(header);
    byte[] bytes = bytes(header);
    boolean compressed = !data.isSetIs_compressed() || data.is_compressed;
    return DataPageV2.uncompressed(
        data.num_rows,
        data.num_nulls,
        data.num_values,
        BytesInput.from(bytes, 0, repetition),
        BytesInput.from(bytes, repetition, definition),
        encoding(data.encoding),
        plain(header, bytes, (int) levels, compressed),
        null);
  }

  private void takePage(PageHeader header) {
    memory.take(place, header.uncompressed_page_size);
    pageBytes = header.uncompressed_page_size;
  }

  private void count(int valuesOfPage) {
    if (valuesOfPage < 0 || valuesOfPage > valuesLeft) {
      throw damaged("its pages have more values than it has");
    }
    valuesLeft -= valuesOfPage;
  }

  private Encoding encoding(org.apache.parquet.format.@Nullable Encoding encoding) {
    if (encoding == null) {
      throw damaged("a page is encoded in an unknown way");
    }
    return Encoding.valueOf(encoding.name());
  }

  /** The page as it is stored. */
  private byte[] bytes(PageHeader header) {
    int length = header.compressed_page_size;
    memory.take(place, length);
    try {
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw damaged("the file ends within a page");
      }
      CRC32 crc = new CRC32();
      crc.update(bytes);
      if (header.isSetCrc() && (int) crc.getValue() != header.crc) {
        throw damaged("the bytes of a page do not fit their checksum");
      }
      return bytes;
    } catch (IOException e) {
      throw new LoadException("%s: %s.".formatted(place, e.getMessage()), e);
    } finally {
      memory.giveBack(length);
    }
  }

  private BytesInput plain(PageHeader header, byte[] bytes, int from, boolean compressed) {
    BytesInput stored = BytesInput.from(bytes, from, bytes.length - from);
    int size = header.uncompressed_page_size - from;
    if (!compressed || size == 0) {
      return stored;
    }
    try {
      BytesInput plain =
          BytesInput.from(unpacker.unpack(stored, size).toInputStream().remainingBuffers());
      if (plain.size() != size) {
        throw damaged("a page has another length than it says");
      }
      return plain;
    } catch (IOException | RuntimeException | InternalError e) {
      if (e instanceof LoadException known) {
        throw known;
      }
      throw new LoadException(
          damage("a page cannot be unpacked (" + ParquetFooter.reason(e) + ")"), e);
    }
  }

  private void skip(int bytes) {
    try {
      in.skipNBytes(bytes);
    } catch (IOException e) {
      throw new LoadException("%s: %s.".formatted(place, e.getMessage()), e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
