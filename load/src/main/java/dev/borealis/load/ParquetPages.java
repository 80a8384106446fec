package dev.borealis.load;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.schema.MessageType;

/**
 * One row group. However large it is, one page of each column is in memory; Parquet's own reader
 * takes all pages of the row group at once.
 */
final class ParquetPages implements PageReadStore {
  private final String place;
  private final long rows;
  private final Map<ColumnPath, ParquetColumnPages> columns = new HashMap<>();

  /**
   * @param number of the row group, from 0
   * @throws LoadException if what the footer says of it cannot be
   */
  ParquetPages(
      Source source, int number, BlockMetaData group, MessageType schema, ParquetCodecs codecs)
      throws IOException {
    this.place = "%s, row group %d".formatted(source.name(), number);
    this.rows = group.getRowCount();
    Map<ColumnPath, ColumnChunkMetaData> chunks = new HashMap<>();
    group.getColumns().forEach(chunk -> chunks.put(chunk.getPath(), chunk));
    ParquetMemory memory = ParquetMemory.ofHeap();
    boolean whole = false;
    try {
      for (ColumnDescriptor column : schema.getColumns()) {
        ColumnPath path = ColumnPath.get(column.getPath());
        ColumnChunkMetaData chunk = chunks.get(path);
        String where = "%s, column '%s'".formatted(place, path.toDotString());
        if (chunk == null) {
          throw new LoadException(where + ": the file has none of its values. It is damaged.");
        }
        requireRows(where, column, chunk);
        columns.put(
            path,
            new ParquetColumnPages(
                where, source, chunk, codecs.of(where, chunk.getCodec()), memory));
      }
      whole = true;
    } finally {
      if (!whole) {
        close();
      }
    }
  }

  private void requireRows(String where, ColumnDescriptor column, ColumnChunkMetaData chunk) {
    boolean single = column.getMaxRepetitionLevel() == 0;
    if (single ? chunk.getValueCount() != rows : chunk.getValueCount() < rows) {
      throw new LoadException(
          "%s: it has %,d values for %,d rows. The file is damaged."
              .formatted(where, chunk.getValueCount(), rows));
    }
  }

  @Override
  public PageReader getPageReader(ColumnDescriptor column) {
    ParquetColumnPages pages = columns.get(ColumnPath.get(column.getPath()));
    if (pages == null) {
      throw new IllegalArgumentException("no column " + List.of(column.getPath()));
    }
    return pages;
  }

  @Override
  public long getRowCount() {
    return rows;
  }

  /**
   * To be asked when all rows are read.
   *
   * @throws LoadException if there are values left that belong to no row
   */
  void requireEnd() {
    columns.forEach((path, pages) -> {
      if (!pages.isAtEnd()) {
        throw new LoadException(
            "%s, column '%s': it has values behind the last row. The file is damaged."
                .formatted(place, path.toDotString()));
      }
    });
  }

  @Override
  public void close() {
    for (ParquetColumnPages pages : columns.values()) {
      try {
        pages.close();
      } catch (IOException e) {
        throw new LoadException("%s cannot be closed: %s.".formatted(place, e.getMessage()), e);
      }
    }
  }
}
