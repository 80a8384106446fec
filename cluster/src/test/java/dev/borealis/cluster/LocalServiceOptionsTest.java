package dev.borealis.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalServiceOptionsTest {

  @ParameterizedTest
  @ValueSource(strings = {"us-east-1", "ap-southeast-2", "us-gov-west-1", "cn-north-1"})
  void takesRegionsOfEveryPartition(String region) {
    assertThat(TestingOptions.inRegion(region).region()).isEqualTo(region);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "useast1", "US-EAST-1", "us-east-1.evil", "us-east-", "*"})
  void refusesWhatIsNoRegion(String region) {
    assertThatThrownBy(() -> TestingOptions.inRegion(region))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("us-east-1");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536})
  void refusesWhatIsNoPort(int port) {
    assertThatThrownBy(() -> TestingOptions.onPort(port))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("65535");
  }
}
