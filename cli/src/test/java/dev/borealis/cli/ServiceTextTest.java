package dev.borealis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.cluster.LocalServiceOptions.SignIn;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ServiceTextTest {

  private static String ready(Path dataDirectory) {
    return ready(dataDirectory, false);
  }

  private static String ready(Path dataDirectory, boolean byEndpoint) {
    StringWriter text = new StringWriter();
    ServiceText.printReady(
        new PrintWriter(text),
        TestingService.of(5433, dataDirectory, SignIn.IAM, null),
        "./dsql",
        byEndpoint);
    return text.toString();
  }

  @Test
  void tellsWhatToDoNextAndEndsWithTheLineThatScriptsWaitFor() {
    assertThat(ready(Path.of("/data")))
        .contains(
            "endpoint  " + TestingService.ENDPOINT,
            "PGPASSWORD=$(./dsql token) psql \"host=localhost port=5433 user=admin dbname=postgres"
                + " sslmode=verify-full sslrootcert=/data/tls/ca.pem\"",
            "jdbc:postgresql://localhost:5433/postgres?user=admin&sslmode=verify-full&sslrootcert=/data/tls/ca.pem",
            "PGHOSTADDR=127.0.0.1",
            "127.0.0.1 " + TestingService.ENDPOINT,
            "./dsql stop")
        .endsWith("\ndsql is ready\n");
  }

  @Test
  void namesTheEndpointWhereTheServiceAsksForIt() {
    assertThat(ready(Path.of("/data"), true))
        .contains(
            "host=%s hostaddr=127.0.0.1 port=5433".formatted(TestingService.ENDPOINT),
            "jdbc:postgresql://%s:5433/postgres".formatted(TestingService.ENDPOINT));
  }

  @Test
  void quotesAPathThatNeedsIt() {
    assertThat(ready(Path.of("/my data")))
        .contains("sslrootcert='/my data/tls/ca.pem'\"", "sslrootcert=/my%20data/tls/ca.pem");
  }
}
