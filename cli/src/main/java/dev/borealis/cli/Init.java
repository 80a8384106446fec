package dev.borealis.cli;

import dev.borealis.cli.ProjectScan.Language;
import dev.borealis.client.ClientException;
import dev.borealis.client.ClusterLogin;
import dev.borealis.cluster.ServiceRecord;
import dev.borealis.cluster.ServiceRegistry;
import dev.borealis.iam.Credentials;
import dev.borealis.iam.IdentityStore;
import dev.borealis.mcp.Agent;
import dev.borealis.mcp.AgentSetup;
import dev.borealis.mcp.FileChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code dsql init}: from nothing to a project that talks to a cluster, in nine steps. Each says
 * what it will do and asks; what is there already is left as it is, so it can be run again at any
 * time.
 */
final class Init extends Subcommand {
  private static final int STDIN = 0;
  private static final String ENDPOINT = "DSQL_ENDPOINT";
  private static final String LOCAL_ADDRESS = "PGHOSTADDR";
  private static final String ACCESS_KEY = "AWS_ACCESS_KEY_ID";
  private static final String SECRET_KEY = "AWS_SECRET_ACCESS_KEY";

  private final Setting<Boolean> goOn =
      flag("--continue", "Go on after a pause: steps that are done are passed over.");
  private final Setting<Boolean> yes = flag("--yes", "Ask nothing; for CI.");
  private final OptionalSetting<Path> directory =
      option(Path.class, "--dir", "DIR", "The project (default: here).");
  private final OptionalSetting<String> endpoint =
      option(
          String.class, "--endpoint", "HOST", "A cluster in AWS to use, instead of a local one.");
  private final OptionalSetting<String> profile =
      option(String.class, "--profile", "NAME", "The AWS profile whose keys sign.");
  private final OptionalSetting<Agent> agent =
      option(
          Agent.class,
          "--agent",
          "NAME",
          "The coding agent to set up: claude, kiro, codex, gemini, cursor (default: those whose files are there).");

  Init() {
    super(
        "init",
        "Sets a project up for Aurora DSQL, step by step.",
        "It can be stopped at any time; --continue goes on from what is there.");
    examples("  dsql init", "  dsql init --continue", "  dsql init --yes --dir shop");
  }

  @Override
  public Integer call() throws IOException {
    if (!yes.value() && !Posix.isTerminal(STDIN)) {
      throw new CommandFailure("There is no terminal to ask at. Add --yes.");
    }
    Path project =
        Objects.requireNonNullElse(directory.value(), Path.of("")).toAbsolutePath().normalize();
    if (!Files.isDirectory(project)) {
      throw new CommandFailure("There is no directory " + project + ".");
    }
    InitDialog dialog = new InitDialog(out(), yes.value());
    out()
        .println(
            "Setting up "
                + project
                + " for Aurora DSQL. Ctrl-C stops; 'dsql init --continue' goes on.");
    EnvFile env = new EnvFile(project.resolve(".env"));
    prerequisites(dialog);
    Target target = cluster(dialog, env);
    environment(dialog, env, target);
    agents(dialog, project, target);
    boolean connected = connection(dialog, target);
    ProjectScan scan = project(dialog, project);
    driver(dialog, project, scan);
    dialog.step(8, "the schema");
    InitSchema schema =
        new InitSchema(dialog, project, target, login(target), profile.value(), out(), err());
    boolean migrated = schema.run(scan, connected);
    next(dialog, scan, target);
    return connected && migrated ? 0 : 1;
  }

  private void prerequisites(InitDialog dialog) {
    dialog.step(1, "what is needed");
    boolean inEnvironment = SigningKeys.ofEnvironment(System.getenv()) != null;
    Path shared = Path.of(System.getProperty("user.home"), ".aws");
    boolean inFiles =
        Files.exists(shared.resolve("credentials")) || Files.exists(shared.resolve("config"));
    dialog.say(
        inEnvironment
            ? "AWS credentials: in the environment."
            : inFiles
                ? "AWS credentials: in the files of the AWS CLI."
                : "AWS credentials: none. A local cluster has its own.");
    dialog.say(
        Launcher.isOnPath("psql")
            ? "psql: found."
            : "psql: not found. 'dsql sql' does without; or install the PostgreSQL client.");
  }

  /** The local one first, then AWS. */
  private Target cluster(InitDialog dialog, EnvFile env) throws IOException {
    dialog.step(2, "a cluster");
    List<ServiceRecord> running = ServiceRegistry.ofUser().running();
    String named = endpoint.value();
    String written = env.get(ENDPOINT);
    if (named != null) {
      dialog.say("Using " + named + ".");
      return Target.at(named, null, running, System.getenv());
    }
    if (goOn.value() && written != null && !isGone(written, env, running)) {
      dialog.say("Done: .env names " + written + ".");
      return Target.at(written, env.get("AWS_REGION"), running, System.getenv());
    }
    if (!running.isEmpty()) {
      ServiceRecord service = running.getFirst();
      if (dialog.agrees(
          "Use the local cluster %s on port %d?".formatted(service.endpoint(), service.port()))) {
        return Target.of(service);
      }
    } else if (dialog.agrees("Start a local cluster in the background ('dsql start --detach')?")) {
      String earlierPort = env.get(LOCAL_ADDRESS) == null ? null : env.get("PGPORT");
      return Target.of(new LocalStart(dialog, out(), err()).start(earlierPort));
    }
    String host =
        dialog.ask(
            "The endpoint of a cluster in AWS (<id>.dsql.<region>.on.aws), or none to stop:",
            "none");
    if (host.equals("none")) {
      throw new CommandFailure(
          "Without a cluster there is nothing to set up. 'dsql cluster create --profile NAME --wait' makes one in AWS.");
    }
    return Target.at(host, null, running, System.getenv());
  }

  /** Whether an endpoint belongs to a local cluster that does not run. */
  private static boolean isGone(String endpoint, EnvFile env, List<ServiceRecord> running)
      throws IOException {
    return env.get(LOCAL_ADDRESS) != null
        && running.stream().noneMatch(service -> service.answersTo(endpoint));
  }

  private void environment(InitDialog dialog, EnvFile env, Target target) throws IOException {
    dialog.step(3, "the address, in .env");
    Map<String, @Nullable String> variables = new LinkedHashMap<>();
    variables.put(ENDPOINT, target.address().host());
    variables.put("AWS_REGION", target.address().region());
    // What libpq needs to find and to trust a local cluster, and what would lead it astray in AWS.
    ServiceRecord service = target.service();
    variables.put(LOCAL_ADDRESS, service == null ? null : service.connectAddress());
    variables.put("PGPORT", service == null ? null : Integer.toString(service.port()));
    variables.put(
        "PGSSLROOTCERT", service == null ? null : service.certificateAuthority().toString());
    addKeys(variables, env, service);
    Path path = env.path();
    String before = Files.exists(path) ? Files.readString(path) : null;
    FileChange change = new FileChange(path, before, env.with(variables));
    if (!change.changes()) {
      dialog.say("Done already.");
      return;
    }
    // Not as a diff, which would show what else is in the file.
    variables.forEach((name, value) -> {
      if (value != null) {
        dialog.say(name + "=" + value);
      }
    });
    if (dialog.agrees("Write this?")) {
      change.apply();
    }
  }

  /** A connector needs keys even for a local cluster, whose own are known to everybody. */
  private void addKeys(
      Map<String, @Nullable String> variables, EnvFile env, @Nullable ServiceRecord service)
      throws IOException {
    Credentials local = IdentityStore.DEFAULT_IDENTITY.credentials();
    String written = env.get(ACCESS_KEY);
    boolean others = profile.value() != null || SigningKeys.ofEnvironment(System.getenv()) != null;
    if (service != null && written == null && !others) {
      variables.put(ACCESS_KEY, local.accessKeyId());
      variables.put(SECRET_KEY, local.secretAccessKey());
    } else if (service == null && local.accessKeyId().equals(written)) {
      variables.put(ACCESS_KEY, null);
      variables.put(SECRET_KEY, null);
    }
  }

  /** Shows changes, asks, and does them. */
  private static void apply(InitDialog dialog, List<FileChange> changes, String question)
      throws IOException {
    List<FileChange> needed = changes.stream().filter(FileChange::changes).toList();
    if (needed.isEmpty()) {
      dialog.say("Done already.");
      return;
    }
    needed.stream().limit(6).forEach(change -> dialog.say(change.diff()));
    if (needed.size() > 6) {
      dialog.say("... and %d more files.".formatted(needed.size() - 6));
    }
    if (dialog.agrees(question)) {
      for (FileChange change : needed) {
        change.apply();
      }
    }
  }

  private void agents(InitDialog dialog, Path project, Target target) throws IOException {
    dialog.step(4, "coding agents");
    List<Agent> chosen = new ArrayList<>();
    Agent named = agent.value();
    if (named != null) {
      chosen.add(named);
    } else {
      for (Agent candidate : Agent.values()) {
        if (candidate.isUsedIn(project)) {
          chosen.add(candidate);
        }
      }
    }
    if (chosen.isEmpty()) {
      dialog.say(
          "No files of a coding agent are here. 'dsql skill install --agent NAME' sets one up at any time.");
    }
    List<String> flags =
        target.service() != null
            ? List.of()
            : List.of(
                "--cluster_endpoint", target.address().host(),
                "--region", target.address().region(),
                "--database_user", "admin");
    for (Agent candidate : chosen) {
      dialog.say(candidate.name().toLowerCase(Locale.ROOT) + ":");
      try {
        AgentSetup setup =
            new AgentSetup(candidate, project, Path.of(System.getProperty("user.home")));
        apply(
            dialog,
            setup.install(Launcher.commandForOthers(), flags),
            "Install the skill and the MCP server?");
      } catch (IllegalArgumentException e) {
        dialog.say(String.valueOf(e.getMessage()));
      }
    }
  }

  private boolean connection(InitDialog dialog, Target target) {
    dialog.step(5, "the connection");
    ClusterLogin login = login(target);
    try (Connection connection = login.connect(Map.of());
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery("SELECT current_database(), version()")) {
      answer.next();
      dialog.say("Connected to %s: %s.".formatted(answer.getString(1), answer.getString(2)));
      return true;
    } catch (SQLException | ClientException e) {
      dialog.say("It failed: " + e.getMessage());
      dialog.say(
          "Is the cluster ACTIVE? Do the keys have dsql:DbConnectAdmin? 'dsql docs read troubleshooting' has more.");
      return false;
    }
  }

  private ClusterLogin login(Target target) {
    String named = profile.value();
    return new ClusterLogin(
        target.address(), "admin", () -> SigningKeys.find(target, named, System.getenv()));
  }

  private static ProjectScan project(InitDialog dialog, Path project) throws IOException {
    dialog.step(6, "the project");
    ProjectScan scan = ProjectScan.of(project);
    if (scan.empty()) {
      dialog.say("There is no code here yet.");
    } else {
      dialog.say(
          "Languages: "
              + String.join(", ", scan.languages().stream().map(Language::title).toList())
              + ".");
      if (!scan.frameworks().isEmpty()) {
        dialog.say(
            "Uses "
                + String.join(", ", scan.frameworks())
                + ". 'dsql docs read orms' tells what they need.");
      }
    }
    dialog.say("SQL scripts: " + scan.scripts().size() + ".");
    return scan;
  }

  private static void driver(InitDialog dialog, Path project, ProjectScan scan) throws IOException {
    dialog.step(7, "the driver");
    if (scan.languages().isEmpty()) {
      dialog.say("'dsql docs read languages' has the one for each language.");
    }
    for (ProjectDriver driver : ProjectDriver.of(project, scan)) {
      if (driver.isThere()) {
        dialog.say("Done: " + driver.library() + " is in the build file.");
      } else if (driver.change().isPresent()) {
        apply(dialog, List.of(driver.change().get()), "Add " + driver.library() + "?");
      } else {
        dialog.say(driver.library() + ": " + driver.byHand());
      }
    }
  }

  private static void next(InitDialog dialog, ProjectScan scan, Target target) {
    dialog.step(9, "what is next");
    dialog.say("set -a; . ./.env; set +a      the address, for your own code");
    if (target.service() != null) {
      Set<Language> languages = scan.languages();
      if (languages.contains(Language.JAVA) || languages.contains(Language.NODE)) {
        dialog.say("sudo dsql hosts --install     the cluster's name, for Java and Node.js");
      }
      if (languages.contains(Language.NODE)) {
        dialog.say("NODE_EXTRA_CA_CERTS=$PGSSLROOTCERT   its certificate, for Node.js");
      }
      if (languages.contains(Language.JAVA)) {
        dialog.say("sslmode=verify-full&sslrootcert=$PGSSLROOTCERT   the same, for JDBC");
      }
      dialog.say("dsql faults conflict --every 3   conflicts, so that retries are tested");
    }
    dialog.say("dsql sql                      a prompt on the cluster");
    dialog.say("dsql docs search 'retry'      rules, limits, errors, migrations");
    dialog.say("dsql docs read access-control    a role of its own for the application");
  }
}
