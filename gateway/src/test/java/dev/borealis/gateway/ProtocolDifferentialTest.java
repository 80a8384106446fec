package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.dialect.DsqlVersion;
import dev.borealis.gateway.testing.Conversation;
import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.Transcript;
import dev.borealis.gateway.testing.Transcript.Pace;
import dev.borealis.gateway.testing.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a client says, it hears through the gateway what PostgreSQL itself would have answered,
 * message for message and byte for byte.
 */
class ProtocolDifferentialTest {
  /** The version that takes most of what PostgreSQL takes. */
  private static final TestCluster CLUSTER = start();

  private static TestCluster start() {
    try {
      return TestCluster.start(DsqlVersion.parse("2026-09"), TransactionLimits.SERVICE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void stop() {
    CLUSTER.close();
  }

  /** A way to the server. */
  private interface Door {
    WireClient connect() throws IOException;
  }

  @ParameterizedTest
  @MethodSource("dev.borealis.gateway.SimpleQueryConversations#all")
  void simpleQueries(Conversation conversation) throws IOException, InterruptedException {
    compare(conversation);
  }

  @ParameterizedTest
  @MethodSource("dev.borealis.gateway.ExtendedQueryConversations#all")
  void extendedQueries(Conversation conversation) throws IOException, InterruptedException {
    compare(conversation);
  }

  @ParameterizedTest
  @MethodSource("dev.borealis.gateway.ParameterConversations#all")
  void parameters(Conversation conversation) throws IOException, InterruptedException {
    compare(conversation);
  }

  @ParameterizedTest
  @MethodSource("dev.borealis.gateway.PortalConversations#all")
  void portals(Conversation conversation) throws IOException, InterruptedException {
    compare(conversation);
  }

  @ParameterizedTest
  @MethodSource("dev.borealis.gateway.PipelineConversations#all")
  void pipelines(Conversation conversation) throws IOException, InterruptedException {
    compare(conversation);
  }

  @ParameterizedTest
  @MethodSource("dev.borealis.gateway.CopyConversations#all")
  void copies(Conversation conversation) throws IOException, InterruptedException {
    compare(conversation);
  }

  @ParameterizedTest
  @MethodSource("dev.borealis.gateway.DataTypeConversations#all")
  void dataTypes(Conversation conversation) throws IOException, InterruptedException {
    compare(conversation);
  }

  private static void compare(Conversation conversation) throws IOException, InterruptedException {
    run(CLUSTER::superuser, conversation.makeFunctions());
    try {
      for (Pace pace : conversation.paces()) {
        // Crumbs are a matter of the gateway alone.
        compare(conversation, pace == Pace.IN_CRUMBS ? Pace.IN_ONE_WRITE : pace, pace);
      }
    } finally {
      run(CLUSTER::superuser, conversation.dropFunctions());
    }
  }

  private static void compare(Conversation conversation, Pace direct, Pace throughGateway)
      throws IOException, InterruptedException {
    List<String> expected = play(conversation, () -> CLUSTER.direct(Map.of()), direct);
    List<String> actual = play(conversation, CLUSTER::connect, throughGateway);
    Transcript.assertSame(actual, expected, conversation.name() + ", " + throughGateway);
    CLUSTER.awaitNothingLent();
  }

  /** The tables are made through the same door, as the gateway has to see them. */
  private static List<String> play(Conversation conversation, Door door, Pace pace)
      throws IOException, InterruptedException {
    run(door, conversation.makeTables());
    try (WireClient client = door.connect()) {
      return Transcript.of(conversation, client, pace);
    } finally {
      run(door, conversation.dropTables());
    }
  }

  private static void run(Door door, List<String> statements) throws IOException {
    if (statements.isEmpty()) {
      return;
    }
    try (WireClient client = door.connect()) {
      for (String statement : statements) {
        assertThat(client.run(statement)).noneMatch(outcome -> outcome.matches("[0-9A-Z]{5} .*"));
      }
    }
  }
}
