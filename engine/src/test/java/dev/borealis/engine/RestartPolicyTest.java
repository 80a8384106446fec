package dev.borealis.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
  private final RestartPolicy policy = new RestartPolicy();

  @Test
  void restartsAtOnceAfterALongRun() {
    for (int run = 0; run < 100; run++) {
      assertThat(policy.afterRun(Duration.ofHours(1))).isZero();
    }
  }

  @Test
  void slowsDownWithShortRunsButNeverGivesUp() {
    assertThat(policy.afterRun(Duration.ofMillis(10))).isZero();
    assertThat(policy.afterRun(Duration.ofMillis(10))).isEqualTo(Duration.ofMillis(100));
    assertThat(policy.afterRun(Duration.ofMillis(10))).isEqualTo(Duration.ofMillis(200));
    for (int run = 0; run < 100; run++) {
      assertThat(policy.afterRun(Duration.ZERO)).isLessThanOrEqualTo(Duration.ofSeconds(2));
    }
    assertThat(policy.afterRun(Duration.ofSeconds(1))).isZero();
  }

  @Test
  void givesUpAfterStartsThatFailInARow() {
    for (int start = 1; start < RestartPolicy.FAILED_STARTS_ALLOWED; start++) {
      assertThat(policy.afterFailedStart()).isPresent();
    }
    assertThat(policy.afterFailedStart()).isEmpty();
  }

  @Test
  void forgetsFailedStartsOnceReady() {
    policy.afterFailedStart();
    policy.afterFailedStart();
    policy.afterRun(Duration.ZERO);
    for (int start = 1; start < RestartPolicy.FAILED_STARTS_ALLOWED; start++) {
      assertThat(policy.afterFailedStart()).isPresent();
    }
  }
}
