package dev.borealis.gateway;

import static dev.borealis.gateway.Attacker.frame;
import static dev.borealis.gateway.Attacker.query;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import dev.borealis.wire.BackendMessage;
import dev.borealis.wire.BackendMessage.ErrorResponse;
import dev.borealis.wire.BackendMessage.ReadyForQuery;
import dev.borealis.wire.BackendMessage.TransactionStatus;
import dev.borealis.wire.FrontendMessage.Bind;
import dev.borealis.wire.FrontendMessage.Execute;
import dev.borealis.wire.FrontendMessage.FunctionCall;
import dev.borealis.wire.FrontendMessage.Parse;
import dev.borealis.wire.FrontendMessage.Query;
import dev.borealis.wire.FrontendMessage.Sync;
import dev.borealis.wire.InitialMessage.Startup;
import dev.borealis.wire.ProtocolVersion;
import dev.borealis.wire.Report;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that no well-meaning client sends, and the answer to each. */
class HostileMessagesTest {
  private static final int MAX_BODY_BYTES = 10 << 20;
  private static final Siege SIEGE = new Siege();

  @AfterAll
  static void stop() throws IOException {
    SIEGE.close();
  }

  private static Report onlyRefusal(List<BackendMessage> answers) {
    assertThat(answers).hasSize(1).first().isInstanceOf(ErrorResponse.class);
    Report report = ((ErrorResponse) answers.getFirst()).report();
    assertThat(report.severity()).isEqualTo("FATAL");
    return report;
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 2, 3, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, MAX_BODY_BYTES + 5, 100 << 20})
  void impossibleLengthsAreRefusedByTheirHeader(int length) {
    SIEGE.survives(random -> {
      for (int type : new int[] {'Q', 'B', 'p', random.nextInt(256)}) {
        try (Attacker attacker = Attacker.signedIn(SIEGE.cluster())) {
          attacker.client().sendRaw(frame(type, length, new byte[0]));
          Report report = onlyRefusal(attacker.answers());
          assertThat(report.sqlState()).isEqualTo("08P01");
          assertThat(report.message()).isEqualTo("invalid message length");
        }
      }
    });
  }

  @Test
  void impossibleTokensAreRefusedByTheirHeader() {
    SIEGE.survives(_ -> {
      for (int length : new int[] {0, -1, 9_000, MAX_BODY_BYTES + 5}) {
        try (Attacker attacker = Attacker.encrypted(SIEGE.cluster())) {
          attacker.client().send(new Startup(ProtocolVersion.V3_0, TestCluster.startup(Map.of())));
          attacker.client().receive();
          attacker.client().sendRaw(frame('p', length, new byte[0]));
          assertThat(onlyRefusal(attacker.answers()).sqlState()).isEqualTo("08P01");
        }
      }
    });
  }

  @Test
  void unknownMessageTypes() {
    SIEGE.survives(_ -> {
      for (int type : new int[] {0, 1, 'A', 'R', 'Z', 'p', 'z', 255}) {
        try (Attacker attacker = Attacker.signedIn(SIEGE.cluster())) {
          Report report = onlyRefusal(attacker.hurl(frame(type, 4, new byte[0])));
          assertThat(report.sqlState()).isEqualTo("08P01");
        }
      }
    });
  }

  @Test
  void textsWithBytesThatNoTextHas() {
    SIEGE.survives(_ -> {
      try (Attacker attacker = Attacker.signedIn(SIEGE.cluster())) {
        attacker
            .client()
            .send(new Query(new byte[] {'S', 'E', 'L', 'E', 'C', 'T', ' ', '\'', -1, '\''}));
        assertThat(WireClient.outcomes(attacker.client().receiveUntilReady()))
            .containsExactly("22021 invalid byte sequence for encoding \"UTF8\": 0xff");
        assertThat(attacker.client().value("SELECT 1")).isEqualTo("1");
        byte[] withNul = "SELECT 1\0; SELECT 2\0".getBytes(US_ASCII);
        attacker.client().sendRaw(frame('Q', withNul.length + 4, withNul));
        assertThat(WireClient.outcomes(attacker.client().receiveUntilReady()))
            .containsExactly("08P01 invalid message format");
        assertThat(attacker.client().value("SELECT 1")).isEqualTo("1");
      }
    });
  }

  @Test
  void aParameterThatClaimsMoreThanItsMessageHolds() {
    SIEGE.survives(_ -> {
      byte[] claim = ByteBuffer.allocate(12).putInt(1).putInt(100 << 20).putInt(0).array();
      try (Attacker attacker = Attacker.signedIn(SIEGE.cluster())) {
        attacker
            .client()
            .send(
                new Parse("", "SELECT $1::text".getBytes(US_ASCII), List.of()),
                new Bind("", "", claim),
                new Execute("", 0),
                new Sync());
        assertThat(WireClient.outcomes(attacker.client().receiveUntilReady()))
            .singleElement()
            .asString()
            .startsWith("08P01");
        assertThat(attacker.client().value("SELECT 1")).isEqualTo("1");
      }
    });
  }

  @Test
  void functionCallsAreRefusedAndTheSessionGoesOn() {
    SIEGE.survives(_ -> {
      byte[] onePlusTwo = ByteBuffer.allocate(16).putShort((short) 0).putShort((short) 2).array();
      try (Attacker attacker = Attacker.signedIn(SIEGE.cluster())) {
        attacker.client().send(new FunctionCall(177, onePlusTwo));
        assertThat(WireClient.outcomes(attacker.client().receiveUntilReady()))
            .containsExactly("0A000 unsupported statement: FunctionCall");
        attacker.client().run("BEGIN");
        attacker.client().send(new FunctionCall(177, onePlusTwo));
        assertThat(attacker.client().receiveUntilReady())
            .last()
            .isEqualTo(new ReadyForQuery(TransactionStatus.FAILED));
        assertThat(attacker.client().run("ROLLBACK")).containsExactly("ROLLBACK");
        assertThat(attacker.client().value("SELECT 1")).isEqualTo("1");
      }
    });
  }

  @Test
  void aHundredThousandStatementsInOneQuery() {
    SIEGE.survives(_ -> {
      try (Attacker attacker = Attacker.signedIn(SIEGE.cluster())) {
        attacker.client().send(query("SELECT;".repeat(100_000)));
        assertThat(WireClient.outcomes(attacker.client().receiveUntilReady()))
            .hasSize(100_000)
            .containsOnly("SELECT 1");
      }
    });
  }

  @Test
  void statementsNestedWithoutEnd() {
    SIEGE.survives(_ -> {
      try (Attacker attacker = Attacker.signedIn(SIEGE.cluster())) {
        assertThat(attacker.client().run("SELECT " + "(".repeat(1_000_000)))
            .singleElement()
            .asString()
            .matches("(54001|42601) .*");
        assertThat(attacker.client().value("SELECT 1")).isEqualTo("1");
      }
    });
  }

  @Test
  void theLargestMessageIsServed() {
    SIEGE.survives(_ -> {
      try (Attacker attacker = Attacker.signedIn(SIEGE.cluster())) {
        int filler = MAX_BODY_BYTES - "SELECT length('')\0".length();
        assertThat(attacker.client().value("SELECT length('" + "x".repeat(filler) + "')"))
            .isEqualTo(Integer.toString(filler));
      }
    });
  }
}
