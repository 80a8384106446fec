package dev.borealis.load;

import dev.borealis.client.SilentLogging;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** The rows of a Parquet file, one row group in memory at a time. */
final class ParquetRecords implements Records {
  private final Source source;
  private final ParquetFileReader file;
  private final MessageType schema;
  private final MessageColumnIO columns;
  private final ParquetRow row;
  private @Nullable RecordReader<Fields> group;
  private long left;
  private long line;

  /**
   * @throws LoadException if it is no whole Parquet file, or has columns that are no single values
   */
  ParquetRecords(Source source) throws IOException {
    SilentLogging.ensure();
    this.source = source;
    this.file = open(source);
    boolean usable = false;
    try {
      schema = file.getFooter().getFileMetaData().getSchema();
      columns = new ColumnIOFactory().getColumnIO(schema);
      row = new ParquetRow(source.name(), schema);
      usable = true;
    } finally {
      if (!usable) {
        file.close();
      }
    }
  }

  private static ParquetFileReader open(Source source) {
    try {
      ParquetReadOptions options =
          ParquetReadOptions.builder(new PlainParquetConfiguration())
              .usePageChecksumVerification(true)
              .build();
      return ParquetFileReader.open(new ParquetInput(source), options);
    } catch (IOException | RuntimeException e) {
      if (e instanceof LoadException known) {
        throw known;
      }
      throw new LoadException(
          "%s is not a whole Parquet file: %s. Was it cut off while it was copied?"
              .formatted(source.name(), reason(e)),
          e);
    }
  }

  private static String reason(Exception e) {
    String message = String.valueOf(e.getMessage());
    return message.lines().findFirst().orElse(e.getClass().getSimpleName());
  }

  @Override
  public List<String> names() {
    return schema.getFields().stream().map(Type::getName).toList();
  }

  /** What PostgreSQL calls the types of the columns. */
  List<ColumnType> types() {
    List<ColumnType> types = new ArrayList<>();
    for (Type field : schema.getFields()) {
      types.add(ParquetValue.of(source.name(), field.asPrimitiveType()).type());
    }
    return types;
  }

  long rows() {
    return file.getRecordCount();
  }

  @Override
  public @Nullable Fields next() throws IOException {
    try {
      while (left == 0) {
        PageReadStore pages = file.readNextRowGroup();
        if (pages == null) {
          return null;
        }
        left = pages.getRowCount();
        group = columns.getRecordReader(pages, row);
      }
      RecordReader<Fields> reading = group;
      left--;
      line++;
      row.begin(line);
      return reading == null ? null : reading.read();
    } catch (LoadException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new LoadException(
          "%s, row %d: the file cannot be read further: %s. It is damaged or cut off."
              .formatted(source.name(), line + 1, reason(e)),
          e);
    }
  }

  @Override
  public String unit() {
    return "row";
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
