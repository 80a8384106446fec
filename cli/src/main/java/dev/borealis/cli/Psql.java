package dev.borealis.cli;

import dev.borealis.cluster.ServiceRecord;
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
    Target target = options.target();
    throw Posix.exec(psql, arguments.value(), environment(target));
  }

  // Everything goes by environment: the arguments of a process can be read by everybody.
  private Map<String, String> environment(Target target) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("PGHOST", target.host());
    environment.put("PGPORT", Integer.toString(target.port()));
    environment.put("PGUSER", options.user());
    environment.put("PGDATABASE", "postgres");
    environment.put("PGPASSWORD", options.token(target, AuthToken.DEFAULT_LIFE));
    environment.put("PGSSLMODE", "verify-full");
    environment.remove("PGHOSTADDR");
    ServiceRecord service = target.service();
    if (service != null) {
      environment.put("PGHOSTADDR", service.connectAddress());
      environment.put("PGSSLROOTCERT", service.certificateAuthority().toString());
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
