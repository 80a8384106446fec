package dev.borealis.gateway;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.borealis.dialect.DsqlVersion;
import dev.borealis.gateway.testing.ProbeFile;
import dev.borealis.gateway.testing.ProbeRun;
import dev.borealis.gateway.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A cluster of version 2026-09 says what a live cluster said in September 2026. The answers lie
 * beside the repository, where not everyone has them; VersionProbesTest has probes of our own.
 */
class RecordedAnswersTest {
  /** Tests run in the directory of their module. */
  private static final Path FILE = Path.of("..", "..", "shared", "facts", "recorded-answers.json");

  private static @Nullable TestCluster cluster;

  @TestFactory
  Stream<DynamicTest> answersAsTheLiveCluster() throws IOException {
    assumeTrue(Files.exists(FILE), "the recorded answers are not beside the repository");
    ProbeFile file = ProbeFile.read(Files.newInputStream(FILE));
    TestCluster started =
        TestCluster.start(DsqlVersion.parse("2026-09"), TransactionLimits.SERVICE);
    cluster = started;
    ProbeRun run = new ProbeRun(started);
    run.setUp(file.setup());
    return file.probes().stream()
        .map(probe -> DynamicTest.dynamicTest(probe.name(), () -> run.check(probe)));
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }
}
