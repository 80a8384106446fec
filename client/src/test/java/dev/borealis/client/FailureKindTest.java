package dev.borealis.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

class FailureKindTest {
  @ParameterizedTest
  @CsvSource({
    "40001, CONFLICT",
    "OC001, CONFLICT",
    "08006, CONNECTION_LOST",
    "08001, CONNECTION_LOST",
    "57P01, CONNECTION_LOST",
    "XX000, CONNECTION_LOST",
    "53300, BUSY",
    "53400, BUSY",
    "28000, ACCESS_DENIED",
    "57014, PERMANENT",
    "54000, PERMANENT",
    "23505, PERMANENT"
  })
  void isDecidedBySqlState(String state, FailureKind kind) {
    assertThat(FailureKind.of(new SQLException("the words do not matter", state))).isEqualTo(kind);
  }

  @Test
  void looksForTheStateInCauses() {
    SQLException wrapped = new SQLException("no connection", new SQLException("denied", "28000"));
    assertThat(FailureKind.of(wrapped)).isEqualTo(FailureKind.ACCESS_DENIED);
    assertThat(FailureKind.of(new SQLException("nothing known"))).isEqualTo(FailureKind.PERMANENT);
  }

  @Test
  void pausesLongerAndLongerWithinBounds() {
    RetryPolicy policy = new RetryPolicy(5, Duration.ofMillis(10), Duration.ofMillis(100));
    Random random = new Random(1);
    for (int attempt = 1; attempt < 100; attempt++) {
      long bound = Math.min(100_000_000L, 10_000_000L << Math.min(attempt - 1, 30));
      assertThat(policy.pause(attempt, random))
          .isPositive()
          .isLessThanOrEqualTo(Duration.ofNanos(bound));
    }
  }

  @Test
  void tellsADenialFromALostConnectionOfTheSameState() {
    SQLException denied = refusal("unable to accept connection, access denied");
    assertThat(FailureKind.of(denied)).isEqualTo(FailureKind.ACCESS_DENIED);
    assertThat(FailureKind.of(new SQLTransientConnectionException("pool", "08006", denied)))
        .isEqualTo(FailureKind.ACCESS_DENIED);
    assertThat(FailureKind.of(refusal("unable to accept connection, waking up cluster")))
        .isEqualTo(FailureKind.CONNECTION_LOST);
  }

  private static SQLException refusal(String message) {
    return new PSQLException(new ServerErrorMessage("SFATAL\0C08006\0M" + message + "\0"));
  }
}
