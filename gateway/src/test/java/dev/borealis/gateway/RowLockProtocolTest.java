package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.dialect.DsqlVersion;
import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import dev.borealis.wire.BackendMessage;
import dev.borealis.wire.BackendMessage.DataRow;
import dev.borealis.wire.FrontendMessage.Bind;
import dev.borealis.wire.FrontendMessage.Execute;
import dev.borealis.wire.FrontendMessage.Parse;
import dev.borealis.wire.FrontendMessage.Sync;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Rows that are locked FOR UPDATE, which counts as a write, stay where later statements find them.
 */
class RowLockProtocolTest {
  private TestCluster cluster;
  private WireClient client;

  @BeforeEach
  void makeTable() throws IOException {
    cluster = TestCluster.start(DsqlVersion.parse("2026-09"), TransactionLimits.SERVICE);
    client = cluster.connect();
    client.run("CREATE TABLE locked_twice (id int PRIMARY KEY)");
    client.run("INSERT INTO locked_twice VALUES (1), (2), (3)");
  }

  @AfterEach
  void leave() throws IOException {
    client.close();
    cluster.close();
  }

  private static Parse parse(String statement, String sql) {
    return new Parse(statement, sql.getBytes(StandardCharsets.UTF_8), List.of());
  }

  private static Bind bind(String portal, String statement) {
    return new Bind(portal, statement, new byte[6]);
  }

  private static long rows(List<BackendMessage> messages) {
    assertThat(WireClient.outcomes(messages)).allMatch(it -> it.startsWith("SELECT"));
    return messages.stream().filter(DataRow.class::isInstance).count();
  }

  @Test
  void aPipelineFindsARowThatItHasLockedBefore() throws IOException {
    client.send(
        parse("", "SELECT id FROM locked_twice WHERE id = 2 FOR UPDATE"),
        bind("", ""),
        new Execute("", 0),
        parse("", "SELECT id FROM locked_twice FOR UPDATE"),
        bind("", ""),
        new Execute("", 0),
        new Sync());
    assertThat(rows(client.receiveUntilReady())).isEqualTo(1 + 3);
  }

  @Test
  void aPortalFindsARowThatAnotherOneHasLockedSinceItWasMade() throws IOException {
    client.run("BEGIN");
    client.send(
        parse("one", "SELECT id FROM locked_twice WHERE id = 2 FOR UPDATE"),
        parse("all", "SELECT id FROM locked_twice ORDER BY id FOR UPDATE"),
        bind("a", "one"),
        bind("b", "all"),
        new Execute("a", 0),
        new Execute("b", 0),
        new Sync());
    assertThat(rows(client.receiveUntilReady())).isEqualTo(1 + 3);
    assertThat(client.run("COMMIT")).containsExactly("COMMIT");
  }

  @Test
  void aPortalThatIsFetchedInPartsLosesNoRow() throws IOException {
    client.run("BEGIN");
    client.send(
        parse("all", "SELECT id FROM locked_twice ORDER BY id FOR UPDATE"),
        bind("a", "all"),
        new Execute("a", 1),
        new Execute("a", 1),
        new Execute("a", 1),
        new Execute("a", 1),
        new Sync());
    assertThat(rows(client.receiveUntilReady())).isEqualTo(3);
    assertThat(client.run("COMMIT")).containsExactly("COMMIT");
  }

  /** Another transaction may begin before the commit, whose snapshot does not show the write. */
  @Test
  void aLockBesideAWriteCountsAsOneThoughNobodyElseIsThere() throws IOException {
    try (WireClient direct = cluster.superuser()) {
      String place = "SELECT ctid FROM locked_twice WHERE id = 1";
      String before = direct.value(place);
      client.run("SELECT id FROM locked_twice WHERE id = 1 FOR UPDATE");
      assertThat(direct.value(place)).isEqualTo(before);
      client.run(
          "INSERT INTO locked_twice VALUES (4);"
              + " SELECT id FROM locked_twice WHERE id = 1 FOR UPDATE");
      assertThat(direct.value(place)).isNotEqualTo(before);
    }
  }
}
