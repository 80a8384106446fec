package dev.borealis.cli;

import dev.borealis.cluster.LocalServiceOptions;
import dev.borealis.cluster.ServiceRecord;
import dev.borealis.cluster.ServiceRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts the local service in the background for somebody who has none: on its usual port or, where
 * another program has that, on one that the person agrees to.
 */
final class LocalStart {
  private static final int MAX_PORT = 65_535;
  private static final int ONE_CONNECTION = 1;

  private final InitDialog dialog;
  private final PrintWriter out;
  private final PrintWriter err;

  LocalStart(InitDialog dialog, PrintWriter out, PrintWriter err) {
    this.dialog = dialog;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts it.
   *
   * @param earlierPort where it was before, as .env has it; null if it was nowhere
   * @throws CommandFailure if it does not start, or no port is named that is free
   */
  ServiceRecord start(@Nullable String earlierPort) throws IOException {
    int usual = LocalServiceOptions.DEFAULT_PORT;
    int wanted = earlierPort == null ? usual : port(earlierPort, usual);
    int chosen = isFree(wanted) ? wanted : otherThan(wanted);
    List<String> command = new ArrayList<>(List.of("start", "--detach"));
    if (chosen != usual) {
      command.addAll(List.of("--port", Integer.toString(chosen)));
    }
    int exitCode = Dsql.run(command.toArray(String[]::new), out, err);
    List<ServiceRecord> running = ServiceRegistry.ofUser().running();
    if (exitCode != 0 || running.isEmpty()) {
      throw new CommandFailure(
          "No local cluster could be started; what is in the way stands above. Then 'dsql init --continue'.");
    }
    if (chosen != usual) {
      dialog.say("To start it again later: 'dsql " + String.join(" ", command) + "'.");
    }
    return running.getFirst();
  }

  private int otherThan(int taken) throws IOException {
    String next = Integer.toString(nextFree(taken));
    String complaint = "Port %d is taken by another program.".formatted(taken);
    while (true) {
      dialog.say(complaint);
      int chosen = port(dialog.ask("Start the cluster on which port instead?", next), 0);
      if (chosen != 0 && isFree(chosen)) {
        return chosen;
      }
      complaint =
          chosen == 0
              ? "A port is a number from 1 to %d.".formatted(MAX_PORT)
              : "Port %d is taken as well.".formatted(chosen);
    }
  }

  /** The next free port after one. */
  static int nextFree(int port) {
    for (int next = port + 1; next <= MAX_PORT; next++) {
      if (isFree(next)) {
        return next;
      }
    }
    throw new CommandFailure("No port above %d is free.".formatted(port));
  }

  /** Whether the service could listen there now. */
  static boolean isFree(int port) {
    try (ServerSocket _ =
        new ServerSocket(port, ONE_CONNECTION, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int port(String text, int otherwise) {
    try {
      int port = Integer.parseInt(text);
      return port >= 1 && port <= MAX_PORT ? port : otherwise;
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
