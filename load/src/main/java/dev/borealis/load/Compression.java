package dev.borealis.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** How a file is compressed. Its first bytes tell, whatever its name. */
enum Compression {
  NONE,
  GZIP,
  ZSTD;

  private static final int BUFFER_BYTES = 128 << 10;
  private static final int MARK_BYTES = 4;

  /** The content of a source. */
  static InputStream open(Source source) throws IOException {
    InputStream in = new BufferedInputStream(source.open(0), BUFFER_BYTES);
    try {
      in.mark(MARK_BYTES);
      Compression found = of(in.readNBytes(MARK_BYTES));
      in.reset();
      return switch (found) {
        case NONE -> in;
        case GZIP -> new GzipInput(in, BUFFER_BYTES);
        case ZSTD -> new ZstdInput(in, BUFFER_BYTES);
      };
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static Compression of(byte[] start) {
    if (start.length >= 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b) {
      return GZIP;
    }
    boolean zstd =
        start.length == MARK_BYTES
            && (start[0] & 0xff) == 0x28
            && (start[1] & 0xff) == 0xb5
            && (start[2] & 0xff) == 0x2f
            && (start[3] & 0xff) == 0xfd;
    return zstd ? ZSTD : NONE;
  }

  /** A file name without what says that the file is compressed. */
  static String nameWithin(String name) {
    for (String suffix : new String[] {".gz", ".zst", ".zstd", ".gzip"}) {
      if (name.endsWith(suffix)) {
        return name.substring(0, name.length() - suffix.length());
      }
    }
    return name;
  }
}
