package dev.borealis.load;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Unpacks the pages of a Parquet file. */
final class ParquetCodecs implements Closeable {
  private final CompressionCodecFactory library =
      ParquetReadOptions.builder(new PlainParquetConfiguration()).build().getCodecFactory();

  /** Unpacks a page. */
  @FunctionalInterface
  interface Unpacker {
    /**
     * The content of a page.
     *
     * @param bytes how many there are to be
     */
    BytesInput unpack(BytesInput stored, int bytes) throws IOException;
  }

  /**
   * What unpacks the pages of a column.
   *
   * @param place file, row group and column, for errors
   */
  Unpacker of(String place, CompressionCodecName codec) {
    return switch (codec) {
      case UNCOMPRESSED -> (stored, _) -> stored;
      // The library would ask Hadoop for it.
      case GZIP -> ParquetCodecs::gunzip;
      case SNAPPY, ZSTD, LZ4_RAW -> library.getDecompressor(codec)::decompress;
      case LZO, BROTLI, LZ4 ->
          throw new LoadException(
              "%s: it is compressed with %s, which is not read here. Write the file with ZSTD, SNAPPY, GZIP or LZ4_RAW."
                  .formatted(place, codec));
    };
  }

  private static BytesInput gunzip(BytesInput stored, int bytes) throws IOException {
    try (InputStream in = new GZIPInputStream(stored.toInputStream())) {
      byte[] plain = in.readNBytes(bytes);
      if (in.read() >= 0) {
        throw new IOException("there is more in it than it says");
      }
      return BytesInput.from(plain);
    }
  }

  @Override
  public void close() {
    library.release();
  }
}
