package dev.borealis.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheEntryTest {
  private static final int RACERS = 8;

  @TempDir Path cache;

  private final AtomicInteger made = new AtomicInteger();

  @Test
  void makesAnEntryOnce() throws Exception {
    Path first = require("entry");
    Path second = require("entry");
    assertThat(second).isEqualTo(first);
    assertThat(first.resolve("bin/program")).hasContent("run me");
    assertThat(made).hasValue(1);
  }

  @Test
  void makesAnEntryOnceWhenManyThreadsNeedIt() throws Exception {
    var start = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Path>> racers = new ArrayList<>();
      for (int i = 0; i < RACERS; i++) {
        racers.add(
            threads.submit(() -> {
              start.await();
              Path content = require("entry");
              assertThat(content.resolve("bin/program")).hasContent("run me");
              return content;
            }));
      }
      start.countDown();
      for (Future<Path> racer : racers) {
        racer.get();
      }
    }
    assertThat(made).hasValue(1);
  }

  @Test
  void makesAnEntryOnceWhenManyProcessesNeedIt() throws Exception {
    List<Process> children = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      children.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  ChildMaker.class.getName(),
                  cache.toString())
              .inheritIO()
              .start());
    }
    for (Process child : children) {
      assertThat(child.waitFor()).isZero();
    }
    assertThat(cache.resolve("made")).hasContent("made\n");
  }

  /** Makes an entry that takes a while, and leaves a line for each time that it is made. */
  static final class ChildMaker {
    private ChildMaker() {}

    public static void main(String[] arguments) throws IOException {
      Path cache = Path.of(arguments[0]);
      Path content =
          CacheEntry.require(
              cache,
              "entry",
              making -> {
                Files.writeString(
                    cache.resolve("made"),
                    "made\n",
                    java.nio.file.StandardOpenOption.CREATE,
                    java.nio.file.StandardOpenOption.APPEND);
                Files.createDirectory(making);
                for (int i = 0; i < 500; i++) {
                  Files.writeString(making.resolve("file" + i), "content " + i);
                }
              });
      if (!Files.readString(content.resolve("file499")).equals("content 499")) {
        System.exit(1);
      }
    }
  }

  @Test
  void makesADamagedEntryAgain() throws Exception {
    Path program = require("entry").resolve("bin/program");
    List<Damage> damages =
        List.of(
            () -> Files.delete(program),
            () -> Files.writeString(program, "run"),
            () -> Files.writeString(program.resolveSibling("stray"), ""),
            () -> Files.delete(cache.resolve("entry/complete")),
            () -> DirectoryTree.delete(cache.resolve("entry/content")),
            () -> Files.writeString(cache.resolve("entry/complete"), "files 1"));
    for (int i = 0; i < damages.size(); i++) {
      damages.get(i).inflict();
      assertThat(require("entry").resolve("bin/program")).hasContent("run me");
      assertThat(program.resolveSibling("stray")).doesNotExist();
      assertThat(made).as("after damage %d", i).hasValue(i + 2);
    }
  }

  private interface Damage {
    void inflict() throws IOException;
  }

  @Test
  void noticesFilesThatExchangedTheirContents() throws Exception {
    CacheEntry.Maker maker =
        content -> {
          made.incrementAndGet();
          Files.createDirectory(content);
          Files.writeString(content.resolve("a"), "1");
          Files.writeString(content.resolve("b"), "22");
        };
    Path content = CacheEntry.require(cache, "pair", maker);
    Files.writeString(content.resolve("a"), "22");
    Files.writeString(content.resolve("b"), "1");
    CacheEntry.require(cache, "pair", maker);
    assertThat(made).hasValue(2);
  }

  @Test
  void startsOverAfterAMakerThatDied() throws Exception {
    Path left = Files.createDirectories(cache.resolve("entry.making/content/bin"));
    Files.writeString(left.resolve("half"), "ha");
    assertThat(require("entry").resolve("bin/half")).doesNotExist();
    assertThat(cache.resolve("entry.making")).doesNotExist();
  }

  @Test
  void leavesNothingOfAMakerThatFailed() throws Exception {
    assertThatThrownBy(() ->
            CacheEntry.require(
                cache,
                "entry",
                content -> {
                  Files.createDirectory(content);
                  throw new IOException("disk full");
                }))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("entry in the cache failed")
        .hasMessageContaining("disk full");
    try (var left = Files.list(cache)) {
      assertThat(left).containsExactly(cache.resolve("entry.lock"));
    }
    assertThat(require("entry").resolve("bin/program")).hasContent("run me");
  }

  private Path require(String name) {
    return CacheEntry.require(
        cache,
        name,
        content -> {
          made.incrementAndGet();
          Files.createDirectories(content.resolve("bin"));
          Files.writeString(content.resolve("bin/program"), "run me");
        });
  }
}
