package dev.borealis.gateway.testing;

import dev.borealis.wire.FrontendMessage;
import dev.borealis.wire.FrontendMessage.Target;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Frontend messages in the fewest words, for tables of conversations. */
public final class Messages {
  private static final int TEXT = 0;
  private static final int BINARY = 1;

  private Messages() {}

  public static Frame query(String sql) {
    return Frame.of(new FrontendMessage.Query(sql.getBytes(StandardCharsets.UTF_8)));
  }

  /** Prepares; parameter types are OIDs. */
  public static Frame parse(String statement, String sql, Integer... types) {
    return Frame.of(
        new FrontendMessage.Parse(statement, sql.getBytes(StandardCharsets.UTF_8), List.of(types)));
  }

  /** Binds without parameters; results come as text. */
  public static Frame bind(String portal, String statement) {
    return bind(portal, statement, arguments());
  }

  public static Frame bind(String portal, String statement, Arguments arguments) {
    return Frame.of(new FrontendMessage.Bind(portal, statement, arguments.bytes()));
  }

  public static Frame describeStatement(String name) {
    return Frame.of(new FrontendMessage.Describe(Target.STATEMENT, name));
  }

  public static Frame describePortal(String name) {
    return Frame.of(new FrontendMessage.Describe(Target.PORTAL, name));
  }

  public static Frame execute(String portal) {
    return execute(portal, 0);
  }

  public static Frame execute(String portal, int maxRows) {
    return Frame.of(new FrontendMessage.Execute(portal, maxRows));
  }

  public static Frame closeStatement(String name) {
    return Frame.of(new FrontendMessage.Close(Target.STATEMENT, name));
  }

  public static Frame closePortal(String name) {
    return Frame.of(new FrontendMessage.Close(Target.PORTAL, name));
  }

  public static Frame flush() {
    return Frame.of(new FrontendMessage.Flush());
  }

  public static Frame sync() {
    return Frame.of(new FrontendMessage.Sync());
  }

  public static Frame copyData(String data) {
    return copyData(data.getBytes(StandardCharsets.UTF_8));
  }

  public static Frame copyData(byte[] data) {
    return Frame.of(new FrontendMessage.CopyData(data));
  }

  public static Frame copyDone() {
    return Frame.of(new FrontendMessage.CopyDone());
  }

  public static Frame copyFail(String reason) {
    return Frame.of(new FrontendMessage.CopyFail(reason.getBytes(StandardCharsets.UTF_8)));
  }

  public static Frame functionCall(int oid, Arguments arguments) {
    return Frame.of(new FrontendMessage.FunctionCall(oid, arguments.functionCallBytes()));
  }

  public static Arguments arguments() {
    return new Arguments(List.of(), List.of(), List.of());
  }

  /** An int4 in binary. */
  public static byte[] int4(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  /** Parameter formats, parameter values and result formats of a Bind. */
  public record Arguments(
      List<Integer> formats, List<byte @Nullable []> values, List<Integer> resultFormats) {

    public Arguments text(String value) {
      return value(TEXT, value.getBytes(StandardCharsets.UTF_8));
    }

    public Arguments binary(byte[] value) {
      return value(BINARY, value);
    }

    public Arguments nothing() {
      return value(TEXT, null);
    }

    private Arguments value(int format, byte @Nullable [] value) {
      List<Integer> moreFormats = new ArrayList<>(formats);
      moreFormats.add(format);
      List<byte @Nullable []> moreValues = new ArrayList<>(values);
      moreValues.add(value);
      return new Arguments(moreFormats, moreValues, resultFormats);
    }

    /** Replaces the format of each parameter; none means text for all, one is for all. */
    public Arguments formats(Integer... codes) {
      return new Arguments(List.of(codes), values, resultFormats);
    }

    /** 0 text, 1 binary; one for all columns, or one for each. */
    public Arguments results(Integer... codes) {
      return new Arguments(formats, values, List.of(codes));
    }

    byte[] bytes() {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      putParameters(out);
      putInt16(out, resultFormats.size());
      resultFormats.forEach(code -> putInt16(out, code));
      return out.toByteArray();
    }

    byte[] functionCallBytes() {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      putParameters(out);
      putInt16(out, resultFormats.isEmpty() ? TEXT : resultFormats.getFirst());
      return out.toByteArray();
    }

    private void putParameters(ByteArrayOutputStream out) {
      putInt16(out, formats.size());
      formats.forEach(code -> putInt16(out, code));
      putInt16(out, values.size());
      for (byte[] value : values) {
        out.writeBytes(int4(value == null ? -1 : value.length));
        if (value != null) {
          out.writeBytes(value);
        }
      }
    }

    private static void putInt16(ByteArrayOutputStream out, int value) {
      out.write(value >> 8);
      out.write(value);
    }
  }
}
