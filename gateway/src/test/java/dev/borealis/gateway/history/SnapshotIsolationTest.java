package dev.borealis.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.gateway.history.Anomaly.Kind;
import dev.borealis.gateway.history.Event.Attempted;
import dev.borealis.gateway.history.Event.AttemptedDeletion;
import dev.borealis.gateway.history.Event.Deleted;
import dev.borealis.gateway.history.Event.Found;
import dev.borealis.gateway.history.Event.Locked;
import dev.borealis.gateway.history.Event.Met;
import dev.borealis.gateway.history.Event.Missed;
import dev.borealis.gateway.history.Event.Wrote;
import dev.borealis.gateway.history.Transaction.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Histories made by hand, in which time passes from line to line. */
class SnapshotIsolationTest {
  private final List<Transaction> transactions = new ArrayList<>();
  private @Nullable Transaction finalRead;
  private long clock;
  private Version x1;
  private Version y1;

  @BeforeEach
  void insertTwoRows() {
    Transaction loader = begin("loader");
    x1 = insert(loader, 1, 100);
    y1 = insert(loader, 2, 200);
    commit(loader);
  }

  private Transaction begin(String name) {
    Transaction transaction = new Transaction(name, ++clock);
    transaction.answered(++clock);
    transactions.add(transaction);
    return transaction;
  }

  private static Version insert(Transaction in, int key, long value) {
    Version version = new Version(key, value, 1, 0, value);
    in.add(new Wrote(version));
    return version;
  }

  private static Version update(Transaction in, Version replaced, long value) {
    Version version =
        new Version(
            replaced.key(), replaced.birth(), replaced.number() + 1, replaced.value(), value);
    in.add(new Wrote(version));
    return version;
  }

  private static void read(Transaction in, Version... versions) {
    for (Version version : versions) {
      in.add(new Found(version));
    }
  }

  private void commit(Transaction transaction) {
    transaction.ending(++clock);
    transaction.ended(Outcome.COMMITTED, ++clock);
  }

  private void abort(Transaction transaction) {
    transaction.ended(Outcome.ABORTED, ++clock);
  }

  /** Sends COMMIT and leaves. */
  private void vanish(Transaction transaction) {
    transaction.ending(++clock);
    transaction.ended(Outcome.UNKNOWN, ++clock);
  }

  private Transaction beginFinalRead() {
    Transaction last = begin("final read");
    finalRead = last;
    return last;
  }

  private void assertIsSnapshotIsolated() {
    assertThat(SnapshotIsolation.violations(new History(transactions, finalRead))).isEmpty();
  }

  private void assertShows(Kind... kinds) {
    assertThat(SnapshotIsolation.violations(new History(transactions, finalRead)))
        .extracting(Anomaly::kind)
        .containsOnly(kinds);
  }

  private void assertShowsAmongOthers(Kind kind) {
    assertThat(SnapshotIsolation.violations(new History(transactions, finalRead)))
        .extracting(Anomaly::kind)
        .contains(kind);
  }

  @Test
  void acceptsOneAfterTheOther() {
    Transaction a = begin("a");
    read(a, x1, y1);
    Version x2 = update(a, x1, 101);
    read(a, x2);
    commit(a);
    Transaction b = begin("b");
    read(b, x2, y1);
    b.add(new Deleted(x2));
    commit(b);
    Transaction c = begin("c");
    c.add(new Missed(1));
    insert(c, 1, 102);
    commit(c);
    assertIsSnapshotIsolated();
  }

  @Test
  void acceptsWriteSkew() {
    Transaction a = begin("a");
    Transaction b = begin("b");
    read(a, x1, y1);
    read(b, x1, y1);
    update(a, x1, 101);
    update(b, y1, 201);
    commit(a);
    commit(b);
    assertIsSnapshotIsolated();
  }

  @Test
  void acceptsThatALoserIsUndone() {
    Transaction a = begin("a");
    Transaction b = begin("b");
    Version x2 = update(a, x1, 101);
    update(b, x1, 102);
    commit(a);
    abort(b);
    read(begin("c"), x2);
    assertIsSnapshotIsolated();
  }

  @Test
  void acceptsACommitWithoutAnAnswerWhetherSeenOrNot() {
    Transaction seen = begin("seen");
    seen.add(new Attempted(1, 101));
    vanish(seen);
    Transaction unseen = begin("unseen");
    unseen.add(new Attempted(2, 201));
    vanish(unseen);
    Transaction last = beginFinalRead();
    read(last, new Version(1, 100, 2, 100, 101), y1);
    commit(last);
    assertIsSnapshotIsolated();
  }

  @Test
  void acceptsADeletionWithoutAnAnswer() {
    Transaction a = begin("a");
    a.add(new AttemptedDeletion(1));
    vanish(a);
    Transaction last = beginFinalRead();
    last.add(new Missed(1));
    read(last, y1);
    commit(last);
    assertIsSnapshotIsolated();
  }

  @Test
  void findsAnOwnWriteThatIsNotSeen() {
    Transaction a = begin("a");
    update(a, x1, 101);
    read(a, x1);
    abort(a);
    assertShows(Kind.INTERNAL);
  }

  @Test
  void findsAReadThatDoesNotRepeat() {
    Transaction a = begin("a");
    read(a, x1);
    a.add(new Missed(1));
    abort(a);
    assertShows(Kind.INTERNAL);
  }

  @Test
  void findsAnAbortedRead() {
    Transaction a = begin("a");
    Version x2 = update(a, x1, 101);
    abort(a);
    read(begin("b"), x2);
    assertShows(Kind.G1A_ABORTED_READ);
  }

  @Test
  void findsAnIntermediateRead() {
    Transaction a = begin("a");
    Version x2 = update(a, x1, 101);
    update(a, x2, 102);
    Transaction b = begin("b");
    read(b, x2);
    commit(a);
    commit(b);
    assertShowsAmongOthers(Kind.G1B_INTERMEDIATE_READ);
  }

  @Test
  void findsAnInventedValue() {
    read(begin("a"), new Version(1, 100, 2, 100, 999));
    assertShowsAmongOthers(Kind.INVENTED);
  }

  @Test
  void findsAWriteThatWasDoneAgainOverAnotherOne() {
    Transaction a = begin("a");
    Transaction b = begin("b");
    update(a, x1, 101);
    Version x2 = update(b, x1, 102);
    commit(b);
    commit(a);
    read(begin("c"), new Version(1, 100, 3, x2.value(), 101));
    assertShowsAmongOthers(Kind.TWO_FACES);
  }

  @Test
  void findsALostUpdate() {
    Transaction a = begin("a");
    Transaction b = begin("b");
    update(a, x1, 101);
    update(b, x1, 102);
    commit(a);
    commit(b);
    assertShows(Kind.LOST_UPDATE);
  }

  @Test
  void findsThatARowWasDeletedTwice() {
    Transaction a = begin("a");
    Transaction b = begin("b");
    a.add(new Deleted(x1));
    b.add(new Deleted(x1));
    commit(a);
    commit(b);
    assertShows(Kind.LOST_UPDATE);
  }

  @Test
  void findsThatADeletedRowWasUpdated() {
    Transaction a = begin("a");
    Transaction b = begin("b");
    a.add(new Deleted(x1));
    update(b, x1, 101);
    commit(a);
    commit(b);
    assertShowsAmongOthers(Kind.LOST_UPDATE);
  }

  @Test
  void findsTwoThatLockedOneRow() {
    Transaction a = begin("a");
    Transaction b = begin("b");
    a.add(new Locked(x1));
    b.add(new Locked(x1));
    commit(a);
    commit(b);
    assertShows(Kind.LOST_LOCK);
  }

  @Test
  void findsThatALockedRowWasUpdated() {
    Transaction a = begin("a");
    Transaction b = begin("b");
    a.add(new Locked(x1));
    update(b, x1, 101);
    commit(a);
    commit(b);
    assertShows(Kind.REAL_TIME);
  }

  @Test
  void acceptsARowThatIsGoneWithSomebodyWhoUpdatedItBefore() {
    Transaction a = begin("a");
    a.add(new Deleted(update(a, x1, 101)));
    vanish(a);
    Transaction last = beginFinalRead();
    last.add(new Missed(1));
    read(last, y1);
    commit(last);
    assertIsSnapshotIsolated();
  }

  @Test
  void findsThatACommittedRowIsGone() {
    Transaction last = beginFinalRead();
    last.add(new Missed(1));
    read(last, y1);
    commit(last);
    assertShowsAmongOthers(Kind.VANISHED);
  }

  @Test
  void findsTwoRowsOfOneKey() {
    Transaction a = begin("a");
    Transaction b = begin("b");
    insert(a, 3, 300);
    insert(b, 3, 301);
    commit(a);
    commit(b);
    assertShows(Kind.TWO_ROWS);
  }

  @Test
  void findsADuplicateThatIsNone() {
    Transaction a = begin("a");
    a.add(new Met(3));
    abort(a);
    assertShows(Kind.WRONG_PRESENCE);
  }

  @Test
  void findsAPhantom() {
    Transaction a = begin("a");
    read(a, x1);
    Transaction b = begin("b");
    update(b, x1, 101);
    Version inserted = insert(b, 3, 300);
    commit(b);
    read(a, inserted);
    commit(a);
    assertShows(Kind.G_SINGLE_READ_SKEW);
  }

  @Test
  void findsAWriteCycle() {
    Transaction a = begin("a");
    Transaction b = begin("b");
    Version x2 = update(a, x1, 101);
    Version y2 = update(b, y1, 201);
    update(b, x2, 102);
    update(a, y2, 202);
    commit(a);
    commit(b);
    assertShows(Kind.G0_WRITE_CYCLE);
  }

  @Test
  void findsCircularInformationFlow() {
    Transaction a = begin("a");
    Transaction b = begin("b");
    Version x2 = update(a, x1, 101);
    Version y2 = update(b, y1, 201);
    read(a, y2);
    read(b, x2);
    commit(a);
    commit(b);
    assertShowsAmongOthers(Kind.G1C_CIRCULAR_INFORMATION_FLOW);
  }

  @Test
  void findsReadSkew() {
    Transaction a = begin("a");
    Transaction b = begin("b");
    read(a, x1);
    update(b, x1, 101);
    Version y2 = update(b, y1, 201);
    commit(b);
    read(a, y2);
    commit(a);
    assertShows(Kind.G_SINGLE_READ_SKEW);
  }

  @Test
  void findsALongFork() {
    Transaction a = begin("a");
    Transaction b = begin("b");
    Transaction one = begin("one");
    Transaction other = begin("other");
    Version x2 = update(a, x1, 101);
    Version y2 = update(b, y1, 201);
    commit(a);
    commit(b);
    read(one, x2, y1);
    read(other, x1, y2);
    commit(one);
    commit(other);
    assertShows(Kind.G_NONADJACENT);
  }

  @Test
  void findsAStaleRead() {
    Transaction a = begin("a");
    update(a, x1, 101);
    commit(a);
    Transaction b = begin("b");
    read(b, x1);
    commit(b);
    assertShows(Kind.REAL_TIME);
  }

  @Test
  void findsALostWrite() {
    Transaction a = begin("a");
    update(a, x1, 101);
    commit(a);
    Transaction last = beginFinalRead();
    read(last, x1, y1);
    commit(last);
    assertShows(Kind.REAL_TIME);
  }

  @Test
  void findsThatSomebodyLostToNobody() {
    Transaction a = begin("a");
    Transaction b = begin("b");
    a.contends(1);
    b.contends(2);
    b.failed("40001 change conflicts with another transaction (OC000)");
    commit(a);
    abort(b);
    History history = new History(transactions, null);
    assertThat(NeedlessConflicts.in(history))
        .extracting(Anomaly::kind)
        .containsExactly(Kind.NEEDLESS_CONFLICT);
    a.contends(2);
    assertThat(NeedlessConflicts.in(history)).isEmpty();
  }
}
