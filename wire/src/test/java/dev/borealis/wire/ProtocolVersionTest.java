package dev.borealis.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProtocolVersionTest {
  @Test
  void ordersByMajorThenMinor() {
    assertThat(ProtocolVersion.V3_0).isLessThan(ProtocolVersion.V3_2);
    assertThat(ProtocolVersion.V3_2).isLessThan(new ProtocolVersion(4, 0));
    assertThat(ProtocolVersion.V3_2).isLessThan(new ProtocolVersion(0xFFFF, 0));
  }

  @Test
  void isReadFromTheUpperAndTheLowerHalfOfItsCode() {
    assertThat(ProtocolVersion.of(196608)).isEqualTo(ProtocolVersion.V3_0);
    assertThat(ProtocolVersion.of(-1)).isEqualTo(new ProtocolVersion(0xFFFF, 0xFFFF));
    assertThat(ProtocolVersion.V3_2).hasToString("3.2");
  }
}
