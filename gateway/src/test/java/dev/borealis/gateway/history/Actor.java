package dev.borealis.gateway.history;

import dev.borealis.gateway.history.Transaction.Outcome;
import dev.borealis.wire.BackendMessage.TransactionStatus;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A client that runs random transactions, one exchange with the server at a time. */
final class Actor implements AutoCloseable {
  private static final String COMMIT = "COMMIT";
  private static final String ROLLBACK = "ROLLBACK";

  private final String name;
  private final Arena arena;
  private final Random random;
  private final List<Transaction> transactions = new ArrayList<>();
  private final Deque<Step> toCome = new ArrayDeque<>();
  private Link link;
  private @Nullable Transaction open;

  Actor(String name, Arena arena, Random random) throws IOException {
    this.name = name;
    this.arena = arena;
    this.random = random;
    this.link = arena.connect();
  }

  /** All that it has begun. */
  List<Transaction> transactions() {
    return transactions;
  }

  /** Whether it stands between two transactions. */
  boolean isIdle() {
    return open == null;
  }

  /** Says one thing to the server and hears the answer. */
  void act() throws IOException {
    Transaction current = open;
    if (current == null) {
      beginOrRunAtOnce();
    } else if (toCome.isEmpty()) {
      end(current);
    } else {
      go(current, toCome.remove());
    }
  }

  private Transaction begin() {
    Transaction transaction = new Transaction(name + "." + transactions.size(), System.nanoTime());
    transactions.add(transaction);
    return transaction;
  }

  private void beginOrRunAtOnce() throws IOException {
    List<Step> steps = new ArrayList<>();
    int length = 1 + random.nextInt(4);
    for (int i = 0; i < length; i++) {
      steps.add(arena.step(random));
    }
    switch (random.nextInt(10)) {
      case 0, 1 -> runAtOnce(begin(), steps.subList(0, 1), false);
      case 2 -> runAtOnce(begin(), steps, false);
      case 3, 4 -> runAtOnce(begin(), steps, true);
      default -> {
        Transaction begun = begin();
        say(arena.habits().begin());
        if (exchange(begun, false) != null && link.status() == TransactionStatus.IN_TRANSACTION) {
          open = begun;
          toCome.addAll(steps);
        } else {
          begun.ended(Outcome.ABORTED, System.nanoTime());
        }
      }
    }
  }

  /** Adds a statement without parameters, in one protocol or the other. */
  private void say(String sql) {
    if (random.nextBoolean()) {
      link.query(sql);
    } else {
      link.execute(sql, List.of(), false);
      link.sync();
    }
  }

  private void say(Step step) {
    if (random.nextBoolean()) {
      link.query(step.literalSql(arena.table()));
    } else {
      link.execute(step.sql(arena.table()), step.parameters(), random.nextBoolean());
      link.sync();
    }
  }

  /** One statement of a block. */
  private void go(Transaction current, Step step) throws IOException {
    step.contended().forEach(current::contends);
    say(step);
    List<Answer> answers = exchange(current, false);
    if (answers == null) {
      leave(current, false);
      return;
    }
    learn(current, step, answers.getFirst());
    if (link.status() == TransactionStatus.FAILED && random.nextInt(4) != 0) {
      toCome.clear();
    }
  }

  private void learn(Transaction current, Step step, Answer truth) {
    current.answered(System.nanoTime());
    Answer answer = arena.lie().told(current, step, truth);
    if (answer.error() != null) {
      current.failed(answer.toString());
    } else if (!answer.tag().equals(step.tag(answer.rows().size()))) {
      throw new AssertionError(
          "%s with %d rows in answer to %s"
              .formatted(answer, answer.rows().size(), step.literalSql(arena.table())));
    }
    step.events(answer).forEach(current::add);
  }

  /** Ends a block one way or another. */
  private void end(Transaction current) throws IOException {
    boolean commits = random.nextInt(8) != 0;
    say(commits ? COMMIT : ROLLBACK);
    if (commits) {
      current.ending(System.nanoTime());
    }
    List<Answer> answers = exchange(current, commits);
    if (answers == null) {
      leave(current, commits);
      return;
    }
    Answer answer = answers.getFirst();
    if (commits) {
      answer = arena.lie().told(current, null, answer);
    }
    if (answer.error() != null) {
      current.failed(answer.toString());
    }
    current.ended(
        answer.tag().equals(COMMIT) ? Outcome.COMMITTED : Outcome.ABORTED, System.nanoTime());
    open = null;
    rollBackWhatIsLeft(current);
  }

  /** A cancellation may hit even ROLLBACK. */
  private void rollBackWhatIsLeft(Transaction ended) throws IOException {
    while (link.status() != TransactionStatus.IDLE) {
      link.query(ROLLBACK);
      exchange(ended, false);
    }
  }

  private void leave(Transaction current, boolean whileCommitting) {
    if (whileCommitting) {
      current.ended(Outcome.UNKNOWN, System.nanoTime());
    } else {
      current.left();
    }
    toCome.clear();
    open = null;
  }

  /** A whole transaction in one write. */
  private void runAtOnce(Transaction current, List<Step> steps, boolean block) throws IOException {
    steps.forEach(step -> step.contended().forEach(current::contends));
    List<String> sql =
        new ArrayList<>(steps.stream().map(it -> it.literalSql(arena.table())).toList());
    if (block) {
      sql.addFirst(arena.habits().begin());
      sql.addLast(COMMIT);
    }
    if (random.nextBoolean()) {
      link.query(String.join("; ", sql));
    } else {
      pipeline(steps, block);
    }
    current.ending(System.nanoTime());
    List<Answer> answers = exchange(current, true);
    if (answers == null) {
      steps.forEach(step -> step.attempts().forEach(current::add));
      current.ended(Outcome.UNKNOWN, System.nanoTime());
      return;
    }
    if (block && answers.size() > 1 && answers.getFirst().error() != null) {
      hearApart(current, steps, answers);
    } else {
      hear(current, steps, answers, block);
    }
    rollBackWhatIsLeft(current);
  }

  private void pipeline(List<Step> steps, boolean block) {
    boolean syncs = block && random.nextBoolean();
    if (block) {
      link.execute(arena.habits().begin(), List.of(), false);
    }
    for (Step step : steps) {
      if (syncs) {
        link.sync();
      }
      link.execute(step.sql(arena.table()), step.parameters(), random.nextBoolean());
    }
    if (block) {
      link.execute(COMMIT, List.of(), false);
    }
    link.sync();
  }

  private void hear(Transaction current, List<Step> steps, List<Answer> answers, boolean block) {
    int before = block ? 1 : 0;
    Answer last = answers.getLast();
    if (block) {
      last = answers.size() > steps.size() ? arena.lie().told(current, null, last) : last;
    }
    for (int i = 0; i < steps.size() && i + before < answers.size(); i++) {
      Answer answer = answers.get(i + before);
      if (last.error() != null && answer.error() == null && steps.get(i).inserts()) {
        // Whether the key was free is known for sure at the end of what was sent in one go; if that
        // is an error, nothing comes of what was told from here on.
        break;
      }
      if (!block && i > 0 && answer.isError(Step.DUPLICATE)) {
        // Without a block there is nothing to go back to that would tell a row which the snapshot
        // shows from a later one, so this is no word about the snapshot (docs/divergences.md).
        break;
      }
      learn(current, steps.get(i), answer);
    }
    if (last.error() != null) {
      current.failed(last.toString());
    }
    boolean committed =
        block
            ? last.tag().equals(COMMIT)
            : answers.stream().allMatch(answer -> answer.error() == null);
    current.ended(committed ? Outcome.COMMITTED : Outcome.ABORTED, System.nanoTime());
  }

  /**
   * BEGIN was cancelled, so that the statements were transactions of their own, a Sync for each.
   */
  private void hearApart(Transaction never, List<Step> steps, List<Answer> answers) {
    never.ended(Outcome.ABORTED, System.nanoTime());
    for (int i = 0; i < steps.size(); i++) {
      Transaction apart = new Transaction(name + "." + transactions.size(), never.begunNanos());
      transactions.add(apart);
      steps.get(i).contended().forEach(apart::contends);
      apart.ending(never.endingNanos());
      learn(apart, steps.get(i), answers.get(i + 1));
      // The last one shares its Sync with COMMIT, which fails in its place if it cannot commit.
      Answer last = i == steps.size() - 1 ? answers.getLast() : answers.get(i + 1);
      if (last.error() != null) {
        apart.failed(last.toString());
      }
      apart.ended(last.error() == null ? Outcome.COMMITTED : Outcome.ABORTED, System.nanoTime());
    }
  }

  /**
   * Sends what was said and hears the answers; null if the client has left before that.
   *
   * @param mayLeave whether it may leave although something could come of what it said
   */
  private @Nullable List<Answer> exchange(Transaction current, boolean mayLeave)
      throws IOException {
    int mishap = random.nextInt(1000);
    boolean cancels = mishap < arena.habits().mishaps();
    boolean leaves = !cancels && mishap < 2 * arena.habits().mishaps();
    if (cancels) {
      current.cancels();
    }
    try {
      if (cancels && random.nextInt(4) == 0) {
        // Too early: nothing runs, except what others do on this client's behalf.
        arena.cancel(link);
      }
      if (!leaves || mayLeave || random.nextBoolean()) {
        link.send();
      }
      if (!leaves) {
        if (cancels) {
          arena.cancel(link);
        }
        return link.receive();
      }
    } catch (IOException e) {
      if (!arena.habits().bearsLoss() || e instanceof SocketTimeoutException) {
        throw e;
      }
    }
    link.close();
    link = arena.connect();
    return null;
  }

  @Override
  public void close() throws IOException {
    link.close();
  }
}
