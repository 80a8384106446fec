package dev.borealis.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Rows as Parquet, each column with the type that is nearest to PostgreSQL's. */
final class ParquetSink implements RowSink {
  /** Small enough that a reader needs little memory. */
  private static final long ROW_GROUP_BYTES = 32L << 20;

  private final ParquetWriter<byte[]> writer;

  ParquetSink(Path file, List<TargetColumn> columns) throws IOException {
    List<ParquetColumn> kinds = columns.stream().map(ParquetColumn::of).toList();
    writer =
        new Builder(new LocalOutputFile(file), kinds)
            .withConf(new PlainParquetConfiguration())
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .build();
  }

  private static final class Builder extends ParquetWriter.Builder<byte[], Builder> {
    private final List<ParquetColumn> columns;

    Builder(OutputFile file, List<ParquetColumn> columns) {
      super(file);
      this.columns = columns;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // The library still wants both.
    protected WriteSupport<byte[]> getWriteSupport(Configuration configuration) {
      return new Rows(columns);
    }

    @Override
    protected WriteSupport<byte[]> getWriteSupport(ParquetConfiguration configuration) {
      return new Rows(columns);
    }
  }

  /** Takes rows apart. */
  private static final class Rows extends WriteSupport<byte[]> {
    private final List<ParquetColumn> columns;

    @SuppressWarnings("NullAway.Init") // Parquet's library calls prepareForWrite first.
    private RecordConsumer consumer;

    Rows(List<ParquetColumn> columns) {
      this.columns = columns;
    }

    @Override
    @SuppressWarnings("deprecation") // The library still wants both.
    public WriteContext init(Configuration configuration) {
      return context();
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
      return context();
    }

    private WriteContext context() {
      List<Type> fields = new ArrayList<>();
      for (ParquetColumn column : columns) {
        fields.add(column.field());
      }
      return new WriteContext(new MessageType("row", fields), Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
      consumer = recordConsumer;
    }

    @Override
    public void write(byte[] row) {
      consumer.startMessage();
      int from = 0;
      int column = 0;
      for (int i = 0; i < row.length; i++) {
        if (row[i] == '\t' || row[i] == '\n') {
          String value = CopyText.value(row, from, i);
          if (value != null) {
            ParquetColumn kind = columns.get(column);
            consumer.startField(kind.name(), column);
            kind.write(consumer, value);
            consumer.endField(kind.name(), column);
          }
          column++;
          from = i + 1;
        }
      }
      consumer.endMessage();
    }
  }

  @Override
  public void row(byte[] row) throws IOException {
    writer.write(row);
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
