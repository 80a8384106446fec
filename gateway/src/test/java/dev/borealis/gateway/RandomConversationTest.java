package dev.borealis.gateway;

import static dev.borealis.gateway.testing.Messages.arguments;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.borealis.gateway.testing.Conversation;
import dev.borealis.gateway.testing.Frame;
import dev.borealis.gateway.testing.Messages;
import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.Transcript;
import dev.borealis.gateway.testing.Transcript.Pace;
import dev.borealis.gateway.testing.WireClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The same as {@link ProtocolDifferentialTest} for conversations that nobody thought of. */
class RandomConversationTest {
  private static final TestCluster CLUSTER = TestCluster.shared();
  private static final int MOST_MESSAGES = 40;

  /** What may be prepared; some fail at Parse, some at Bind, some when they run. */
  private static final List<String> TEXTS =
      List.of(
          "SELECT 1",
          "SELECT g FROM generate_series(1, 5) AS g",
          "SELECT 1 / (3 - g) FROM generate_series(1, 5) AS g",
          "SELECT $1::int",
          "INSERT INTO t_random VALUES ($1) RETURNING id",
          "INSERT INTO t_random SELECT 1 + count(*) FROM t_random",
          "SELECT count(*) FROM t_random",
          "DELETE FROM t_random",
          "SELEC",
          "SELECT nothing FROM nowhere",
          "",
          "BEGIN",
          "COMMIT",
          "ROLLBACK",
          "SELECT id FROM t_random WHERE id = 1 FOR UPDATE",
          "INSERT INTO t_random VALUES (1) ON CONFLICT DO NOTHING",
          "SET application_name = 'random'",
          "SHOW application_name",
          "RESET application_name",
          "DEALLOCATE ALL",
          "COPY (SELECT 1) TO STDOUT");

  private static final List<String> SCRIPTS =
      List.of(
          "SELECT 1; SELECT 2",
          "BEGIN; INSERT INTO t_random VALUES (7)",
          "SELECT 1; SELECT 1/0; SELECT 2",
          "COMMIT; SELECT 3",
          "DEALLOCATE ALL; SELECT 4");

  /** What a client says in one breath. */
  record Phrase(List<Frame> frames) {
    @Override
    public String toString() {
      return frames.stream()
          .map(frame -> frame.type() + new String(frame.body(), ISO_8859_1).replace('\0', '.'))
          .collect(Collectors.joining(" "));
    }
  }

  @BeforeContainer
  static void createTable() throws IOException {
    run("CREATE TABLE t_random (id int PRIMARY KEY)");
  }

  @AfterContainer
  static void dropTable() throws IOException {
    run("DROP TABLE t_random");
  }

  private static void run(String statement) throws IOException {
    try (WireClient client = CLUSTER.connect()) {
      client.run(statement);
    }
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void anyConversationIsAnsweredAsByPostgres(
      @ForAll("conversations") List<Phrase> phrases, @ForAll Pace pace)
      throws IOException, InterruptedException {
    Frame[] frames =
        phrases.stream().flatMap(phrase -> phrase.frames().stream()).toArray(Frame[]::new);
    Conversation conversation = Conversation.of("random").sendOnly(frames);
    List<String> expected;
    try (WireClient direct = CLUSTER.direct(Map.of())) {
      expected = play(conversation, direct, Pace.IN_ONE_WRITE);
    }
    try (WireClient throughGateway = CLUSTER.connect()) {
      List<String> actual = play(conversation, throughGateway, pace);
      Transcript.assertSame(actual, expected, phrases + ", " + pace);
    }
  }

  private static List<String> play(Conversation conversation, WireClient client, Pace pace)
      throws IOException, InterruptedException {
    client.run("DELETE FROM t_random");
    return Transcript.of(conversation, client, pace);
  }

  @Provide
  Arbitrary<List<Phrase>> conversations() {
    Arbitrary<String> statement = Arbitraries.of("", "a", "b");
    Arbitrary<String> portal = Arbitraries.of("", "p", "q");
    Arbitrary<String> text = Arbitraries.of(TEXTS);
    Arbitrary<Messages.Arguments> arguments =
        Arbitraries.of(
            arguments(),
            arguments().results(1),
            arguments().text("1"),
            arguments().text("2"),
            arguments().text("x"),
            arguments().nothing());
    Arbitrary<Frame> parse = Combinators.combine(statement, text).as(Messages::parse);
    Arbitrary<Frame> bind = Combinators.combine(portal, statement, arguments).as(Messages::bind);
    Arbitrary<Frame> execute =
        Combinators.combine(portal, Arbitraries.of(0, 0, 1, 2)).as(Messages::execute);
    Arbitrary<Frame> other =
        Arbitraries.oneOf(
            statement.map(Messages::describeStatement),
            portal.map(Messages::describePortal),
            statement.map(Messages::closeStatement),
            portal.map(Messages::closePortal),
            Arbitraries.create(Messages::flush));
    Arbitrary<Frame> sync = Arbitraries.create(Messages::sync);
    Arbitrary<Phrase> single =
        Arbitraries.frequencyOf(
                Tuple.of(3, parse),
                Tuple.of(4, bind),
                Tuple.of(4, execute),
                Tuple.of(3, other),
                Tuple.of(4, sync),
                Tuple.of(1, Arbitraries.of(SCRIPTS).map(Messages::query)),
                Tuple.of(1, text.map(Messages::query)))
            .map(frame -> new Phrase(List.of(frame)));
    Arbitrary<Phrase> whole =
        Combinators.combine(statement, text, arguments, portal)
            .as((name, sql, values, target) ->
                new Phrase(
                    List.of(
                        Messages.parse(name, sql),
                        Messages.bind(target, name, values),
                        Messages.describePortal(target),
                        Messages.execute(target),
                        Messages.sync())));
    return Arbitraries.frequencyOf(Tuple.of(4, single), Tuple.of(1, whole))
        .list()
        .ofMinSize(1)
        .ofMaxSize(MOST_MESSAGES);
  }
}
