package dev.borealis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** Which port a service that {@code dsql init} starts gets. */
class LocalStartTest {
  @Test
  void passesOverPortsThatOthersHave() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThat(LocalStart.isFree(port)).isFalse();
      assertThat(LocalStart.nextFree(port - 1)).isGreaterThan(port);
    }
  }
}
