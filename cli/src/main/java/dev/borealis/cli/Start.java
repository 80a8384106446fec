package dev.borealis.cli;

import dev.borealis.cluster.DataDirectory;
import dev.borealis.cluster.DsqlVersion;
import dev.borealis.cluster.LocalService;
import dev.borealis.cluster.LocalServiceOptions;
import dev.borealis.cluster.LocalServiceOptions.OwnCertificate;
import dev.borealis.cluster.LocalServiceOptions.SignIn;
import dev.borealis.cluster.ServiceException;
import dev.borealis.cluster.ServiceRecord;
import dev.borealis.cluster.ServiceRegistry;
import dev.borealis.engine.CacheDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "start",
    description = {
      "Starts a local Aurora DSQL with one cluster.",
      "It is ready when the line '" + ServiceText.READY + "' appears. Ctrl-C stops it."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Example:",
      "  dsql start",
      "  dsql start --ephemeral --detach",
      "  dsql start --data ./db --port 5433 --region eu-west-1"
    })
final class Start implements Callable<Integer> {

  /** Where the data go. */
  static final class Place {
    @Option(
        names = "--data",
        paramLabel = "DIR",
        description = "Where the data are kept (default: a directory of the user).")
    private @Nullable Path dataDirectory;

    @Option(
        names = "--ephemeral",
        description =
            "Keep no data: all is deleted on stop. Faster, as nothing waits for the disk.")
    private boolean ephemeral;
  }

  /** A certificate of the user's own; all of it or nothing. */
  static final class Certificate {
    @Option(
        names = "--tls-cert",
        paramLabel = "FILE",
        required = true,
        description = "The server's certificate chain, PEM, instead of one of a CA made here.")
    private Path chain = Path.of("");

    @Option(
        names = "--tls-key",
        paramLabel = "FILE",
        required = true,
        description = "Its private key, PEM (PKCS#8).")
    private Path key = Path.of("");

    @Option(
        names = "--tls-ca",
        paramLabel = "FILE",
        description = "What clients verify it with, PEM (default: the chain itself).")
    private @Nullable Path authority;
  }

  @ArgGroup(exclusive = true)
  private @Nullable Place place;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "" + LocalServiceOptions.DEFAULT_PORT,
      description = "Where to listen; 0 is any free port (default: ${DEFAULT-VALUE}).")
  private int port = LocalServiceOptions.DEFAULT_PORT;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description =
          "The region of a new cluster (default: " + LocalServiceOptions.DEFAULT_REGION + ").")
  private @Nullable String region;

  @Option(
      names = "--dsql-version",
      paramLabel = "YYYY-MM",
      defaultValue = "2026-06",
      description = "The state of Aurora DSQL to be like: 2025-12, 2026-06 (default) or 2026-09.")
  private DsqlVersion version = DsqlVersion.JUNE_2026;

  @Option(
      names = "--auth",
      paramLabel = "MODE",
      defaultValue = "iam",
      description = {
        "iam: tokens must be signed by a known key pair (default).",
        "relaxed: by any key pair, for CI that signs with keys of its own."
      })
  private SignIn signIn = SignIn.IAM;

  @Option(
      names = "--detach",
      description = "Go to the background, and return when the service is ready.")
  private boolean detach;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "The address to listen on (default: ${DEFAULT-VALUE}, this machine only).")
  private InetAddress address = InetAddress.getLoopbackAddress();

  @Option(
      names = "--host-name",
      paramLabel = "NAME",
      description = "A further name or address that clients use; may be repeated.")
  private Set<String> hostNames = Set.of();

  @ArgGroup(exclusive = false)
  private @Nullable Certificate certificate;

  @Option(
      names = "--endpoint-suffix",
      paramLabel = "SUFFIX",
      defaultValue = LocalServiceOptions.DEFAULT_ENDPOINT_SUFFIX,
      description = "The end of the endpoint's name (default: ${DEFAULT-VALUE}).")
  private String endpointSuffix = LocalServiceOptions.DEFAULT_ENDPOINT_SUFFIX;

  @Option(
      names = "--connection-rate",
      description = "Limit new connections as the service does: 100 per second, bursts of 1,000.")
  private boolean connectionRate;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json (default: ${DEFAULT-VALUE}).")
  private Output output = Output.TEXT;

  // Given by the process that --detach starts this one from.
  @Option(names = Background.OPTION, hidden = true)
  private boolean background;

  @Option(names = Background.EPHEMERAL_DIRECTORY_OPTION, hidden = true)
  private @Nullable Path ephemeralDirectory;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    LocalServiceOptions options = options();
    requireNotRunning(options);
    warnIfReachable(options);
    if (detach) {
      print(Background.start(spec.commandLine(), options));
      return 0;
    }
    if (background) {
      Posix.leaveTerminal();
    }
    return serve(options);
  }

  private LocalServiceOptions options() {
    Path dataDirectory = dataDirectory();
    try {
      return new LocalServiceOptions(
          dataDirectory,
          place != null && place.ephemeral,
          CacheDirectory.forUser(),
          address,
          port,
          region,
          endpointSuffix,
          version,
          signIn,
          SigningKeys.ofEnvironment(System.getenv()),
          hostNames,
          certificate == null ? null : ownCertificate(certificate),
          connectionRate);
    } catch (ServiceException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Path dataDirectory() {
    if (place != null && place.ephemeral) {
      return ephemeralDirectory == null
          ? DataDirectory.createEphemeral(CacheDirectory.forUser())
          : ephemeralDirectory;
    }
    Path named = place == null ? null : place.dataDirectory;
    return named == null ? DataDirectory.defaultForUser() : named.toAbsolutePath().normalize();
  }

  private static OwnCertificate ownCertificate(Certificate certificate) {
    Path authority = certificate.authority;
    return new OwnCertificate(
        certificate.chain, certificate.key, authority == null ? certificate.chain : authority);
  }

  private static void requireNotRunning(LocalServiceOptions options) {
    Optional<ServiceRecord> running = ServiceRegistry.findByDataDirectory(options.dataDirectory());
    if (running.isPresent()) {
      throw new CommandFailure(
          "A service with the data directory %s runs already, on port %d (process %d). Stop it with 'dsql stop', or start another one with --data DIR or --ephemeral."
              .formatted(options.dataDirectory(), running.get().port(), running.get().pid()));
    }
  }

  private void warnIfReachable(LocalServiceOptions options) {
    if (!options.address().isLoopbackAddress() && !background) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(
          "dsql: warning: other machines can reach the service at %s. Whoever knows a key pair can sign in; 'dsql iam user remove test' removes the well-known one."
              .formatted(options.address().getHostAddress()));
      err.flush();
    }
  }

  private int serve(LocalServiceOptions options) throws IOException {
    LogFormat.ofService();
    StopSignal stop = StopSignal.expect();
    try (LocalService service = LocalService.start(options);
        ServiceRegistry.Registration _ = ServiceRegistry.ofUser().register(service.record())) {
      print(service.record());
      stop.await();
      return 0;
    } finally {
      stop.handled();
    }
  }

  private void print(ServiceRecord service) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case TEXT -> ServiceText.printReady(out, service, Launcher.commandName());
      case JSON -> JsonText.print(out, json -> ServiceText.write(json, service));
    }
  }
}
