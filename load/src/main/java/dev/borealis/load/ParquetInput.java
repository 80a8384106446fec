package dev.borealis.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A source as Parquet's library reads it: at any place. */
record ParquetInput(Source source) implements InputFile {

  @Override
  public long getLength() {
    return source.size();
  }

  @Override
  public SeekableInputStream newStream() {
    return new Stream(new Window(source));
  }

  /** Opens the source anew where reading goes on elsewhere. */
  private static final class Window extends InputStream {
    private final Source source;
    private InputStream in = InputStream.nullInputStream();
    private boolean open;
    private long position;

    Window(Source source) {
      this.source = source;
    }

    void seek(long to) throws IOException {
      if (to != position) {
        in.close();
        open = false;
        position = to;
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (!open) {
        in = source.open(position);
        open = true;
      }
      int read = in.read(into, offset, length);
      position += Math.max(read, 0);
      return read;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  private static final class Stream extends DelegatingSeekableInputStream {
    private final Window window;

    Stream(Window window) {
      super(window);
      this.window = window;
    }

    @Override
    public long getPos() {
      return window.position;
    }

    @Override
    public void seek(long to) throws IOException {
      window.seek(to);
    }

    @Override
    public void readFully(ByteBuffer into) throws IOException {
      byte[] chunk = new byte[Math.min(into.remaining(), 1 << 20)];
      while (into.hasRemaining()) {
        int read = window.read(chunk, 0, Math.min(chunk.length, into.remaining()));
        if (read < 0) {
          throw new EOFException("the file ends early");
        }
        into.put(chunk, 0, read);
      }
    }
  }
}
