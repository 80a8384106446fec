package dev.borealis.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import dev.borealis.wire.BackendMessage;
import dev.borealis.wire.BackendMessage.CommandComplete;
import dev.borealis.wire.BackendMessage.ErrorResponse;
import dev.borealis.wire.BodyMemory;
import dev.borealis.wire.FrameReader;
import dev.borealis.wire.FrameWriter;
import dev.borealis.wire.FrontendMessage.Bind;
import dev.borealis.wire.FrontendMessage.CopyData;
import dev.borealis.wire.FrontendMessage.Describe;
import dev.borealis.wire.FrontendMessage.Execute;
import dev.borealis.wire.FrontendMessage.Parse;
import dev.borealis.wire.FrontendMessage.Password;
import dev.borealis.wire.FrontendMessage.Query;
import dev.borealis.wire.FrontendMessage.Sync;
import dev.borealis.wire.FrontendMessage.Target;
import dev.borealis.wire.InitialMessage.SslRequest;
import dev.borealis.wire.InitialMessage.Startup;
import dev.borealis.wire.Message;
import dev.borealis.wire.ProtocolException;
import dev.borealis.wire.ProtocolVersion;
import dev.borealis.wire.Report;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever arrives at the port, it harms nobody but its sender, who hears protocol messages or
 * nothing. A failure names its seed; {@code -Dborealis.seed} repeats it.
 */
class LivePortFuzzTest {
  private static final long SEED = Long.getLong("borealis.seed", System.nanoTime());
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int MAX_BODY_BYTES = 10 << 20;
  private static final int TLS_ALERT = 0x15;
  private static final int TLS_HANDSHAKE = 0x16;

  private static TestCluster cluster;
  private static WireClient bystander;

  @BeforeAll
  static void start() throws IOException {
    cluster = TestCluster.start();
    bystander = cluster.connect();
  }

  @AfterAll
  static void stop() throws IOException {
    try (TestCluster _ = cluster) {
      bystander.close();
    }
  }

  /** What a client does to the gateway. */
  private interface Attack {
    void run(Random random) throws IOException;
  }

  private static void survives(Attack attack) {
    try {
      attack.run(new Random(SEED));
      assertThat(bystander.value("SELECT 'still here'")).isEqualTo("still here");
      try (WireClient newcomer = cluster.connect()) {
        assertThat(newcomer.run("BEGIN; SELECT 1; COMMIT"))
            .containsExactly("BEGIN", "SELECT 1", "COMMIT");
      }
      // Everything is given back; only the bystander's connection is left.
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while ((cluster.gateway().connections() != 1 || cluster.cluster().pool().lent() != 0)
          && System.nanoTime() < deadline) {
        LockSupport.parkNanos(1_000_000);
      }
      assertThat(cluster.gateway().connections()).as("connections").isEqualTo(1);
      assertThat(cluster.cluster().pool().lent()).as("backends lent").isZero();
    } catch (IOException | RuntimeException | AssertionError e) {
      throw new AssertionError("repeat with -Dborealis.seed=" + SEED, e);
    }
  }

  /** A connection whose TCP side can be cut on its own, as networks do. */
  private record Attacker(Socket tcp, WireClient client) implements AutoCloseable {
    static Socket plain() throws IOException {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), cluster.port());
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) PATIENCE.toMillis());
      return socket;
    }

    static Attacker encrypted() throws IOException {
      Socket tcp = plain();
      tcp.getOutputStream().write(bytes(new SslRequest()));
      assertThat(tcp.getInputStream().read()).isEqualTo('S');
      return new Attacker(tcp, cluster.handshake(tcp, TestCluster.HOST, List.of()));
    }

    static Attacker signedIn() throws IOException {
      Attacker attacker = encrypted();
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
  }

  private static byte[] bytes(Message... messages) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    FrameWriter writer = new FrameWriter(bytes::write, 1 << 16, 1 << 16);
    for (Message message : messages) {
      writer.write(message);
    }
    writer.flush();
    return bytes.toByteArray();
  }

  private static Query query(String sql) {
    return new Query(sql.getBytes(US_ASCII));
  }

  private static byte[] frame(int type, int length, byte[] body) {
    return ByteBuffer.allocate(5 + body.length).put((byte) type).putInt(length).put(body).array();
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

  private static Report onlyRefusal(List<BackendMessage> answers) {
    assertThat(answers).hasSize(1).first().isInstanceOf(ErrorResponse.class);
    Report report = ((ErrorResponse) answers.getFirst()).report();
    assertThat(report.severity()).isEqualTo("FATAL");
    return report;
  }

  @Test
  void randomBytesBeforeEncryption() {
    survives(random -> {
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
        try (Socket socket = Attacker.plain()) {
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
    survives(random -> {
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
        try (Attacker attacker = Attacker.encrypted()) {
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
    survives(random -> {
      for (int round = 0; round < 25; round++) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int i = 0; i < 10; i++) {
          byte[] body = random(random, 64);
          int type = i < 8 ? "BCDEFHPScdf".charAt(random.nextInt(11)) : random.nextInt(256);
          frames.writeBytes(frame(type, body.length + 4, body));
        }
        try (Attacker attacker = Attacker.signedIn()) {
          attacker.hurl(frames.toByteArray());
        }
      }
    });
  }

  @Test
  void messagesWithChangedBytes() {
    survives(random -> {
      for (int round = 0; round < 40; round++) {
        try (Attacker attacker = Attacker.signedIn()) {
          attacker.hurl(mutated(random, conversation()));
        }
      }
    });
  }

  @Test
  void conversationsThatBreakOffAnywhere() {
    survives(random -> {
      byte[] whole = conversation();
      for (int round = 0; round < 25; round++) {
        byte[] part = Arrays.copyOf(whole, random.nextInt(whole.length));
        try (Attacker attacker = Attacker.signedIn()) {
          if (round % 2 == 0) {
            attacker.hurl(part);
          } else {
            attacker.client.sendRaw(part);
            attacker.vanish();
          }
        }
      }
    });
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 2, 3, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, MAX_BODY_BYTES + 5, 100 << 20})
  void impossibleLengthsAreRefusedByTheirHeader(int length) {
    survives(random -> {
      for (int type : new int[] {'Q', 'B', 'p', random.nextInt(256)}) {
        try (Attacker attacker = Attacker.signedIn()) {
          attacker.client.sendRaw(frame(type, length, new byte[0]));
          Report report = onlyRefusal(attacker.answers());
          assertThat(report.sqlState()).isEqualTo("08P01");
          assertThat(report.message()).isEqualTo("invalid message length");
        }
      }
    });
  }

  @Test
  void impossibleTokensAreRefusedByTheirHeader() {
    survives(_ -> {
      for (int length : new int[] {0, -1, 9_000, MAX_BODY_BYTES + 5}) {
        try (Attacker attacker = Attacker.encrypted()) {
          attacker.client.send(new Startup(ProtocolVersion.V3_0, TestCluster.startup(Map.of())));
          attacker.client.receive();
          attacker.client.sendRaw(frame('p', length, new byte[0]));
          assertThat(onlyRefusal(attacker.answers()).sqlState()).isEqualTo("08P01");
        }
      }
    });
  }

  @Test
  void unknownMessageTypes() {
    survives(_ -> {
      for (int type : new int[] {0, 1, 'A', 'R', 'Z', 'p', 'z', 255}) {
        try (Attacker attacker = Attacker.signedIn()) {
          Report report = onlyRefusal(attacker.hurl(frame(type, 4, new byte[0])));
          assertThat(report.sqlState()).isEqualTo("08P01");
        }
      }
    });
  }

  @Test
  void textsWithBytesThatNoTextHas() {
    survives(_ -> {
      try (Attacker attacker = Attacker.signedIn()) {
        attacker.client.send(
            new Query(new byte[] {'S', 'E', 'L', 'E', 'C', 'T', ' ', '\'', -1, '\''}));
        assertThat(WireClient.outcomes(attacker.client.receiveUntilReady()))
            .containsExactly("22021 invalid byte sequence for encoding \"UTF8\": 0xff");
        assertThat(attacker.client.value("SELECT 1")).isEqualTo("1");
        byte[] withNul = "SELECT 1\0; SELECT 2\0".getBytes(US_ASCII);
        assertThat(onlyRefusal(attacker.hurl(frame('Q', withNul.length + 4, withNul))).sqlState())
            .isEqualTo("08P01");
      }
    });
  }

  @Test
  void aParameterThatClaimsMoreThanItsMessageHolds() {
    survives(_ -> {
      byte[] claim = ByteBuffer.allocate(12).putInt(1).putInt(100 << 20).putInt(0).array();
      try (Attacker attacker = Attacker.signedIn()) {
        attacker.client.send(
            new Parse("", "SELECT $1::text".getBytes(US_ASCII), List.of()),
            new Bind("", "", claim),
            new Execute("", 0),
            new Sync());
        assertThat(WireClient.outcomes(attacker.client.receiveUntilReady()))
            .singleElement()
            .asString()
            .startsWith("08P01");
        assertThat(attacker.client.value("SELECT 1")).isEqualTo("1");
      }
    });
  }

  @Test
  void aHundredThousandStatementsInOneQuery() {
    survives(_ -> {
      try (Attacker attacker = Attacker.signedIn()) {
        attacker.client.send(query("SELECT;".repeat(100_000)));
        assertThat(WireClient.outcomes(attacker.client.receiveUntilReady()))
            .hasSize(100_000)
            .containsOnly("SELECT 1");
      }
    });
  }

  @Test
  void statementsNestedWithoutEnd() {
    survives(_ -> {
      try (Attacker attacker = Attacker.signedIn()) {
        assertThat(attacker.client.run("SELECT " + "(".repeat(1_000_000)))
            .singleElement()
            .asString()
            .matches("(54001|42601) .*");
        assertThat(attacker.client.value("SELECT 1")).isEqualTo("1");
      }
    });
  }

  @Test
  void theLargestMessageIsServed() {
    survives(_ -> {
      try (Attacker attacker = Attacker.signedIn()) {
        int filler = MAX_BODY_BYTES - "SELECT length('')\0".length();
        assertThat(attacker.client.value("SELECT length('" + "x".repeat(filler) + "')"))
            .isEqualTo(Integer.toString(filler));
      }
    });
  }

  @Test
  void aClientThatSendsByteByByte() {
    survives(_ -> {
      try (Socket tcp = Attacker.plain()) {
        drip(tcp.getOutputStream()::write, bytes(new SslRequest()));
        assertThat(tcp.getInputStream().read()).isEqualTo('S');
        WireClient client = cluster.handshake(tcp, TestCluster.HOST, List.of());
        ByteSink encrypted = one -> client.sendRaw(new byte[] {(byte) one});
        drip(encrypted, bytes(new Startup(ProtocolVersion.V3_0, TestCluster.startup(Map.of()))));
        drip(encrypted, bytes(new Password(cluster.token())));
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
    survives(random -> {
      List<Attack> stages =
          List.of(
              _ -> vanishPlain(new byte[0]),
              _ -> vanishPlain(new byte[] {0, 0, 0}),
              _ -> vanishPlain(bytes(new SslRequest())),
              _ -> vanishPlain(new byte[] {TLS_HANDSHAKE, 3, 1, 2, 0}),
              _ -> Attacker.encrypted().vanish(),
              _ -> vanishEncrypted(new byte[] {0, 0, 0, 99, 0, 3}),
              _ ->
                  vanishEncrypted(
                      bytes(new Startup(ProtocolVersion.V3_0, TestCluster.startup(Map.of())))),
              _ -> Attacker.signedIn().vanish(),
              _ -> vanishAfter("BEGIN; SELECT 1"),
              _ -> vanishDuring(query("SELECT pg_sleep(0.5)")),
              _ -> vanishDuring(query("SELECT repeat('x', 10000) FROM generate_series(1, 10000)")),
              _ -> vanishDuring(query("BEGIN"), query("CREATE TABLE vanished (id int)")),
              _ ->
                  vanishDuring(
                      query("CREATE TABLE half (t text); COPY half FROM STDIN"),
                      new CopyData("row\n".getBytes(US_ASCII))));
      for (Attack stage : stages) {
        stage.run(random);
      }
    });
  }

  private static void vanishPlain(byte[] after) throws IOException {
    Socket socket = Attacker.plain();
    socket.getOutputStream().write(after);
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private static void vanishEncrypted(byte[] after) throws IOException {
    Attacker attacker = Attacker.encrypted();
    attacker.client.sendRaw(after);
    attacker.vanish();
  }

  private static void vanishAfter(String sql) throws IOException {
    Attacker attacker = Attacker.signedIn();
    assertThat(attacker.client.query(sql)).isNotEmpty();
    attacker.vanish();
  }

  private static void vanishDuring(Message... messages) throws IOException {
    Attacker attacker = Attacker.signedIn();
    attacker.client.send(messages);
    attacker.vanish();
  }

  @Test
  void silentConnectionsAreNobodysConcern() {
    survives(_ -> {
      List<Attacker> silent = new ArrayList<>();
      List<Socket> plain = new ArrayList<>();
      try {
        for (int i = 0; i < 200; i++) {
          plain.add(Attacker.plain());
        }
        for (int i = 0; i < 10; i++) {
          Attacker attacker = Attacker.signedIn();
          // Half a message; the other half never comes.
          attacker.client.sendRaw(frame('Q', 1 << 20, new byte[100_000]));
          silent.add(attacker);
        }
        assertThat(bystander.value("SELECT 1")).isEqualTo("1");
        cluster.connect().close();
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
    survives(random -> {
      for (int i = 0; i < 3_000; i++) {
        Socket socket = Attacker.plain();
        socket.setSoLinger(random.nextBoolean(), 0);
        socket.close();
      }
    });
  }
}
