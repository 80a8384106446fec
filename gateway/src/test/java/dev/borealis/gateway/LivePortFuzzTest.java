package dev.borealis.gateway;

import static dev.borealis.gateway.Attacker.bytes;
import static dev.borealis.gateway.Attacker.frame;
import static dev.borealis.gateway.Attacker.query;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import dev.borealis.wire.BackendMessage;
import dev.borealis.wire.BackendMessage.CommandComplete;
import dev.borealis.wire.BackendMessage.ErrorResponse;
import dev.borealis.wire.BodyMemory;
import dev.borealis.wire.FrameReader;
import dev.borealis.wire.FrontendMessage.Bind;
import dev.borealis.wire.FrontendMessage.CopyData;
import dev.borealis.wire.FrontendMessage.Describe;
import dev.borealis.wire.FrontendMessage.Execute;
import dev.borealis.wire.FrontendMessage.Parse;
import dev.borealis.wire.FrontendMessage.Password;
import dev.borealis.wire.FrontendMessage.Sync;
import dev.borealis.wire.FrontendMessage.Target;
import dev.borealis.wire.InitialMessage.SslRequest;
import dev.borealis.wire.InitialMessage.Startup;
import dev.borealis.wire.Message;
import dev.borealis.wire.ProtocolException;
import dev.borealis.wire.ProtocolVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Whatever arrives at the port, it harms nobody but its sender, who hears protocol messages or
 * nothing. A failure names its seed; {@code -Dborealis.seed} repeats it.
 */
class LivePortFuzzTest {
  private static final int TLS_ALERT = 0x15;
  private static final int TLS_HANDSHAKE = 0x16;

  private static final Siege SIEGE = new Siege();

  @AfterAll
  static void stop() throws IOException {
    SIEGE.close();
  }

  private static byte[] random(Random random, int maxBytes) {
    byte[] bytes = new byte[random.nextInt(maxBytes)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** An ordinary conversation with both kinds of query. */
  private static byte[] conversation() throws IOException {
    return bytes(
        query("SELECT 1; SELECT 'two'"),
        new Parse("s", "SELECT $1::text, 7".getBytes(US_ASCII), List.of(25)),
        new Describe(Target.STATEMENT, "s"),
        new Bind("p", "s", new byte[] {0, 0, 0, 1, 0, 0, 0, 1, 'x', 0, 0}),
        new Execute("p", 0),
        new Sync(),
        query("BEGIN"),
        new Bind("", "s", new byte[] {0, 0, 0, 1, -1, -1, -1, -1, 0, 0}),
        new Execute("", 1),
        new Sync(),
        query("COMMIT"));
  }

  @Test
  void randomBytesBeforeEncryption() {
    SIEGE.survives(random -> {
      for (int round = 0; round < 200; round++) {
        byte[] noise = random(random, 300);
        byte[] sent =
            switch (round % 4) {
              case 0 -> noise;
              case 1 -> frame(0, 0, noise);
              case 2 ->
                  ByteBuffer.allocate(4 + noise.length).putInt(4 + noise.length).put(noise).array();
              default ->
                  ByteBuffer.allocate(3 + noise.length)
                      .put(new byte[] {TLS_HANDSHAKE, 3, 1})
                      .put(noise)
                      .array();
            };
        try (Socket socket = Attacker.plain(SIEGE.cluster())) {
          if (random.nextInt(4) == 0) {
            socket.getOutputStream().write(bytes(new SslRequest()));
          }
          assertPlainAnswer(sendAll(socket, sent));
        }
      }
    });
  }

  private static byte[] sendAll(Socket socket, byte[] bytes) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
      socket.getInputStream().transferTo(answer);
    } catch (SocketException e) {
      // Closed before it had read everything: what came until then counts.
      assertThat(bytes).isNotEmpty();
    }
    return answer.toByteArray();
  }

  /** Answers to requests for encryption, then nothing, one error, or a record of TLS. */
  private static void assertPlainAnswer(byte[] answer) throws IOException {
    int from = 0;
    while (from < answer.length && (answer[from] == 'S' || answer[from] == 'N')) {
      from++;
    }
    if (from == answer.length || answer[from] == TLS_ALERT || answer[from] == TLS_HANDSHAKE) {
      return;
    }
    byte[] rest = Arrays.copyOfRange(answer, from, answer.length);
    try {
      FrameReader in =
          new FrameReader(new ByteArrayInputStream(rest)::read, 64, 9_999, BodyMemory.UNBOUNDED);
      assertThat(in.next()).isTrue();
      assertThat(BackendMessage.decode(in.type(), in.body())).isInstanceOf(ErrorResponse.class);
      assertThat(in.next()).isFalse();
    } catch (ProtocolException e) {
      throw new AssertionError("not a message: " + Arrays.toString(answer), e);
    }
  }

  @Test
  void randomStartupPackets() {
    SIEGE.survives(random -> {
      for (int round = 0; round < 40; round++) {
        byte[] noise = random(random, round % 8 == 0 ? 12_000 : 200);
        byte[] packet =
            switch (round % 3) {
              case 0 -> noise;
              case 1 ->
                  ByteBuffer.allocate(8 + noise.length)
                      .putInt(8 + noise.length)
                      .putInt(3 << 16 | random.nextInt(4))
                      .put(noise)
                      .array();
              default ->
                  mutated(
                      random,
                      bytes(
                          new Startup(
                              ProtocolVersion.V3_2,
                              TestCluster.startup(Map.of("options", "-c search_path=a")))));
            };
        try (Attacker attacker = Attacker.encrypted(SIEGE.cluster())) {
          List<BackendMessage> answers = attacker.hurl(packet);
          assertThat(answers.stream().filter(CommandComplete.class::isInstance)).isEmpty();
        }
      }
    });
  }

  private static byte[] mutated(Random random, byte[] bytes) {
    byte[] changed = bytes.clone();
    for (int i = random.nextInt(6); i >= 0; i--) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
    }
    return changed;
  }

  @Test
  void randomFrames() {
    SIEGE.survives(random -> {
      for (int round = 0; round < 25; round++) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int i = 0; i < 10; i++) {
          byte[] body = random(random, 64);
          int type = i < 8 ? "BCDEFHPScdf".charAt(random.nextInt(11)) : random.nextInt(256);
          frames.writeBytes(frame(type, body.length + 4, body));
        }
        try (Attacker attacker = Attacker.signedIn(SIEGE.cluster())) {
          attacker.hurl(frames.toByteArray());
        }
      }
    });
  }

  @Test
  void messagesWithChangedBytes() {
    SIEGE.survives(random -> {
      for (int round = 0; round < 40; round++) {
        try (Attacker attacker = Attacker.signedIn(SIEGE.cluster())) {
          attacker.hurl(mutated(random, conversation()));
        }
      }
    });
  }

  @Test
  void conversationsThatBreakOffAnywhere() {
    SIEGE.survives(random -> {
      byte[] whole = conversation();
      for (int round = 0; round < 25; round++) {
        byte[] part = Arrays.copyOf(whole, random.nextInt(whole.length));
        try (Attacker attacker = Attacker.signedIn(SIEGE.cluster())) {
          if (round % 2 == 0) {
            attacker.hurl(part);
          } else {
            attacker.client().sendRaw(part);
            attacker.vanish();
          }
        }
      }
    });
  }

  @Test
  void aClientThatSendsByteByByte() {
    SIEGE.survives(_ -> {
      try (Socket tcp = Attacker.plain(SIEGE.cluster())) {
        drip(tcp.getOutputStream()::write, bytes(new SslRequest()));
        assertThat(tcp.getInputStream().read()).isEqualTo('S');
        WireClient client = SIEGE.cluster().handshake(tcp, TestCluster.HOST, List.of());
        ByteSink encrypted = one -> client.sendRaw(new byte[] {(byte) one});
        drip(encrypted, bytes(new Startup(ProtocolVersion.V3_0, TestCluster.startup(Map.of()))));
        drip(encrypted, bytes(new Password(SIEGE.cluster().token())));
        assertThat(client.receiveUntilReady()).isNotEmpty();
        drip(encrypted, bytes(query("SELECT 1")));
        assertThat(WireClient.outcomes(client.receiveUntilReady())).containsExactly("SELECT 1");
      }
    });
  }

  /** Takes one byte. */
  private interface ByteSink {
    void write(int one) throws IOException;
  }

  private static void drip(ByteSink sink, byte[] bytes) throws IOException {
    for (byte one : bytes) {
      sink.write(one);
    }
  }

  @Test
  void clientsThatVanishAtEachStage() {
    SIEGE.survives(random -> {
      List<Siege.Attack> stages =
          List.of(
              _ -> vanishPlain(new byte[0]),
              _ -> vanishPlain(new byte[] {0, 0, 0}),
              _ -> vanishPlain(bytes(new SslRequest())),
              _ -> vanishPlain(new byte[] {TLS_HANDSHAKE, 3, 1, 2, 0}),
              _ -> Attacker.encrypted(SIEGE.cluster()).vanish(),
              _ -> vanishEncrypted(new byte[] {0, 0, 0, 99, 0, 3}),
              _ ->
                  vanishEncrypted(
                      bytes(new Startup(ProtocolVersion.V3_0, TestCluster.startup(Map.of())))),
              _ -> Attacker.signedIn(SIEGE.cluster()).vanish(),
              _ -> vanishAfter("BEGIN; SELECT 1"),
              _ -> vanishDuring(query("SELECT pg_sleep(0.5)")),
              _ -> vanishDuring(query("SELECT repeat('x', 10000) FROM generate_series(1, 10000)")),
              _ -> vanishDuring(query("BEGIN"), query("CREATE TABLE vanished (id int)")),
              _ ->
                  vanishDuring(
                      query("CREATE TABLE half (t text); COPY half FROM STDIN"),
                      new CopyData("row\n".getBytes(US_ASCII))));
      for (Siege.Attack stage : stages) {
        stage.run(random);
      }
    });
  }

  private static void vanishPlain(byte[] after) throws IOException {
    Socket socket = Attacker.plain(SIEGE.cluster());
    socket.getOutputStream().write(after);
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private static void vanishEncrypted(byte[] after) throws IOException {
    Attacker attacker = Attacker.encrypted(SIEGE.cluster());
    attacker.client().sendRaw(after);
    attacker.vanish();
  }

  private static void vanishAfter(String sql) throws IOException {
    Attacker attacker = Attacker.signedIn(SIEGE.cluster());
    assertThat(attacker.client().query(sql)).isNotEmpty();
    attacker.vanish();
  }

  private static void vanishDuring(Message... messages) throws IOException {
    Attacker attacker = Attacker.signedIn(SIEGE.cluster());
    attacker.client().send(messages);
    attacker.vanish();
  }

  @Test
  void silentConnectionsAreNobodysConcern() {
    SIEGE.survives(_ -> {
      List<Attacker> silent = new ArrayList<>();
      List<Socket> plain = new ArrayList<>();
      try {
        for (int i = 0; i < 200; i++) {
          plain.add(Attacker.plain(SIEGE.cluster()));
        }
        for (int i = 0; i < 10; i++) {
          Attacker attacker = Attacker.signedIn(SIEGE.cluster());
          // Half a message; the other half never comes.
          attacker.client().sendRaw(frame('Q', 1 << 20, new byte[100_000]));
          silent.add(attacker);
        }
        assertThat(SIEGE.bystander().value("SELECT 1")).isEqualTo("1");
        SIEGE.cluster().connect().close();
      } finally {
        for (Attacker attacker : silent) {
          attacker.close();
        }
        for (Socket socket : plain) {
          socket.close();
        }
      }
    });
  }

  @Test
  void thousandsOfQuickConnections() {
    SIEGE.survives(random -> {
      for (int i = 0; i < 3_000; i++) {
        Socket socket = Attacker.plain(SIEGE.cluster());
        socket.setSoLinger(random.nextBoolean(), 0);
        socket.close();
      }
    });
  }
}
