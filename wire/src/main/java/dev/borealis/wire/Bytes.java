package dev.borealis.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Big-endian integers in byte arrays, as the protocol has them. */
final class Bytes {
  private static final VarHandle INT32 =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT16 =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  private Bytes() {}

  static int int32(byte[] bytes, int offset) {
    return (int) INT32.get(bytes, offset);
  }

  static void putInt32(byte[] bytes, int offset, int value) {
    INT32.set(bytes, offset, value);
  }

  static short int16(byte[] bytes, int offset) {
    return (short) INT16.get(bytes, offset);
  }

  static void putInt16(byte[] bytes, int offset, int value) {
    INT16.set(bytes, offset, (short) value);
  }
}
