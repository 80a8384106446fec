package dev.borealis.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The network within this machine. */
final class Loopback {
  private Loopback() {}

  /** A port on which nobody listens now. */
  static int freePort() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new BenchFailure("No port is free: " + e.getMessage(), e);
    }
  }
}
