package dev.borealis.mcp;

import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The calls that run, by what their clients name them with. */
final class RunningCalls {
  private static final String CANCELLED = "notifications/cancelled";

  /** How long a cancellation waits for its call. */
  private static final Duration EARLY = Duration.ofSeconds(5);

  /** How many wait at most: clients number their calls one by one. */
  private static final int MAX_EARLY = 1_000;

  private static final int MAX_IDENTIFIER_CHARACTERS = 200;

  private final Map<Object, Call> calls = new ConcurrentHashMap<>();
  private final Map<Object, Instant> early = new HashMap<>();

  /** What a call consists of. */
  @FunctionalInterface
  interface Work<X extends Exception> {
    void run() throws X;
  }

  /** Does the work, on this thread, as a call that can be cancelled meanwhile. */
  <X extends Exception> void carryOut(Object name, Work<X> work) throws X {
    Call call = begin(name);
    try {
      boolean _ =
          ScopedValue.where(Call.CURRENT, call)
              .<Boolean, X>call(() -> {
                work.run();
                return true;
              });
    } finally {
      calls.remove(name, call);
    }
  }

  private synchronized Call begin(Object name) {
    Call call = new Call();
    calls.put(name, call);
    forgetOld();
    if (early.remove(name) != null) {
      call.abandon();
    }
    return call;
  }

  /** The identifier of the request that a notification cancels; null if it cancels none. */
  static @Nullable Object cancelledBy(JSONRPCNotification notification) {
    if (!notification.method().equals(CANCELLED)
        || !(notification.params() instanceof Map<?, ?> parameters)) {
      return null;
    }
    return switch (parameters.get("requestId")) {
      case Integer number -> number;
      case Long number -> number;
      case String name when name.length() <= MAX_IDENTIFIER_CHARACTERS -> name;
      case null, default -> null;
    };
  }

  /**
   * Cancels a call whose client does not wait for the answer; one that has ended stays so. A
   * cancellation that overtakes its call is kept for it for a moment.
   */
  synchronized void cancel(Object name) {
    Call call = calls.get(name);
    if (call != null) {
      call.abandon();
      return;
    }
    forgetOld();
    if (early.size() < MAX_EARLY) {
      early.put(name, Instant.now());
    }
  }

  private void forgetOld() {
    Instant oldest = Instant.now().minus(EARLY);
    early.values().removeIf(oldest::isAfter);
  }

  /** Cancels the calls with such names; they are still answered. */
  void cancelAll(Predicate<Object> names) {
    calls.forEach((name, call) -> {
      if (names.test(name)) {
        call.cancel();
      }
    });
  }

  /** Whether nobody waits for the answer to a call that runs. */
  boolean isAbandoned(Object name) {
    Call call = calls.get(name);
    return call != null && call.isAbandoned();
  }
}
