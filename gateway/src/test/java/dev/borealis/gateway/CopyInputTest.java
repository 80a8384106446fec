package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.gateway.testing.Messages;
import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import dev.borealis.wire.ProtocolException;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that leave in the middle of COPY. */
class CopyInputTest {
  private static final TestCluster CLUSTER = TestCluster.shared();

  @BeforeEach
  void createTable() throws IOException {
    run("CREATE TABLE t_left (id int)");
  }

  @AfterEach
  void dropTable() throws IOException {
    run("DROP TABLE t_left");
  }

  private static void run(String statement) throws IOException {
    try (WireClient client = CLUSTER.connect()) {
      client.run(statement);
    }
  }

  @Test
  void aClientThatLeavesBetweenTwoMessagesGivesBackItsBackend()
      throws IOException, ProtocolException {
    leaveAfter(Messages.copyData("1\n").bytes());
  }

  @Test
  void aClientThatLeavesWithinAMessageGivesBackItsBackend() throws IOException, ProtocolException {
    byte[] whole = Messages.copyData("1\n2\n3\n").bytes();
    leaveAfter(Arrays.copyOf(whole, whole.length - 3));
  }

  private static void leaveAfter(byte[] data) throws IOException, ProtocolException {
    try (WireClient client = CLUSTER.connect()) {
      client.sendRaw(Messages.query("COPY t_left FROM STDIN").bytes());
      assertThat(client.receiveFrame().type()).isEqualTo('G');
      client.sendRaw(data);
    }
    CLUSTER.awaitNothingLent();
    try (WireClient client = CLUSTER.connect()) {
      assertThat(client.value("SELECT count(*) FROM t_left")).isEqualTo("0");
    }
  }
}
