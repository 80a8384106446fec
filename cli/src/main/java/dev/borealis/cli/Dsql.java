package dev.borealis.cli;

import dev.borealis.dialect.DsqlVersion;
import java.io.FileDescriptor;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.PicocliException;
import picocli.CommandLine.TypeConversionException;

/** The {@code dsql} command. Exit codes: 0 done, 1 what was asked for failed, 2 wrong usage. */
final class Dsql extends Subcommand {
  /** In the order in which help shows them. */
  static final List<String> COMMANDS =
      List.of(
          "start",
          "stop",
          "status",
          "cluster",
          "token",
          "psql",
          "sql",
          "lint",
          "load",
          "migrate",
          "list-tables",
          "export",
          "alter",
          "explain",
          "iam",
          "hosts",
          "faults",
          "docs",
          "mcp",
          "skill",
          "init");

  private Dsql() {
    super("dsql", "Aurora DSQL on your own machine, and tools for DSQL anywhere.");
    spec()
        .usageMessage()
        .synopsisSubcommandLabel("COMMAND")
        .commandListHeading("%nCommands:%n")
        .footer(
            "",
            "Example: a local cluster, a query, and the end of it:",
            "  dsql start --ephemeral --detach",
            "  dsql sql -c 'select version()'",
            "  dsql stop",
            "",
            "'dsql COMMAND --help' tells more about a command.");
    spec().versionProvider(new Version());
    spec()
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Show the version.")
                .build());
  }

  public static void main(String[] args) {
    LogFormat.ofCommand();
    PrintWriter out = StandardOutput.writer(FileDescriptor.out);
    PrintWriter err = StandardOutput.writer(FileDescriptor.err);
    ProcessEnd.with(run(args, out, err));
  }

  /** Runs one command line and returns its exit code. */
  static int run(String[] args, PrintWriter out, PrintWriter err) {
    try {
      int exitCode = commandLine(args, out, err).execute(args);
      out.flush();
      err.flush();
      return exitCode;
    } catch (StandardOutput.ClosedException e) {
      return ExitCode.SOFTWARE;
    } catch (PicocliException e) {
      // A command that is declared wrongly; not what anybody typed.
      return Complaints.unexpected(e, err);
    }
  }

  /**
   * The command line with the one command that {@code args} begin with or, if they begin with none,
   * with all of them: there will be many, and each takes its time to declare.
   */
  static CommandLine commandLine(String[] args, PrintWriter out, PrintWriter err) {
    Dsql dsql = new Dsql();
    String first = args.length == 0 ? "" : args[0];
    for (String name : COMMANDS.contains(first) ? List.of(first) : COMMANDS) {
      dsql.spec().addSubcommand(name, command(name).spec());
    }
    Complaints complaints = new Complaints();
    return new CommandLine(dsql.spec())
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(DsqlVersion.class, Dsql::version)
        .setParameterExceptionHandler(complaints)
        .setExecutionExceptionHandler(complaints);
  }

  private static Subcommand command(String name) {
    return switch (name) {
      case "start" -> new Start();
      case "stop" -> new Stop();
      case "status" -> new Status();
      case "token" -> new Token();
      case "psql" -> new Psql();
      case "sql" -> new Sql();
      case "lint" -> new LintCommand();
      case "load" -> new LoadCommand();
      case "migrate" -> new MigrateCommand();
      case "list-tables" -> new ListTablesCommand();
      case "export" -> new ExportCommand();
      case "alter" -> new AlterCommand();
      case "explain" -> new ExplainCommand();
      case "iam" ->
          new Group(
              "iam",
              "Who may sign in to the local clusters.",
              "  dsql iam user add app",
              new Group(
                  "user",
                  "IAM users of the local clusters, each with a key pair.",
                  "  dsql iam user list",
                  new IamUserAdd(),
                  new IamUserList(),
                  new IamUserRemove()),
              new Group(
                  "policy",
                  "Policies of the users of the local clusters.",
                  "  dsql iam policy put app --file app.json",
                  new IamPolicyPut(),
                  new IamPolicyList(),
                  new IamPolicyDelete()));
      case "cluster" ->
          new Group(
              "cluster",
              "Creates, shows, changes and deletes clusters, here or in AWS.",
              "  dsql cluster create --tag Name=orders --wait",
              new ClusterCreate(),
              new ClusterGet(),
              new ClusterList(),
              new ClusterUpdate(),
              new ClusterDelete(),
              new ClusterWait(),
              new ClusterLink());
      case "hosts" -> new Hosts();
      case "faults" ->
          new Group(
              "faults",
              "Conflicts that are made to happen in a local cluster.",
              "  dsql faults conflict --table orders --every 3",
              new FaultsConflict(),
              FaultsRegion.down(),
              FaultsRegion.up(),
              new FaultsList(),
              new FaultsClear());
      case "docs" ->
          new Group(
              "docs",
              "What there is to know about Aurora DSQL, without a network.",
              "  dsql docs search retry 40001",
              new DocsSearch(),
              new DocsRead(),
              new DocsRecommend());
      case "mcp" -> new McpCommand();
      case "skill" ->
          new Group(
              "skill",
              "The skill for coding agents, with the MCP server's configuration.",
              "  dsql skill install --agent claude",
              SkillInstall.install(),
              SkillInstall.uninstall());
      case "init" -> new Init();
      default -> throw new IllegalArgumentException("no command " + name);
    };
  }

  private static DsqlVersion version(String name) {
    try {
      return DsqlVersion.parse(name);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Integer call() {
    throw wrongUsage("Which command? 'dsql --help' lists them.");
  }
}
