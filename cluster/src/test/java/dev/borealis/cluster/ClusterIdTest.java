package dev.borealis.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterIdTest {

  /** Always gives the same byte. */
  private static final class Constant extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte value;

    Constant(int value) {
      this.value = (byte) value;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      java.util.Arrays.fill(bytes, value);
    }
  }

  @Test
  void isBase32OfSixteenBytes() {
    // RFC 4648: 128 bits are 25 letters of five bits, and three bits with two zeros.
    assertThat(ClusterId.random(new Constant(0)).text()).isEqualTo("a".repeat(26));
    assertThat(ClusterId.random(new Constant(0xff)).text()).isEqualTo("7".repeat(25) + "4");
    assertThat(ClusterId.random(new Constant(0b01010101)).text())
        .isEqualTo("kvkvkvkvkvkvkvkvkvkvkvkvku");
  }

  @RepeatedTest(20)
  void endsAsTheServicesOwnDo() {
    assertThat(ClusterId.random(new SecureRandom()).text()).matches("[a-z2-7]{25}[aeimquy4]");
  }

  @Test
  void isAnotherOneEachTime() {
    Set<ClusterId> ids = new HashSet<>();
    SecureRandom random = new SecureRandom();
    for (int i = 0; i < 1000; i++) {
      ids.add(ClusterId.random(random));
    }
    assertThat(ids).hasSize(1000);
  }

  @Test
  void isTheFirstLabelOfTheEndpoint() {
    ClusterId id = new ClusterId("abcdefghijklmnopqrstuvwxyz");
    assertThat(id.endpoint("eu-west-1", "on.aws"))
        .isEqualTo("abcdefghijklmnopqrstuvwxyz.dsql.eu-west-1.on.aws");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxy/"})
  void refusesWhatHasNotItsShape(String text) {
    assertThatThrownBy(() -> new ClusterId(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
