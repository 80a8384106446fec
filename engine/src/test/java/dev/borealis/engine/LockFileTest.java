package dev.borealis.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockFileTest {
  @TempDir Path directory;

  @Test
  void admitsOneHolderAtATime() throws Exception {
    Path file = directory.resolve("lock");
    try (LockFile held = LockFile.tryAcquire(file)) {
      assertThat(held).isNotNull();
      assertThat(LockFile.tryAcquire(file)).isNull();
      assertThat(LockFile.tryAcquire(directory.resolve("./lock"))).isNull();
      assertThat(LockFile.holder(file)).isEqualTo("this process");
    }
    try (LockFile again = LockFile.tryAcquire(file)) {
      assertThat(again).isNotNull();
    }
    assertThat(LockFile.holder(file)).isEqualTo("process " + ProcessHandle.current().pid());
  }

  @Test
  void handsOverToWhoeverWaits() throws Exception {
    Path file = directory.resolve("lock");
    LockFile held = LockFile.acquire(file, Duration.ZERO);
    var waiting =
        CompletableFuture.runAsync(() -> {
          try (LockFile next = LockFile.acquire(file, Duration.ofMinutes(1))) {
            assertThat(next.file().getFileName()).hasToString("lock");
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
    assertThat(waiting).isNotDone();
    held.close();
    waiting.get();
  }

  @Test
  void namesTheHolderWhenItGivesUp() throws Exception {
    Path file = directory.resolve("lock");
    try (LockFile _ = LockFile.acquire(file, Duration.ZERO)) {
      assertThatThrownBy(() -> LockFile.acquire(file, Duration.ofMillis(1)))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("this process");
    }
  }

  @Test
  void doesNotFollowALinkThatSomebodyPlaced() throws Exception {
    Path target = Files.writeString(directory.resolve("precious"), "content");
    Path file = Files.createSymbolicLink(directory.resolve("lock"), target);
    assertThatThrownBy(() -> LockFile.tryAcquire(file)).isInstanceOf(java.io.IOException.class);
    assertThat(target).hasContent("content");
  }
}
