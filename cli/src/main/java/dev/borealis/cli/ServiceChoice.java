package dev.borealis.cli;

import dev.borealis.cli.Subcommand.OptionalSetting;
import dev.borealis.cluster.DataDirectory;
import dev.borealis.cluster.ServiceRecord;
import dev.borealis.cluster.ServiceRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which of the running local services a command is about. */
final class ServiceChoice {
  private final OptionalSetting<Path> dataDirectory;
  private final OptionalSetting<Integer> port;

  ServiceChoice(Subcommand command) {
    dataDirectory =
        command.option(Path.class, "--data", "DIR", "The local service with this data directory.");
    port =
        command.option(
            Integer.class,
            "--port",
            "PORT",
            "The local service on this port. Needed only if several run.");
  }

  /** The data directory that was named on the command line. */
  @Nullable Path dataDirectory() {
    return dataDirectory.value();
  }

  /**
   * The chosen service.
   *
   * @throws CommandFailure if none runs, or if it is not clear which one is meant
   */
  ServiceRecord require() {
    List<ServiceRecord> candidates = candidates();
    if (candidates.size() == 1) {
      return candidates.getFirst();
    }
    if (candidates.isEmpty()) {
      throw new CommandFailure(
          "No local service is running%s. Start one with 'dsql start'.".formatted(where()));
    }
    throw new CommandFailure(
        "%d local services are running: %s. Choose one with --port or --data."
            .formatted(
                candidates.size(),
                candidates.stream()
                    .map(service ->
                        "port %d (%s)".formatted(service.port(), service.dataDirectory()))
                    .collect(Collectors.joining(", "))));
  }

  /** All running services that fit what was said on the command line. */
  List<ServiceRecord> candidates() {
    Path named = dataDirectory();
    Integer chosenPort = port.value();
    List<ServiceRecord> running =
        named == null
            ? running()
            : ServiceRegistry.findByDataDirectory(named.toAbsolutePath()).stream().toList();
    return running.stream()
        .filter(service -> chosenPort == null || service.port() == chosenPort)
        .toList();
  }

  private static List<ServiceRecord> running() {
    List<ServiceRecord> registered = ServiceRegistry.ofUser().running();
    if (!registered.isEmpty()) {
      return registered;
    }
    // A service that was started where XDG_RUNTIME_DIR is another one, by cron for instance, is
    // registered elsewhere, but its data directory is known.
    Optional<ServiceRecord> usual =
        ServiceRegistry.findByDataDirectory(DataDirectory.defaultForUser());
    return usual.stream().toList();
  }

  private String where() {
    Integer chosenPort = port.value();
    String onPort = chosenPort == null ? "" : " on port " + chosenPort;
    Path named = dataDirectory();
    return named == null ? onPort : onPort + " with the data directory " + named;
  }
}
