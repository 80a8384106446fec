package dev.borealis.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessIdentityTest {

  @Test
  void knowsThatThisProcessLives() {
    assertThat(ProcessIdentity.current().isAlive()).isTrue();
    assertThat(ProcessIdentity.current()).isEqualTo(ProcessIdentity.current());
  }

  @Test
  void isNotTakenInByAProcessThatGotTheSameId() {
    ProcessIdentity other =
        new ProcessIdentity(ProcessHandle.current().pid(), "a start at another time");
    assertThat(other.isAlive()).isFalse();
  }

  @Test
  void knowsThatAProcessHasEnded() throws IOException, InterruptedException {
    Process child = new ProcessBuilder("true").start();
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    ProcessIdentity ended = new ProcessIdentity(child.pid(), ProcessIdentity.current().startMark());
    assertThat(ended.isAlive()).isFalse();
  }

  @Test
  void refusesToStandForAnyProcessOfAnId() {
    assertThatThrownBy(() -> new ProcessIdentity(1, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
