package dev.borealis.load;

import dev.borealis.client.SilentLogging;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** The rows of a Parquet file, a few pages in memory at a time. */
final class ParquetRecords implements Records {
  private final Source source;
  private final List<BlockMetaData> groups;
  private final MessageType schema;
  private final MessageColumnIO columns;
  private final ParquetCodecs codecs = new ParquetCodecs();
  private final ParquetRow row;

  /** How many row groups were opened. */
  private int opened;

  private @Nullable ParquetPages pages;
  private @Nullable RecordReader<Fields> reader;
  private long left;
  private long line;

  /**
   * @throws LoadException if it is no whole Parquet file, or has columns of unknown types
   */
  ParquetRecords(Source source) throws IOException {
    SilentLogging.ensure();
    this.source = source;
    ParquetMetadata footer = ParquetFooter.read(source);
    groups = footer.getBlocks();
    schema = footer.getFileMetaData().getSchema();
    columns = new ColumnIOFactory(footer.getFileMetaData().getCreatedBy()).getColumnIO(schema);
    row = new ParquetRow(source.name(), schema);
  }

  @Override
  public List<String> names() {
    return schema.getFields().stream().map(Type::getName).toList();
  }

  /** What PostgreSQL calls the types of the columns. */
  List<ColumnType> types() {
    List<ColumnType> types = new ArrayList<>();
    for (Type field : schema.getFields()) {
      types.add(
          ParquetRow.isNested(field)
              ? ColumnType.JSON
              : ParquetValue.of(source.name(), field.asPrimitiveType()).type());
    }
    return types;
  }

  @Override
  public @Nullable Fields next() throws IOException, BadRecordException {
    Fields record;
    try {
      while (left == 0) {
        if (!openNextGroup()) {
          return null;
        }
      }
      left--;
      line++;
      row.begin(line);
      RecordReader<Fields> reading = reader;
      record = reading == null ? null : reading.read();
    } catch (LoadException e) {
      throw e;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      // Damaged lengths make the library ask for any amount of memory.
      throw new LoadException(
          "%s, row group %d, row %d: the file cannot be read further: %s. It is damaged or cut off."
              .formatted(source.name(), opened, line, ParquetFooter.reason(e)),
          e);
    }
    String refused = row.refused();
    if (refused != null) {
      throw new BadRecordException(line, refused);
    }
    return record;
  }

  private boolean openNextGroup() throws IOException {
    closeGroup(true);
    if (opened == groups.size()) {
      return false;
    }
    BlockMetaData group = groups.get(opened);
    opened++;
    ParquetPages next = new ParquetPages(source, opened, group, schema, codecs);
    pages = next;
    left = next.getRowCount();
    if (left > 0) {
      reader = columns.getRecordReader(next, row);
    }
    return true;
  }

  private void closeGroup(boolean whole) {
    ParquetPages last = pages;
    pages = null;
    reader = null;
    if (last != null) {
      try (last) {
        if (whole) {
          last.requireEnd();
        }
      }
    }
  }

  @Override
  public String unit() {
    return "row";
  }

  @Override
  public void close() {
    closeGroup(false);
    codecs.close();
  }
}
