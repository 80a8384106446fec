package dev.borealis.cli;

import dev.borealis.client.ClusterAddress;
import dev.borealis.client.ClusterLogin;
import dev.borealis.iam.AuthToken;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

final class Psql extends Subcommand {
  // Where Linux distributions, macOS and the BSDs keep the certificates that they trust.
  private static final List<Path> SYSTEM_CA_FILES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));

  private final TargetOptions options = new TargetOptions(this);
  private final Setting<List<String>> arguments = arguments("ARGS", "Arguments of psql.");

  Psql() {
    super(
        "psql",
        "Runs psql, signed in to a cluster with a fresh token and a verified certificate.",
        "What follows -- is for psql itself.");
    examples("  dsql psql", "  dsql psql --user app -- -c 'select 1' --csv");
  }

  @Override
  public Integer call() {
    Path psql =
        find("psql")
            .orElseThrow(() ->
                new CommandFailure(
                    "psql is not installed, or not in PATH. Install PostgreSQL's client, or use the built-in one: dsql sql"));
    throw Posix.exec(psql, arguments.value(), environment(options.login()));
  }

  // Everything goes by environment: the arguments of a process can be read by everybody.
  private static Map<String, String> environment(ClusterLogin login) {
    ClusterAddress address = login.address();
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("PGHOST", address.host());
    environment.put("PGPORT", Integer.toString(address.port()));
    environment.put("PGUSER", login.user());
    environment.put("PGDATABASE", "postgres");
    environment.put("PGPASSWORD", login.token(AuthToken.DEFAULT_LIFE));
    environment.put("PGSSLMODE", "verify-full");
    environment.remove("PGHOSTADDR");
    String connectTo = address.connectTo();
    if (connectTo != null) {
      environment.put("PGHOSTADDR", connectTo);
    }
    Path authority = address.certificateAuthority();
    if (authority != null) {
      environment.put("PGSSLROOTCERT", authority.toString());
    } else {
      environment.putIfAbsent("PGSSLROOTCERT", systemCertificates());
    }
    return environment;
  }

  private static String systemCertificates() {
    return SYSTEM_CA_FILES.stream()
        .filter(Files::isReadable)
        .findFirst()
        .map(Path::toString)
        .orElse("system"); // Which libpq 16 and later understand.
  }

  private static Optional<Path> find(String program) {
    @Nullable String path = System.getenv("PATH");
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(path == null ? "" : path)
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
