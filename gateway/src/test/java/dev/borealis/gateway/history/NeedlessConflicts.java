package dev.borealis.gateway.history;

import dev.borealis.gateway.history.Anomaly.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Transactions that lost to nobody. A conflict needs two that want the same row at once. */
final class NeedlessConflicts {
  private static final String CONFLICT = "40001";

  private NeedlessConflicts() {}

  /** Those of a history. */
  static List<Anomaly> in(History history) {
    Map<Integer, List<Transaction>> contenders = new HashMap<>();
    for (Transaction transaction : history.transactions()) {
      transaction
          .contended()
          .forEach(key -> contenders.computeIfAbsent(key, _ -> new ArrayList<>()).add(transaction));
    }
    return history.transactions().stream()
        .filter(it -> String.valueOf(it.failure()).startsWith(CONFLICT))
        .filter(loser ->
            loser.contended().stream()
                .flatMap(key -> contenders.getOrDefault(key, List.of()).stream())
                .noneMatch(rival -> rival != loser && overlap(rival, loser)))
        .map(loser -> new Anomaly(Kind.NEEDLESS_CONFLICT, describe(loser, history)))
        .toList();
  }

  private static String describe(Transaction loser, History history) {
    return history.transactions().stream()
        .filter(other -> other != loser && overlap(other, loser))
        .map(other -> "\n  beside " + other + " for " + other.contended())
        .collect(Collectors.joining("", loser + " for " + loser.contended(), ""));
  }

  private static boolean overlap(Transaction one, Transaction other) {
    return one.begunNanos() < other.endedNanos() && other.begunNanos() < one.endedNanos();
  }
}
