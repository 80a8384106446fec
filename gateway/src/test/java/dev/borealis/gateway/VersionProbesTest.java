package dev.borealis.gateway;

import dev.borealis.dialect.DsqlVersion;
import dev.borealis.gateway.testing.ProbeFile;
import dev.borealis.gateway.testing.ProbeRun;
import dev.borealis.gateway.testing.TestCluster;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A cluster answers as its version of the service does, down to SQLSTATE and message. The probes
 * have the shape of the recorded answers; each file starts from an empty database.
 */
class VersionProbesTest {
  private final List<TestCluster> clusters = new ArrayList<>();

  @TestFactory
  Stream<DynamicTest> everyVersionAnswersTheSameToMost() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (DsqlVersion version : DsqlVersion.all()) {
      tests.addAll(probes("every-version", version));
    }
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> eachVersionHasAnswersOfItsOwn() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (DsqlVersion version : DsqlVersion.all()) {
      tests.addAll(probes(version.name(), version));
    }
    return tests.stream();
  }

  private List<DynamicTest> probes(String file, DsqlVersion version) throws IOException {
    InputStream in = VersionProbesTest.class.getResourceAsStream("answers/" + file + ".json");
    if (in == null) {
      throw new IllegalStateException("there are no probes for " + file);
    }
    ProbeFile probes = ProbeFile.read(in);
    TestCluster cluster = TestCluster.start(version, TransactionLimits.SERVICE);
    clusters.add(cluster);
    ProbeRun run = new ProbeRun(cluster);
    run.setUp(probes.setup());
    return probes.probes().stream()
        .map(probe -> DynamicTest.dynamicTest(version + " " + probe.name(), () -> run.check(probe)))
        .toList();
  }

  @AfterEach
  void stop() {
    clusters.forEach(TestCluster::close);
  }
}
