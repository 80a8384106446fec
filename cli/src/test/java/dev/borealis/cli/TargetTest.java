package dev.borealis.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.client.ClientException;
import dev.borealis.client.ClusterAddress;
import dev.borealis.cluster.ServiceRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
  private static final String AWS = "zzzzzzzzzzzzzzzzzzzzzzzzza.dsql.us-west-2.on.aws";
  private static final ServiceRecord FIRST = TestingService.onPort(5432);
  private static final ServiceRecord SECOND = TestingService.onPort(5433);

  private static Target at(String endpoint, ServiceRecord... running) {
    return Target.at(endpoint, null, List.of(running), Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    AWS + "," + AWS + ", 5432, us-west-2",
    AWS + ":6000," + AWS + ", 6000, us-west-2",
    "zzzzzzzzzzzzzzzzzzzzzzzzza.dsql-fnh4.ap-southeast-2.on.aws, "
        + "zzzzzzzzzzzzzzzzzzzzzzzzza.dsql-fnh4.ap-southeast-2.on.aws, 5432, ap-southeast-2"
  })
  void readsTheRegionFromTheEndpoint(String endpoint, String host, int port, String region) {
    assertThat(at(endpoint, FIRST))
        .isEqualTo(new Target(new ClusterAddress(host, port, region, null, null), null));
  }

  @Test
  void prefersTheRegionThatIsNamed() {
    assertThat(
            Target.at(AWS, "us-east-1", List.of(), Map.of("AWS_REGION", "eu-west-3"))
                .address()
                .region())
        .isEqualTo("us-east-1");
  }

  @Test
  void asksTheEnvironmentWhereTheNameTellsNoRegion() {
    assertThat(
            Target.at("proxy.example.com", null, List.of(), Map.of("AWS_REGION", "eu-west-3"))
                .address()
                .region())
        .isEqualTo("eu-west-3");
    assertThat(
            Target.at(
                    "proxy.example.com", null, List.of(), Map.of("AWS_DEFAULT_REGION", "eu-west-2"))
                .address()
                .region())
        .isEqualTo("eu-west-2");
  }

  @Test
  void asksForTheRegionIfNothingTells() {
    assertThatThrownBy(() -> at("proxy.example.com"))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("--region");
  }

  @ParameterizedTest
  @CsvSource({"localhost", "127.0.0.1", "[::1]", TestingService.ENDPOINT, "DB.example.com"})
  void recognisesALocalServiceByAnyOfItsNames(String name) {
    Target target = at(name, FIRST);
    assertThat(target.service()).isEqualTo(FIRST);
    assertThat(target.address().region()).isEqualTo("eu-west-1");
    assertThat(target.address().port()).isEqualTo(5432);
  }

  @Test
  void tellsLocalServicesApartByPort() {
    assertThat(at("localhost:5433", FIRST, SECOND).service()).isEqualTo(SECOND);
    assertThat(at(TestingService.ENDPOINT + ":5433", FIRST, SECOND).service()).isEqualTo(SECOND);
  }

  @Test
  void takesNoLocalServiceForAClusterElsewhere() {
    assertThat(at(AWS, FIRST).service()).isNull();
    assertThat(Target.at("localhost:6000", "us-east-1", List.of(FIRST), Map.of()).service())
        .isNull();
  }

  @ParameterizedTest
  @CsvSource({"a:b", "a:1:2", "host:", "'', ''", "[::1"})
  void refusesWhatIsNoEndpoint(String endpoint) {
    assertThatThrownBy(() -> at(endpoint))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("HOST:PORT");
  }
}
