package dev.borealis.gateway;

import static dev.borealis.gateway.testing.Messages.arguments;
import static dev.borealis.gateway.testing.Messages.bind;
import static dev.borealis.gateway.testing.Messages.copyData;
import static dev.borealis.gateway.testing.Messages.copyDone;
import static dev.borealis.gateway.testing.Messages.describePortal;
import static dev.borealis.gateway.testing.Messages.describeStatement;
import static dev.borealis.gateway.testing.Messages.execute;
import static dev.borealis.gateway.testing.Messages.flush;
import static dev.borealis.gateway.testing.Messages.int4;
import static dev.borealis.gateway.testing.Messages.parse;
import static dev.borealis.gateway.testing.Messages.query;
import static dev.borealis.gateway.testing.Messages.sync;
import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.gateway.testing.Frame;
import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import dev.borealis.wire.BackendMessage;
import dev.borealis.wire.BackendMessage.CommandComplete;
import dev.borealis.wire.BackendMessage.DataRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Parked transactions of clients that use more of the protocol than simple queries. */
class ParkedProtocolTest {
  private static final TestCluster CLUSTER = TestCluster.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String LOST = "40001 change conflicts with another transaction (OC000)";
  private static final int INT4 = 23;

  private WireClient one;
  private WireClient other;

  @BeforeAll
  static void makeTable() throws IOException {
    try (WireClient client = connect()) {
      client.run("CREATE TABLE parked_by_protocol (id int PRIMARY KEY, n int)");
    }
  }

  private static WireClient connect() throws IOException {
    return CLUSTER.connect().answeredWithin(PATIENCE);
  }

  @BeforeEach
  void begin() throws IOException {
    one = connect();
    other = connect();
    one.run("DELETE FROM parked_by_protocol");
    one.run("INSERT INTO parked_by_protocol VALUES (1, 10), (2, 20), (3, 30)");
  }

  @AfterEach
  void end() throws IOException {
    one.close();
    other.close();
    CLUSTER.awaitNothingLent();
  }

  private static void send(WireClient client, Frame... frames) throws IOException {
    client.sendRaw(Frame.bytes(List.of(frames)));
  }

  private static List<String> ask(WireClient client, Frame... frames) throws IOException {
    send(client, frames);
    return WireClient.outcomes(client.receiveUntilReady());
  }

  private static List<String> untilTag(WireClient client, String tag) throws IOException {
    List<String> values = new ArrayList<>();
    while (true) {
      BackendMessage message = client.receive();
      if (message instanceof DataRow row) {
        values.add(new String(row.values().getFirst(), StandardCharsets.UTF_8));
      } else if (message instanceof CommandComplete complete) {
        assertThat(complete.tag()).isEqualTo(tag);
        return values;
      }
    }
  }

  /** Makes the first client give up its locks, to a rival that goes away again. */
  private void disturb() throws IOException {
    assertThat(other.run("BEGIN; UPDATE parked_by_protocol SET n = 0; ROLLBACK"))
        .containsExactly("BEGIN", "UPDATE 3", "ROLLBACK");
  }

  private String numbers() throws IOException {
    try (WireClient reader = connect()) {
      return String.valueOf(
          reader.value("SELECT string_agg(n::text, ' ' ORDER BY id) FROM parked_by_protocol"));
    }
  }

  private static Frame[] update(int id, int n) {
    return new Frame[] {
      parse("", "UPDATE parked_by_protocol SET n = $2 WHERE id = $1", INT4, INT4),
      bind("", "", arguments().binary(int4(id)).text("" + n)),
      execute("")
    };
  }

  private static Frame[] statement(String sql) {
    return new Frame[] {parse("", sql), bind("", ""), execute("")};
  }

  private static Frame[] joined(Frame[]... parts) {
    List<Frame> all = new ArrayList<>();
    for (Frame[] part : parts) {
      all.addAll(List.of(part));
    }
    return all.toArray(Frame[]::new);
  }

  private static final Frame[] SYNC = {sync()};

  @Test
  void binaryParametersAreTheSameTheSecondTime() throws IOException {
    one.run("BEGIN");
    assertThat(
            ask(
                one,
                parse("u", "UPDATE parked_by_protocol SET n = n + $1 WHERE id = $2", INT4, INT4),
                describeStatement("u"),
                bind("", "u", arguments().binary(int4(5)).binary(int4(1))),
                execute(""),
                bind("", "u", arguments().binary(int4(7)).text("2")),
                execute(""),
                bind("", "u", arguments().nothing().text("3")),
                execute(""),
                sync()))
        .containsExactly("UPDATE 1", "UPDATE 1", "UPDATE 1");
    disturb();
    assertThat(
            ask(
                one,
                bind("", "u", arguments().binary(int4(100)).binary(int4(1))),
                describePortal(""),
                execute(""),
                sync()))
        .containsExactly("UPDATE 1");
    assertThat(one.run("COMMIT")).containsExactly("COMMIT");
    assertThat(numbers()).isEqualTo("115 27");
  }

  @Test
  void aWholeTransactionInOneWriteBeatsAnIdleOne() throws IOException {
    one.run("BEGIN; UPDATE parked_by_protocol SET n = 1 WHERE id = 1");
    assertThat(
            ask(
                other,
                joined(statement("BEGIN"), update(1, 2), update(2, 3), statement("COMMIT"), SYNC)))
        .containsExactly("BEGIN", "UPDATE 1", "UPDATE 1", "COMMIT");
    assertThat(one.run("COMMIT")).containsExactly(LOST);
    assertThat(numbers()).isEqualTo("2 3 30");
  }

  @Test
  void aWholeTransactionInOneWriteLosesAtItsCommitAndTheNextOneGoesOn() throws IOException {
    one.run("BEGIN; SELECT 1 FROM parked_by_protocol");
    other.run("UPDATE parked_by_protocol SET n = 1 WHERE id = 1");
    assertThat(ask(one, joined(update(1, 2), statement("COMMIT"), SYNC))).containsExactly(LOST);
    assertThat(ask(one, joined(statement("COMMIT"), SYNC, SYNC))).containsExactly("ROLLBACK");
    one.receiveUntilReady();
    one.run("BEGIN; UPDATE parked_by_protocol SET n = 3 WHERE id = 1");
    assertThat(other.run("UPDATE parked_by_protocol SET n = 4 WHERE id = 1"))
        .containsExactly("UPDATE 1");
    assertThat(
            ask(
                one,
                joined(
                    statement("COMMIT"),
                    statement("BEGIN"),
                    update(1, 5),
                    statement("COMMIT"),
                    SYNC)))
        .as("everything up to the Sync is void")
        .containsExactly(LOST);
    assertThat(ask(one, joined(update(1, 6), SYNC))).containsExactly("UPDATE 1");
    assertThat(numbers()).isEqualTo("6 20 30");
  }

  @Test
  void pipelinedSyncsAreEachTheirOwnTransaction() throws IOException {
    one.run("BEGIN; UPDATE parked_by_protocol SET n = 1 WHERE id = 2");
    send(other, joined(update(1, 2), SYNC, update(2, 3), SYNC, update(3, 4), SYNC));
    for (int i = 0; i < 3; i++) {
      assertThat(WireClient.outcomes(other.receiveUntilReady())).containsExactly("UPDATE 1");
    }
    assertThat(one.run("COMMIT")).containsExactly(LOST);
    assertThat(numbers()).isEqualTo("2 3 4");
  }

  @Test
  void withoutASyncNothingIsCommittedAndARivalDoesNotWait() throws IOException {
    send(one, joined(update(1, 1), new Frame[] {flush()}));
    untilTag(one, "UPDATE 1");
    assertThat(other.run("UPDATE parked_by_protocol SET n = 2 WHERE id = 1"))
        .containsExactly("UPDATE 1");
    send(one, SYNC);
    assertThat(WireClient.outcomes(one.receiveUntilReady())).containsExactly(LOST);
    assertThat(numbers()).isEqualTo("2 20 30");
    assertThat(ask(one, joined(update(1, 3), SYNC))).containsExactly("UPDATE 1");
  }

  @Test
  void aBlockThatLacksASyncDoesNotMakeARivalWait() throws IOException {
    one.run("BEGIN");
    send(one, joined(update(1, 1), new Frame[] {flush()}));
    untilTag(one, "UPDATE 1");
    assertThat(other.run("UPDATE parked_by_protocol SET n = 2 WHERE id = 1"))
        .containsExactly("UPDATE 1");
    assertThat(ask(one, joined(statement("COMMIT"), SYNC))).containsExactly(LOST);
    assertThat(numbers()).isEqualTo("2 20 30");
  }

  @Test
  void aResultInPiecesGoesOnOrTheTransactionLoses() throws IOException {
    one.run("BEGIN; UPDATE parked_by_protocol SET n = 11 WHERE id = 1");
    send(
        one,
        parse("", "SELECT n FROM parked_by_protocol ORDER BY id"),
        bind("p", ""),
        execute("p", 1),
        sync());
    one.receiveUntilReady();
    disturb();
    List<String> rest = ask(one, execute("p"), sync());
    assertThat(rest).isSubsetOf("SELECT 2", LOST);
    if (rest.contains(LOST)) {
      assertThat(one.run("COMMIT")).containsExactly("ROLLBACK");
    } else {
      assertThat(one.run("COMMIT")).containsExactly("COMMIT");
      assertThat(numbers()).isEqualTo("11 20 30");
    }
  }

  @Test
  void aChangeWhoseResultComesInPiecesIsNeverLost() throws IOException {
    one.run("BEGIN");
    send(
        one,
        parse("", "UPDATE parked_by_protocol SET n = n + 1 RETURNING n"),
        bind("p", ""),
        execute("p", 1),
        sync());
    one.receiveUntilReady();
    disturb();
    List<String> end = one.run("COMMIT");
    assertThat(end).isSubsetOf("COMMIT", LOST);
    assertThat(numbers()).isEqualTo(end.contains("COMMIT") ? "11 21 31" : "10 20 30");
  }

  @Test
  void aPortalBoundBeforeIsExecutedOrTheTransactionLoses() throws IOException {
    one.run("BEGIN; UPDATE parked_by_protocol SET n = 11 WHERE id = 1");
    send(
        one,
        parse("", "UPDATE parked_by_protocol SET n = n + 1 WHERE id = 1"),
        bind("p", ""),
        sync());
    one.receiveUntilReady();
    disturb();
    List<String> executed = ask(one, execute("p"), sync());
    assertThat(executed).isSubsetOf("UPDATE 1", LOST);
    List<String> end = one.run("COMMIT");
    assertThat(numbers()).isEqualTo(end.contains("COMMIT") ? "12 20 30" : "10 20 30");
    assertThat(executed.contains("UPDATE 1")).isEqualTo(end.contains("COMMIT"));
  }

  @Test
  void copiedRowsAreNeverHalfThere() throws IOException {
    one.run("BEGIN");
    assertThat(
            ask(
                one,
                query("COPY parked_by_protocol FROM STDIN"),
                copyData("4\t40\n5\t50\n"),
                copyDone()))
        .containsExactly("COPY 2");
    assertThat(one.value("SELECT count(*) FROM parked_by_protocol")).isEqualTo("5");
    assertThat(other.run("INSERT INTO parked_by_protocol VALUES (4, 4)"))
        .containsExactly("INSERT 0 1");
    assertThat(one.run("COMMIT")).containsExactly(LOST);
    assertThat(numbers()).isEqualTo("10 20 30 4");
  }

  @Test
  void copiedRowsOfAnUndisturbedTransactionAreThere() throws IOException {
    one.run("BEGIN; UPDATE parked_by_protocol SET n = 11 WHERE id = 1");
    assertThat(
            ask(one, query("COPY parked_by_protocol FROM STDIN"), copyData("4\t40\n"), copyDone()))
        .containsExactly("COPY 1");
    assertThat(other.run("UPDATE parked_by_protocol SET n = 21 WHERE id = 2"))
        .containsExactly("UPDATE 1");
    assertThat(one.run("COMMIT")).containsExactly("COMMIT");
    assertThat(numbers()).isEqualTo("11 21 30 40");
  }

  @Test
  void aClientInTheMiddleOfACopyDoesNotMakeARivalWait() throws IOException {
    one.run("BEGIN; UPDATE parked_by_protocol SET n = 11 WHERE id = 1");
    send(one, query("COPY parked_by_protocol FROM STDIN"), copyData("4\t40\n"));
    while (one.receive().type() != 'G') {
      // The rest follows CopyInResponse.
    }
    assertThat(other.run("UPDATE parked_by_protocol SET n = 12 WHERE id = 1"))
        .containsExactly("UPDATE 1");
    assertThat(ask(one, copyDone())).containsExactly(LOST);
    assertThat(numbers()).isEqualTo("12 20 30");
  }

  @Test
  void aLockOfThePipelineCountsAsAWrite() throws IOException {
    one.run("BEGIN");
    assertThat(
            ask(
                one,
                parse("", "SELECT n FROM parked_by_protocol WHERE id = $1 FOR UPDATE", INT4),
                bind("", "", arguments().binary(int4(1))),
                execute("", 1),
                sync()))
        .isEmpty();
    assertThat(other.run("UPDATE parked_by_protocol SET n = 12 WHERE id = 1"))
        .containsExactly("UPDATE 1");
    assertThat(one.run("COMMIT")).containsExactly(LOST);
  }
}
