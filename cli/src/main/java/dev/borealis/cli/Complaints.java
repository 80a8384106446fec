package dev.borealis.cli;

import dev.borealis.client.ClientException;
import dev.borealis.cluster.ServiceException;
import dev.borealis.diagnose.DiagnosisException;
import dev.borealis.engine.EngineException;
import dev.borealis.load.LoadException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever goes wrong into one line for the person at the terminal, and an exit code. */
final class Complaints implements IParameterExceptionHandler, IExecutionExceptionHandler {
  static final String PREFIX = "dsql: ";
  private static final String DEBUG = "DSQL_DEBUG";

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    String message = usageMessage(e, command);
    err.println(PREFIX + message);
    if (!message.contains("--help")) {
      err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    err.flush();
    return ExitCode.USAGE;
  }

  private static String usageMessage(ParameterException e, CommandLine command) {
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String argument = unmatched.getUnmatched().getFirst();
      String what =
          argument.startsWith("-")
              ? "has no option"
              : command.getSubcommands().isEmpty() ? "takes no argument" : "has no command";
      List<String> suggestions = unmatched.getSuggestions();
      String instead =
          suggestions.isEmpty() ? "" : " Did you mean '" + suggestions.getFirst().strip() + "'?";
      return "'%s' %s '%s'.%s"
          .formatted(command.getCommandSpec().qualifiedName(), what, argument, instead);
    }
    return sentence(String.valueOf(e.getMessage()));
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    command.getOut().flush();
    PrintWriter err = command.getErr();
    return switch (e) {
      case StandardOutput.ClosedException closed -> throw closed;
      case CommandFailure _,
          ClientException _,
          DiagnosisException _,
          LoadException _,
          ServiceException _,
          EngineException _ -> {
        printTrace(e, err);
        err.println(PREFIX + e.getMessage());
        err.flush();
        yield ExitCode.SOFTWARE;
      }
      case Exception _ -> unexpected(e, err);
    };
  }

  /** For a failure that nobody has foreseen; returns the exit code. */
  static int unexpected(Exception e, PrintWriter err) {
    printTrace(e, err);
    err.println(
        "%sAn unexpected error: %s. %s=1 in the environment shows where it came from."
            .formatted(PREFIX, e, DEBUG));
    err.flush();
    return ExitCode.SOFTWARE;
  }

  private static void printTrace(Exception e, PrintWriter err) {
    if (System.getenv(DEBUG) != null) {
      e.printStackTrace(err);
    }
  }

  private static String sentence(String message) {
    return message.endsWith(".") || message.endsWith("?") ? message : message + ".";
  }
}
