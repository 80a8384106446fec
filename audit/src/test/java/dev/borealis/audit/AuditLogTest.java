package dev.borealis.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.audit.AuditEvent.ApiCall;
import dev.borealis.audit.AuditEvent.ConnectionClosed;
import dev.borealis.audit.AuditEvent.Identity;
import dev.borealis.audit.AuditEvent.Outcome;
import dev.borealis.audit.AuditEvent.Peer;
import dev.borealis.audit.AuditEvent.Session;
import dev.borealis.audit.AuditEvent.SignInRefused;
import dev.borealis.audit.AuditEvent.Statement;
import dev.borealis.audit.AuditEvent.StatementClass;
import dev.borealis.audit.AuditEvent.StatementEnded;
import dev.borealis.audit.AuditEvent.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AuditLogTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-21T18:00:00.1234Z"));
  private static final Peer PEER =
      new Peer(7, "127.0.0.1", 40_000, new Tls("TLSv1.3", "TLS_AES_256_GCM_SHA384"));
  private static final Session SESSION =
      new Session(
          PEER,
          "arn:aws:dsql:us-east-1:000000000000:cluster/abc",
          "us-east-1",
          new Identity("arn:aws:iam::000000000000:user/test", "test"),
          "admin",
          "psql");

  @TempDir private Path directory = Path.of("");

  private Path file() {
    return directory.resolve("logs/audit.log");
  }

  private AuditLog open(long maxBytes) throws IOException {
    return AuditLog.open(file(), maxBytes, CLOCK);
  }

  private static AuditEvent call(String requestId) {
    return new ApiCall(
        requestId, "GetCluster", "us-east-1", "", Identity.UNKNOWN, "127.0.0.1", "", 200, null);
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  private static List<String> names(Path file) throws IOException {
    return lines(file).stream().map(line -> line.path("eventName").asString()).toList();
  }

  @Test
  void keepsOneObjectALineBetweenItsBeginningAndItsEnd() throws IOException {
    try (AuditLog log = open(1 << 20)) {
      log.record(new ConnectionClosed(SESSION, Duration.ofMillis(1_500), "57P01"));
      log.record(
          new StatementEnded(
              SESSION,
              new Statement(
                  StatementClass.ROLE,
                  "GRANT",
                  "TABLE",
                  List.of("s.t", "line\nbreak"),
                  List.of("select"),
                  List.of("r")),
              Outcome.ROLLED_BACK,
              "42501"));
      log.record(new SignInRefused(PEER, null, null, Identity.UNKNOWN, "", "28000", "no TLS"));
    }
    assertThat(names(file()))
        .containsExactly(
            "AuditStarted", "ConnectionClosed", "StatementEnded", "SignInRefused", "AuditStopped");
    List<JsonNode> lines = lines(file());
    assertThat(lines.get(1).toString())
        .isEqualTo(
            "{\"eventTime\":\"2026-11-21T18:00:00.123Z\",\"eventName\":\"ConnectionClosed\",\"awsRegion\":\"us-east-1\",\"resourceArn\":\"arn:aws:dsql:us-east-1:000000000000:cluster/abc\",\"userIdentity\":{\"arn\":\"arn:aws:iam::000000000000:user/test\",\"accessKeyId\":\"test\"},\"databaseRole\":\"admin\",\"applicationName\":\"psql\",\"connectionId\":7,\"sourceIPAddress\":\"127.0.0.1\",\"sourcePort\":40000,\"tlsDetails\":{\"tlsVersion\":\"TLSv1.3\",\"cipherSuite\":\"TLS_AES_256_GCM_SHA384\"},\"durationMillis\":1500,\"errorCode\":\"57P01\"}");
    assertThat(lines.get(2).path("objectNames").get(1).asString()).isEqualTo("line\nbreak");
    assertThat(lines.get(2).path("privileges").get(0).asString()).isEqualTo("SELECT");
    assertThat(lines.get(2).path("outcome").asString()).isEqualTo("ROLLED_BACK");
    assertThat(lines.get(3).has("userIdentity")).isFalse();
  }

  @Test
  void boundsWhatAClientCanMakeLong() throws IOException {
    try (AuditLog log = open(1 << 20)) {
      log.record(
          new StatementEnded(
              SESSION,
              new Statement(
                  StatementClass.DDL,
                  "DROP TABLE",
                  "TABLE",
                  Collections.nCopies(5_000, "x".repeat(10_000)),
                  List.of(),
                  List.of()),
              Outcome.COMMITTED,
              null));
    }
    JsonNode line = lines(file()).get(1);
    assertThat(line.path("objectNames")).hasSize(100);
    assertThat(line.path("objectNamesOmitted").asInt()).isEqualTo(4_900);
    assertThat(line.path("objectNames").get(0).asString()).hasSize(515).endsWith("x...");
  }

  @Test
  void keepsAFewOlderFilesOfBoundedSize() throws IOException {
    long maxBytes = 2_000;
    try (AuditLog log = open(maxBytes)) {
      for (int i = 0; i < 200; i++) {
        log.record(call("request-" + i));
      }
    }
    List<String> files;
    try (var listed = Files.list(directory.resolve("logs"))) {
      files = listed.map(path -> path.getFileName().toString()).sorted().toList();
    }
    assertThat(files)
        .containsExactly("audit.log", "audit.log.1", "audit.log.2", "audit.log.3", "audit.log.4");
    List<JsonNode> all = new ArrayList<>();
    for (String name : files.reversed()) {
      Path file = directory.resolve("logs").resolve(name);
      assertThat(Files.size(file)).isLessThanOrEqualTo(maxBytes);
      all.addAll(lines(file));
    }
    // What is kept are the last ones, without a gap.
    List<String> ids =
        all.stream()
            .map(line -> line.path("requestID").asString(""))
            .filter(id -> !id.isEmpty())
            .toList();
    int first = 200 - ids.size();
    for (int i = 0; i < ids.size(); i++) {
      assertThat(ids.get(i)).isEqualTo("request-" + (first + i));
    }
    assertThat(first).isPositive();
  }

  @Test
  void goesOnWithAnEarlierLog() throws IOException {
    open(1 << 20).close();
    open(1 << 20).close();
    assertThat(names(file()))
        .containsExactly("AuditStarted", "AuditStopped", "AuditStarted", "AuditStopped");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void isForItsOwnerOnly() throws IOException {
    open(1 << 20).close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void beginsAnewWhenItsFileIsMovedAway() throws IOException {
    try (AuditLog log = open(1 << 20)) {
      Files.move(file(), directory.resolve("taken"));
      log.record(call("after"));
    }
    assertThat(names(directory.resolve("taken"))).containsExactly("AuditStarted");
    assertThat(names(file())).containsExactly("ApiCall", "AuditStopped");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void saysHowManyEventsAFullDiskHasTaken() throws IOException {
    try (AuditLog log = open(1 << 20)) {
      Files.move(file(), directory.resolve("before"));
      Files.createSymbolicLink(file(), Path.of("/dev/full"));
      log.record(call("lost 1"));
      log.record(call("lost 2"));
      Files.delete(file());
      log.record(call("kept"));
    }
    assertThat(names(file())).containsExactly("EventsLost", "ApiCall", "AuditStopped");
    JsonNode lost = lines(file()).getFirst();
    assertThat(lost.path("count").asInt()).isEqualTo(2);
    assertThat(lost.path("since").asString()).isEqualTo("2026-11-21T18:00:00.123Z");
  }

  @Test
  void goesOnWhenItsDirectoryIsGone() throws IOException {
    try (AuditLog log = open(1 << 20)) {
      Files.delete(file());
      Files.delete(directory.resolve("logs"));
      log.record(call("lost"));
      Files.createDirectory(directory.resolve("logs"));
      log.record(call("kept"));
    }
    assertThat(names(file())).containsExactly("EventsLost", "ApiCall", "AuditStopped");
  }

  @Test
  void isNotOpenedWhereNothingCanBeWritten() {
    assertThatThrownBy(() -> AuditLog.open(directory)).isInstanceOf(IOException.class);
  }

  @Test
  void takesEventsOfManyThreadsAndNoneOnceClosed() throws IOException, InterruptedException {
    AuditLog log = open(16 << 20);
    int threads = 8;
    int each = 200;
    CountDownLatch done = new CountDownLatch(threads);
    for (int thread = 0; thread < threads; thread++) {
      Thread.ofVirtual()
          .start(() -> {
            // An interrupt must not cost the log its file.
            Thread.currentThread().interrupt();
            for (int i = 0; i < each; i++) {
              log.record(call("r"));
            }
            done.countDown();
          });
    }
    done.await();
    log.close();
    log.record(call("late"));
    assertThat(lines(file())).hasSize(threads * each + 2);
  }
}
