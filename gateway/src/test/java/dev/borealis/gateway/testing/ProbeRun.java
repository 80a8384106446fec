package dev.borealis.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.gateway.testing.Answer.Failed;
import dev.borealis.gateway.testing.Answer.Ran;
import dev.borealis.wire.BackendMessage;
import dev.borealis.wire.FrontendMessage.Bind;
import dev.borealis.wire.FrontendMessage.Describe;
import dev.borealis.wire.FrontendMessage.Execute;
import dev.borealis.wire.FrontendMessage.Parse;
import dev.borealis.wire.FrontendMessage.Sync;
import dev.borealis.wire.FrontendMessage.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts probes to a cluster, each on connections of its own, and compares its answers. */
public final class ProbeRun {
  /** No parameters, and all results as text. */
  private static final byte[] NO_ARGUMENTS = new byte[6];

  private final TestCluster cluster;

  public ProbeRun(TestCluster cluster) {
    this.cluster = cluster;
  }

  /** Runs the statements that must succeed before any probe. */
  public void setUp(List<String> statements) throws IOException {
    try (WireClient client = cluster.connect()) {
      for (String sql : statements) {
        assertThat(extended(client, sql)).as(sql).isInstanceOf(Ran.class);
      }
    }
  }

  /** Fails if the cluster answers otherwise than expected. */
  public void check(Probe probe) throws IOException {
    List<List<Answer>> given = answers(probe);
    if (probe.race()) {
      assertThat(bySteps(comparable(probe, given, probe.expected())))
          .isEqualTo(bySteps(comparable(probe, probe.expected(), probe.expected())));
    } else {
      assertThat(comparable(probe, given, probe.expected()))
          .isEqualTo(comparable(probe, probe.expected(), probe.expected()));
    }
  }

  private List<List<Answer>> answers(Probe probe) throws IOException {
    List<WireClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < probe.sessions().size(); i++) {
        clients.add(cluster.connect());
      }
      for (String sql : probe.before()) {
        extended(clients.getFirst(), sql);
      }
      if (probe.simple()) {
        String sql = probe.sessions().getFirst().getFirst();
        List<Answer> results = Answer.of(clients.getFirst().query(sql));
        return List.of(results.getLast() instanceof Failed failure ? List.of(failure) : results);
      }
      return sideBySide(probe.sessions(), clients);
    } finally {
      for (WireClient client : clients) {
        client.close();
      }
    }
  }

  /** The first statement of every session, then the second of every session, and so on. */
  private static List<List<Answer>> sideBySide(
      List<List<String>> sessions, List<WireClient> clients) throws IOException {
    List<List<Answer>> answers = new ArrayList<>();
    sessions.forEach(_ -> answers.add(new ArrayList<>()));
    for (int step = 0; step < sessions.getFirst().size(); step++) {
      for (int i = 0; i < sessions.size(); i++) {
        answers.get(i).add(extended(clients.get(i), sessions.get(i).get(step)));
      }
    }
    return answers;
  }

  /** The answer to a statement that goes by the extended protocol. */
  public static Answer extended(WireClient client, String sql) throws IOException {
    client.send(
        new Parse("", sql.getBytes(StandardCharsets.UTF_8), List.of()),
        new Bind("", "", NO_ARGUMENTS),
        new Describe(Target.PORTAL, ""),
        new Execute("", 0),
        new Sync());
    List<BackendMessage> said = client.receiveUntilReady();
    List<Answer> answers = Answer.of(said);
    assertThat(answers).as("answers to " + sql).hasSize(1);
    return answers.getFirst();
  }

  /** Answers without what an expected answer leaves open. */
  private static List<List<Answer>> comparable(
      Probe probe, List<List<Answer>> answers, List<List<Answer>> expected) {
    List<List<Answer>> comparable = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      List<Answer> session = new ArrayList<>();
      for (int step = 0; step < answers.get(i).size(); step++) {
        Answer answer = answers.get(i).get(step);
        Answer like = step < expected.get(i).size() ? expected.get(i).get(step) : null;
        session.add(comparable(answer, like, probe.ignoreRows()));
      }
      comparable.add(session);
    }
    return comparable;
  }

  private static Answer comparable(Answer answer, @Nullable Answer like, boolean ignoreRows) {
    if (ignoreRows) {
      return answer.withoutRows();
    }
    boolean rowsAreOpen = like instanceof Ran ran && ran.rows() == null;
    return rowsAreOpen && answer instanceof Ran ran
        ? new Ran(ran.tag(), ran.columns(), null)
        : answer;
  }

  /** Which answers each step got, whichever session got them. */
  private static List<List<String>> bySteps(List<List<Answer>> sessions) {
    List<List<String>> steps = new ArrayList<>();
    for (int step = 0; step < sessions.getFirst().size(); step++) {
      int at = step;
      steps.add(sessions.stream().map(answers -> answers.get(at).toString()).sorted().toList());
    }
    return steps;
  }
}
