package dev.borealis.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The figures of "Understanding DPUs in Aurora DSQL" and of live plans. */
class DpuTest {
  private static final Offset<Double> FIFTH_DECIMAL = within(0.000005);

  @Test
  void chargesReadsByTheByteWithAMinimum() {
    assertThat(Dpu.readInTransaction(500)).isEqualTo(0.00375);
    assertThat(Dpu.readInTransaction(10_000)).isCloseTo(0.01831, FIFTH_DECIMAL);
    assertThat(Dpu.readInTransaction(0)).isZero();
    assertThat(Dpu.read(Dpu.bytes(1, 36))).isCloseTo(0.00023, FIFTH_DECIMAL);
  }

  @Test
  void chargesWritesByTheByteWithAMinimum() {
    assertThat(Dpu.writeInTransaction(Dpu.bytes(1, 20))).isEqualTo(0.05);
    assertThat(Dpu.writeInTransaction(Dpu.bytes(100, 128))).isCloseTo(0.625, FIFTH_DECIMAL);
    assertThat(Dpu.write(Dpu.bytes(3, 40))).isCloseTo(0.01875, FIFTH_DECIMAL);
    // A row, in the table and in one index.
    assertThat(Dpu.write(Dpu.bytes(1, 60) + Dpu.bytes(1, 16))).isCloseTo(0.0125, FIFTH_DECIMAL);
    assertThat(Dpu.writeInTransaction(0)).isZero();
  }

  @Test
  void chargesComputeByTheSecond() {
    assertThat(Dpu.compute(Duration.ofMillis(1500))).isEqualTo(1.5);
  }

  @Test
  void chargesStreams() {
    assertThat(Dpu.stream(1 << 20)).isCloseTo(2.4414, within(0.0001));
  }
}
