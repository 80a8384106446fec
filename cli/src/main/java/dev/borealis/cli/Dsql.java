package dev.borealis.cli;

import dev.borealis.cluster.DsqlVersion;
import java.io.FileDescriptor;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.PicocliException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The {@code dsql} command. Exit codes: 0 done, 1 what was asked for failed, 2 wrong usage. */
@Command(
    name = "dsql",
    description = "Aurora DSQL on your own machine, and tools for DSQL anywhere.",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Example: a local cluster, a query, and the end of it:",
      "  dsql start --ephemeral --detach",
      "  dsql sql -c 'select version()'",
      "  dsql stop",
      "",
      "'dsql COMMAND --help' tells more about a command."
    })
final class Dsql implements Runnable {
  /** In the order in which help shows them. */
  static final List<String> COMMANDS =
      List.of("start", "stop", "status", "token", "psql", "sql", "iam");

  @Spec private CommandSpec spec = CommandSpec.create();

  public static void main(String[] args) {
    LogFormat.ofCommand();
    PrintWriter out = StandardOutput.writer(FileDescriptor.out);
    PrintWriter err = StandardOutput.writer(FileDescriptor.err);
    System.exit(run(args, out, err));
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
   * with all of them. Finding out about a command takes longer than most of them run.
   */
  static CommandLine commandLine(String[] args, PrintWriter out, PrintWriter err) {
    CommandLine dsql = new CommandLine(new Dsql());
    String first = args.length == 0 ? "" : args[0];
    for (String name : COMMANDS.contains(first) ? List.of(first) : COMMANDS) {
      dsql.addSubcommand(name, command(name));
    }
    Complaints complaints = new Complaints();
    return dsql.setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .registerConverter(DsqlVersion.class, Dsql::version)
        .setParameterExceptionHandler(complaints)
        .setExecutionExceptionHandler(complaints);
  }

  private static Object command(String name) {
    return switch (name) {
      case "start" -> new Start();
      case "stop" -> new Stop();
      case "status" -> new Status();
      case "token" -> new Token();
      case "psql" -> new Psql();
      case "sql" -> new Sql();
      case "iam" -> new Iam();
      default -> throw new IllegalArgumentException("no command " + name);
    };
  }

  private static DsqlVersion version(String month) {
    return DsqlVersion.ofMonth(month)
        .orElseThrow(() ->
            new TypeConversionException(
                "'%s' is not one of %s".formatted(month, DsqlVersion.choices())));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? 'dsql --help' lists them.");
  }
}
