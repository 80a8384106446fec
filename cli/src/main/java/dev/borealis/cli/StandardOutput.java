package dev.borealis.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * A standard stream of this process. It always takes UTF-8, which is what the database speaks: with
 * LANG unset, the JDK would turn half of it into question marks.
 */
final class StandardOutput extends FilterOutputStream {

  /** Whoever read our output does not do so any more, or the disk is full: work is in vain. */
  static final class ClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClosedException(IOException cause) {
      super(cause);
    }
  }

  private StandardOutput(OutputStream out) {
    super(out);
  }

  static PrintWriter writer(FileDescriptor descriptor) {
    OutputStream raw = new StandardOutput(new FileOutputStream(descriptor));
    return new PrintWriter(new BufferedWriter(new OutputStreamWriter(raw, StandardCharsets.UTF_8)));
  }

  // PrintWriter swallows an IOException, and a query would go on for hours after 'head' has gone.
  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw new ClosedException(e);
    }
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }
}
