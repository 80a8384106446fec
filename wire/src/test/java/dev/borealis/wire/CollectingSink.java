package dev.borealis.wire;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Keeps what it is given, and in which pieces. */
final class CollectingSink implements ByteSink {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<Integer> pieces = new ArrayList<>();
  private byte[] lastSource = {};

  byte[] bytes() {
    return bytes.toByteArray();
  }

  /** The sizes of the pieces, in bytes. */
  List<Integer> pieces() {
    return pieces;
  }

  /** The array of the last piece, as it was handed over. */
  byte[] lastSource() {
    return lastSource;
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    bytes.write(source, offset, length);
    pieces.add(length);
    lastSource = source;
  }
}
