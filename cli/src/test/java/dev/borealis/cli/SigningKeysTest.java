package dev.borealis.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.client.ClientException;
import dev.borealis.client.ClusterAddress;
import dev.borealis.cluster.LocalServiceOptions.SignIn;
import dev.borealis.iam.Credentials;
import dev.borealis.iam.IdentityStore;
import dev.borealis.iam.LocalIdentity;
import dev.borealis.iam.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeysTest {
  private static final Credentials APP = new Credentials("AKIAAPP", "secret", null);
  private static final Map<String, String> ENVIRONMENT =
      Map.of("AWS_ACCESS_KEY_ID", "AKIAAPP", "AWS_SECRET_ACCESS_KEY", "secret");

  @TempDir private Path dataDirectory = Path.of("");

  private Target local(SignIn signIn, @Nullable String environmentAccessKey) {
    return Target.of(TestingService.of(5432, dataDirectory, signIn, environmentAccessKey));
  }

  @Test
  void signsForALocalClusterWithTheDefaultPairIfTheEnvironmentHasNone() {
    assertThat(SigningKeys.find(local(SignIn.IAM, null), null, Map.of()))
        .isEqualTo(new Credentials("test", "test", null));
    assertThat(
            SigningKeys.find(local(SignIn.IAM, null), null, Map.of("AWS_ACCESS_KEY_ID", "AKIAAPP")))
        .isEqualTo(new Credentials("test", "test", null));
  }

  @Test
  void signsWithThePairOfTheEnvironment() throws IOException {
    IdentityStore identities = IdentityStore.open(dataDirectory);
    assertThat(
            identities.add(new LocalIdentity(APP, LocalIdentity.userArn("app"), Policy.ALLOW_ALL)))
        .isTrue();
    assertThat(SigningKeys.find(local(SignIn.IAM, null), null, ENVIRONMENT)).isEqualTo(APP);
  }

  @Test
  void signsWithThePairThatTheServiceWasStartedWith() {
    assertThat(SigningKeys.find(local(SignIn.IAM, "AKIAAPP"), null, ENVIRONMENT)).isEqualTo(APP);
  }

  @Test
  void signsWithAnyPairForAServiceThatDoesNotMind() {
    assertThat(SigningKeys.find(local(SignIn.RELAXED, null), null, ENVIRONMENT)).isEqualTo(APP);
  }

  @Test
  void tellsThatTheServiceWouldNotKnowThePair() {
    assertThatThrownBy(() -> SigningKeys.find(local(SignIn.IAM, null), null, ENVIRONMENT))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("AKIAAPP")
        .hasMessageContaining("dsql iam user add")
        .hasMessageNotContaining("secret");
  }

  @Test
  void signsForAClusterElsewhereWithThePairOfTheEnvironment() {
    Target aws =
        new Target(
            new ClusterAddress("x.dsql.us-east-1.on.aws", 5432, "us-east-1", null, null), null);
    assertThat(SigningKeys.find(aws, null, ENVIRONMENT)).isEqualTo(APP);
  }

  @Test
  void tellsWhichVariablesAreWrongAndShowsNoSecret() {
    assertThatThrownBy(() ->
            SigningKeys.ofEnvironment(
                Map.of("AWS_ACCESS_KEY_ID", "AKIA APP", "AWS_SECRET_ACCESS_KEY", "s3cr3t")))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("AWS_ACCESS_KEY_ID")
        .hasMessageNotContaining("s3cr3t");
  }
}
