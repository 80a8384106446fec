package dev.borealis.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import dev.borealis.wire.BackendMessage;
import dev.borealis.wire.FrameWriter;
import dev.borealis.wire.FrontendMessage.Query;
import dev.borealis.wire.InitialMessage.SslRequest;
import dev.borealis.wire.Message;
import dev.borealis.wire.ProtocolException;
import dev.borealis.wire.ProtocolVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A connection whose TCP side can be cut on its own, as networks do. */
record Attacker(Socket tcp, WireClient client) implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(15);

  static Socket plain(TestCluster cluster) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), cluster.port());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  static Attacker encrypted(TestCluster cluster) throws IOException {
    Socket tcp = plain(cluster);
    tcp.getOutputStream().write(bytes(new SslRequest()));
    assertThat(tcp.getInputStream().read()).isEqualTo('S');
    return new Attacker(tcp, cluster.handshake(tcp, TestCluster.HOST, List.of()));
  }

  static Attacker signedIn(TestCluster cluster) throws IOException {
    Attacker attacker = encrypted(cluster);
    attacker.client.signIn(ProtocolVersion.V3_0, TestCluster.startup(Map.of()), cluster.token());
    attacker.client.key();
    return attacker;
  }

  /** Sends as much as the gateway takes, then falls silent; returns what it answered. */
  List<BackendMessage> hurl(byte[] bytes) throws IOException {
    try {
      client.sendRaw(bytes);
      tcp.shutdownOutput();
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      // Refused before it was all sent.
      assertThat(bytes).isNotEmpty();
    }
    return answers();
  }

  /** All messages until the gateway closes; anything else but messages is an error. */
  List<BackendMessage> answers() throws IOException {
    List<BackendMessage> answers = new ArrayList<>();
    try {
      while (true) {
        answers.add(client.receive());
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the gateway neither answers nor closes after " + answers, e);
    } catch (IOException e) {
      if (e.getCause() instanceof ProtocolException) {
        throw e;
      }
      return answers;
    }
  }

  /** Disappears without any farewell. */
  void vanish() throws IOException {
    tcp.setSoLinger(true, 0);
    tcp.close();
  }

  @Override
  public void close() throws IOException {
    tcp.close();
  }

  static byte[] bytes(Message... messages) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    FrameWriter writer = new FrameWriter(bytes::write, 1 << 16, 1 << 16);
    for (Message message : messages) {
      writer.write(message);
    }
    writer.flush();
    return bytes.toByteArray();
  }

  static Query query(String sql) {
    return new Query(sql.getBytes(US_ASCII));
  }

  static byte[] frame(int type, int length, byte[] body) {
    return ByteBuffer.allocate(5 + body.length).put((byte) type).putInt(length).put(body).array();
  }
}
