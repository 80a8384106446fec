package dev.borealis.load;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A source whose bytes count as progress. */
record CountedSource(Source source, LoadProgress progress) implements Source {
  @Override
  public String name() {
    return source.name();
  }

  @Override
  public long size() {
    return source.size();
  }

  @Override
  public InputStream open(long offset) throws IOException {
    return new FilterInputStream(source.open(offset)) {
      @Override
      public int read() throws IOException {
        int read = in.read();
        progress.bytesRead.addAndGet(read < 0 ? 0 : 1);
        return read;
      }

      @Override
      public int read(byte[] into, int at, int length) throws IOException {
        int read = in.read(into, at, length);
        progress.bytesRead.addAndGet(Math.max(read, 0));
        return read;
      }

      @Override
      public boolean markSupported() {
        return false;
      }
    };
  }
}
