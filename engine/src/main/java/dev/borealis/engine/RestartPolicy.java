package dev.borealis.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * How soon a server that died is started again. A long run is followed by a start at once, short
 * ones by longer and longer pauses; a server that cannot even get ready is given up.
 */
final class RestartPolicy {
  /** Starts in a row that may fail before the server is ready. */
  static final int FAILED_STARTS_ALLOWED = 5;

  private static final Duration LONG_RUN = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private int failedStarts;
  private int shortRuns;

  /** The pause after a run that was ready for {@code upTime}. */
  Duration afterRun(Duration upTime) {
    failedStarts = 0;
    shortRuns = upTime.compareTo(LONG_RUN) < 0 ? shortRuns + 1 : 0;
    // Being killed once, at whatever age, is no sign of a server that cannot live.
    return pause(shortRuns - 1);
  }

  /** The pause after a start that failed, or nothing if there should be no other. */
  Optional<Duration> afterFailedStart() {
    failedStarts++;
    return failedStarts < FAILED_STARTS_ALLOWED
        ? Optional.of(pause(failedStarts))
        : Optional.empty();
  }

  private static Duration pause(int failures) {
    if (failures <= 0) {
      return Duration.ZERO;
    }
    long millis = FIRST_PAUSE.toMillis() << Math.min(failures - 1, 10);
    return Duration.ofMillis(Math.min(millis, LONGEST_PAUSE.toMillis()));
  }
}
