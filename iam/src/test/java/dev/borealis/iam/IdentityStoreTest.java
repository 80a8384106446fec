package dev.borealis.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityStoreTest {
  private static final String FILE = "identities.properties";

  @TempDir Path directory;

  @Test
  void holdsTheDefaultIdentityWhenFresh() throws IOException {
    IdentityStore store = IdentityStore.open(directory.resolve("made/on/demand"));

    assertThat(store.list())
        .containsExactly(
            new LocalIdentity(
                new Credentials("test", "test", null),
                "arn:aws:iam::000000000000:user/test",
                Policy.ALLOW_ALL));
  }

  @Test
  void keepsItsFileToItsOwner() throws IOException {
    IdentityStore store = IdentityStore.open(directory);
    assertThat(permissions()).isEqualTo("rw-------");

    store.add(identity("a"));
    assertThat(permissions()).isEqualTo("rw-------");
  }

  private String permissions() throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(FILE)));
  }

  @Test
  void addsAndRemovesAcrossOpenings() throws IOException {
    LocalIdentity limited =
        new LocalIdentity(
            new Credentials("a.b=c,d@e+f", "s e:c\\r#e!t=\t".strip(), null),
            "arn:aws:iam::123456789012:role/path/name",
            Policy.allowing());
    IdentityStore store = IdentityStore.open(directory);

    assertThat(store.add(limited)).isTrue();
    assertThat(store.add(limited)).isFalse();
    assertThat(IdentityStore.open(directory).list())
        .containsExactlyInAnyOrder(limited, IdentityStore.DEFAULT_IDENTITY);
    assertThat(store.remove("test")).isTrue();
    assertThat(store.remove("test")).isFalse();
    assertThat(IdentityStore.open(directory).list()).containsExactly(limited);
    assertThat(store.remove(limited.accessKeyId())).isTrue();
    assertThat(IdentityStore.open(directory).list()).isEmpty();
  }

  @Test
  void losesNoIdentityWhenManyAreAddedAtOnce() throws Exception {
    IdentityStore.open(directory);
    List<Future<Boolean>> additions = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 40; i++) {
        LocalIdentity identity = identity("key" + i);
        additions.add(threads.submit(() -> IdentityStore.open(directory).add(identity)));
      }
      for (Future<Boolean> addition : additions) {
        assertThat(addition.get(60, TimeUnit.SECONDS)).isTrue();
      }
    }

    assertThat(IdentityStore.open(directory).list()).hasSize(41);
  }

  @Test
  void losesNoIdentityWhenTwoProcessesAdd() throws Exception {
    int each = 25;
    List<Process> processes = new ArrayList<>();
    try {
      for (String prefix : List.of("p", "q")) {
        processes.add(
            process(AddIdentities.class, directory.toString(), prefix, Integer.toString(each))
                .start());
      }
      for (Process process : processes) {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
      }
    } finally {
      processes.forEach(Process::destroyForcibly);
    }

    assertThat(IdentityStore.open(directory).list()).hasSize(1 + 2 * each);
  }

  @Test
  void ignoresAHalfWrittenFileThatACrashLeftBehind() throws IOException {
    IdentityStore store = IdentityStore.open(directory);
    Files.writeString(directory.resolve(FILE + ".next"), "half.secr");

    assertThat(IdentityStore.open(directory).list()).hasSize(1);
    assertThat(store.add(identity("a"))).isTrue();
    assertThat(IdentityStore.open(directory).list()).hasSize(2);
    assertThat(directory.resolve(FILE + ".next")).doesNotExist();
  }

  @Test
  void refusesToStoreTemporaryCredentials() throws IOException {
    IdentityStore store = IdentityStore.open(directory);
    LocalIdentity temporary =
        new LocalIdentity(
            new Credentials("a", "b", "c"), LocalIdentity.userArn("u"), Policy.ALLOW_ALL);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.add(temporary))
        .withMessageContaining("temporary");
  }

  @Test
  void refusesAPrincipalThatIsNoArn() {
    Credentials credentials = new Credentials("a", "b", null);

    for (String arn :
        List.of(
            "",
            "user",
            "arn:aws:s3:::bucket",
            "arn:aws:iam::1:user/u",
            "arn:aws:iam::000000000000:user/\n")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new LocalIdentity(credentials, arn, Policy.ALLOW_ALL))
          .withMessageContaining("is not the ARN of an IAM user or role");
    }
  }

  @Test
  void prefersTheFileToAnEqualKeyInMemoryAndMemoryToADifferentOne() throws IOException {
    IdentityStore store = IdentityStore.open(directory);
    String inMemoryArn = LocalIdentity.userArn("environment");

    store.addInMemory(
        new LocalIdentity(new Credentials("test", "test", null), inMemoryArn, Policy.ALLOW_ALL));
    assertThat(store.find("test")).contains(IdentityStore.DEFAULT_IDENTITY);

    LocalIdentity other =
        new LocalIdentity(new Credentials("test", "other", null), inMemoryArn, Policy.ALLOW_ALL);
    store.addInMemory(other);
    assertThat(store.find("test")).contains(other);
    assertThat(store.list()).containsExactly(IdentityStore.DEFAULT_IDENTITY);
  }

  @Test
  void keepsTheLastReadableIdentitiesWhenTheFileBreaks() throws IOException {
    IdentityStore store = IdentityStore.open(directory);
    Files.writeString(directory.resolve(FILE), "nonsense=1\n");
    assertThat(store.find("test")).isPresent();

    Files.delete(directory.resolve(FILE));
    assertThat(store.find("test")).isPresent();

    IdentityStore.open(directory).add(identity("again"));
    assertThat(store.find("again")).isPresent();
  }

  @Test
  void saysWhatIsWrongWithTheFile() throws IOException {
    Path file = directory.resolve(FILE);
    assertUnreadable("nonsense=1", file + ": unknown entry 'nonsense'");
    assertUnreadable("a.secret=xyzzy", "entry 'a.principal' is missing");
    assertUnreadable("a.colour=xyzzy", "unknown entry 'a.colour'");
    assertUnreadable("a.secret=\\uxyzz", "Malformed");
    String complete = "a.secret=xyzzy\na.principal=arn:aws:iam::000000000000:user/u\na.allow=%s\n";
    assertUnreadable(complete.formatted("dsql Connect"), "'dsql Connect' is not an action");
    assertUnreadable(
        complete.formatted("") + "a.policy-p={}\n", "entry 'a.policy-p': the statement must be");
    assertUnreadable(complete.formatted("").replace("arn:aws", "arn"), "is not the ARN");
    assertUnreadable("#" + "x".repeat(8 << 20), "the file is larger than 8388608 bytes");
  }

  private void assertUnreadable(String content, String problem) throws IOException {
    Files.writeString(directory.resolve(FILE), content);
    assertThatIOException()
        .isThrownBy(() -> IdentityStore.open(directory))
        .withMessageContaining(problem)
        .withMessageNotContaining("xyzzy");
  }

  @Test
  void saysThatTheDirectoryCannotBeMade() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThatIOException()
        .isThrownBy(() -> IdentityStore.open(file.resolve("below")))
        .withMessageContaining("cannot make the directory " + file.resolve("below"));
  }

  @Test
  void waitsForTheLockOfAnotherProcess() throws Exception {
    IdentityStore store = IdentityStore.open(directory);
    Process holder = process(HoldLock.class, directory.toString()).start();
    FutureTask<Boolean> addition = new FutureTask<>(() -> store.add(identity("a")));
    try {
      assertThat(holder.getInputStream().read()).isEqualTo('L');
      assertLockRefused("another process does not let go of it");
      Thread adder = Thread.startVirtualThread(addition);
      long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (adder.getState() != Thread.State.TIMED_WAITING) {
        assertThat(addition.isDone()).isFalse();
        assertThat(System.nanoTime()).isLessThan(deadlineNanos);
        Thread.onSpinWait();
      }
      assertLockRefused("another thread does not let go of it");
    } finally {
      holder.destroyForcibly().waitFor();
    }

    assertThat(addition.get(60, TimeUnit.SECONDS)).isTrue();
    assertThat(store.list()).hasSize(2);
  }

  private void assertLockRefused(String reason) {
    assertThatIOException()
        .isThrownBy(() -> StateDirectory.open(directory).lock(Duration.ofMillis(1)))
        .withMessageContaining(directory.resolve(".lock").toString())
        .withMessageContaining(reason);
  }

  private static ProcessBuilder process(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  private static LocalIdentity identity(String accessKeyId) {
    return new LocalIdentity(
        new Credentials(accessKeyId, "secret", null),
        LocalIdentity.userArn(accessKeyId),
        Policy.ALLOW_ALL);
  }

  /** A process that adds identities: directory, prefix of their keys, number. */
  static final class AddIdentities {
    private AddIdentities() {}

    public static void main(String[] args) throws IOException {
      for (int i = 0; i < Integer.parseInt(args[2]); i++) {
        IdentityStore.open(Path.of(args[0])).add(identity(args[1] + i));
      }
    }
  }

  /**
   * A process that prints L when it holds the lock of a directory, and then holds it until it is
   * killed.
   */
  static final class HoldLock {
    private HoldLock() {}

    public static void main(String[] args) throws Exception {
      try (FileChannel channel =
          FileChannel.open(
              Path.of(args[0], ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.lock();
        System.out.print('L');
        System.out.flush();
        new CountDownLatch(1).await();
      }
    }
  }
}
