package dev.borealis.cli;

import dev.borealis.cluster.ClusterQuotas;
import dev.borealis.cluster.ControlPlaneOptions;
import dev.borealis.cluster.DataDirectory;
import dev.borealis.cluster.LocalService;
import dev.borealis.cluster.LocalServiceOptions;
import dev.borealis.cluster.LocalServiceOptions.OwnCertificate;
import dev.borealis.cluster.LocalServiceOptions.SignIn;
import dev.borealis.cluster.ServiceException;
import dev.borealis.cluster.ServiceRecord;
import dev.borealis.cluster.ServiceRegistry;
import dev.borealis.dialect.DsqlVersion;
import dev.borealis.engine.CacheDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

final class Start extends Subcommand {
  private static final String NO_AUDIT_LOG = "off";

  private final OptionalSetting<Path> data =
      option(
          Path.class,
          "--data",
          "DIR",
          "Where the data are kept (default: a directory of the user).");
  private final Setting<Boolean> ephemeral =
      flag(
          "--ephemeral",
          "Keep no data: all is deleted on stop. Faster, as nothing waits for the disk.");
  private final Setting<Integer> port =
      option(
          "--port",
          "PORT",
          LocalServiceOptions.DEFAULT_PORT,
          "Where to listen; 0 is any free port");
  private final OptionalSetting<Integer> httpPort =
      option(
          Integer.class,
          "--http-port",
          "PORT",
          "Where the control-plane API listens; 0 is any free port (default: %d, or any free port if it is taken)."
              .formatted(ControlPlaneOptions.DEFAULT_HTTP_PORT));
  private final Setting<Long> sleepAfterSeconds =
      option(
          "--sleep-after",
          "SECONDS",
          ControlPlaneOptions.DEFAULT_SLEEP_AFTER.toSeconds(),
          "Stop the PostgreSQL of a cluster that nobody has used for so long; 0 never does");
  private final Setting<Long> commitLatencyMillis =
      option(
          "--commit-latency",
          "MILLISECONDS",
          0L,
          "How much longer a commit takes that changes something, as between regions");
  private final Setting<Integer> clusterQuota =
      option(
          "--cluster-quota",
          "COUNT",
          ClusterQuotas.SERVICE.singleRegion(),
          "How many single-Region clusters a region can have");
  private final Setting<Integer> multiRegionQuota =
      option(
          "--multi-region-cluster-quota",
          "COUNT",
          ClusterQuotas.SERVICE.multiRegion(),
          "How many multi-Region clusters a region can have");
  private final OptionalSetting<String> region =
      option(
          String.class,
          "--region",
          "REGION",
          "The region of a new cluster (default: " + LocalServiceOptions.DEFAULT_REGION + ").");
  private final Setting<DsqlVersion> version =
      option(
          "--dsql-version",
          "YYYY-MM",
          DsqlVersion.defaultVersion(),
          "The state of Aurora DSQL to be like: " + versions());
  private final Setting<SignIn> signIn =
      option(
          "--auth",
          "MODE",
          SignIn.IAM,
          "iam: tokens must be signed by a known key pair.",
          "relaxed: by any key pair, for CI that signs with keys of its own");
  private final Setting<Boolean> detach =
      flag("--detach", "Go to the background, and return when the service is ready.");
  private final OptionalSetting<InetAddress> address =
      option(
          InetAddress.class,
          "--bind",
          "ADDRESS",
          "The address to listen on (default: 127.0.0.1, this machine only).");
  private final Set<String> hostNames = new HashSet<>();
  private final OptionalSetting<Path> certificateChain =
      option(
          Path.class,
          "--tls-cert",
          "FILE",
          "The server's certificate chain, PEM, instead of one of a CA made here.");
  private final OptionalSetting<Path> certificateKey =
      option(Path.class, "--tls-key", "FILE", "Its private key, PEM (PKCS#8).");
  private final OptionalSetting<Path> certificateAuthority =
      option(
          Path.class,
          "--tls-ca",
          "FILE",
          "What clients verify it with, PEM (default: the chain itself).");
  private final Setting<String> endpointSuffix =
      option(
          "--endpoint-suffix",
          "SUFFIX",
          LocalServiceOptions.DEFAULT_ENDPOINT_SUFFIX,
          "The end of the endpoint's name");
  private final Setting<Boolean> connectionRate =
      flag(
          "--connection-rate",
          "Limit new connections as the service does: 100 per second, bursts of 1,000.");
  private final Setting<Boolean> requireSni =
      flag(
          "--require-sni",
          "Refuse connections that name no cluster in TLS (SNI) or in the option amzn-cluster-id, as the service does.");
  private final OptionalSetting<Path> auditLog =
      option(
          Path.class,
          "--audit-log",
          "FILE",
          "Where the audit log is kept (default: audit.log in the data directory); 'off' for none.");
  private final Setting<Output> output = outputOption();

  // Given by the process that --detach starts this one from.
  private final Setting<Boolean> background = hiddenFlag(Background.OPTION);
  private final OptionalSetting<Path> ephemeralDirectory =
      hiddenOption(Path.class, Background.EPHEMERAL_DIRECTORY_OPTION);

  Start() {
    super(
        "start",
        "Starts a local Aurora DSQL with one cluster.",
        "It is ready when the line '" + ServiceText.READY + "' appears. Ctrl-C stops it.");
    repeated(
        hostNames,
        "--host-name",
        "NAME",
        name -> name,
        "A further name or address that clients use; may be repeated.");
    examples(
        "  dsql start",
        "  dsql start --ephemeral --detach",
        "  dsql start --data ./db --port 5433 --region eu-west-1");
  }

  @Override
  public Integer call() throws IOException {
    LocalServiceOptions options = options();
    requireNotRunning(options);
    warnIfReachable(options);
    if (detach.value()) {
      print(Background.start(spec().commandLine(), options));
      return 0;
    }
    if (background.value()) {
      Posix.leaveTerminal();
    }
    return serve(options);
  }

  private LocalServiceOptions options() {
    if (ephemeral.value() && data.value() != null) {
      throw wrongUsage("--ephemeral keeps no data, so --data makes no sense. Leave one out.");
    }
    OwnCertificate certificate = ownCertificate();
    Path dataDirectory = dataDirectory();
    try {
      return new LocalServiceOptions(
          dataDirectory,
          ephemeral.value(),
          CacheDirectory.forUser(),
          listenAddress(),
          port.value(),
          region.value(),
          endpointSuffix.value(),
          version.value(),
          signIn.value(),
          SigningKeys.ofEnvironment(System.getenv()),
          hostNames,
          certificate,
          connectionRate.value(),
          requireSni.value(),
          auditLog(dataDirectory),
          new ControlPlaneOptions(
              httpPort.value(),
              Duration.ofSeconds(sleepAfterSeconds.value()),
              Duration.ofMillis(commitLatencyMillis.value()),
              new ClusterQuotas(clusterQuota.value(), multiRegionQuota.value())));
    } catch (ServiceException e) {
      throw wrongUsage(String.valueOf(e.getMessage()));
    }
  }

  private Path dataDirectory() {
    if (ephemeral.value()) {
      Path made = ephemeralDirectory.value();
      return made == null ? DataDirectory.createEphemeral(CacheDirectory.forUser()) : made;
    }
    Path named = data.value();
    return named == null ? DataDirectory.defaultForUser() : named.toAbsolutePath().normalize();
  }

  private @Nullable Path auditLog(Path dataDirectory) {
    Path named = auditLog.value();
    if (named == null) {
      return DataDirectory.auditLog(dataDirectory);
    }
    return named.toString().equals(NO_AUDIT_LOG) ? null : named.toAbsolutePath().normalize();
  }

  private InetAddress listenAddress() {
    InetAddress named = address.value();
    return named == null ? InetAddress.getLoopbackAddress() : named;
  }

  private @Nullable OwnCertificate ownCertificate() {
    Path chain = certificateChain.value();
    Path key = certificateKey.value();
    Path authority = certificateAuthority.value();
    if (chain == null && key == null && authority == null) {
      return null;
    }
    if (chain == null || key == null) {
      throw wrongUsage("A certificate of your own needs both --tls-cert and --tls-key.");
    }
    return new OwnCertificate(chain, key, authority == null ? chain : authority);
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
    if (!options.address().isLoopbackAddress() && !background.value()) {
      PrintWriter err = err();
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
    PrintWriter out = out();
    switch (output.value()) {
      case TEXT -> ServiceText.printReady(out, service, Launcher.commandName(), requireSni.value());
      case JSON -> JsonText.print(out, json -> ServiceText.write(json, service));
    }
  }

  private static String versions() {
    return DsqlVersion.all().stream().map(DsqlVersion::name).collect(Collectors.joining(", "));
  }
}
