package dev.borealis.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "sql",
    description = {
      "The built-in SQL client: runs statements and scripts one statement at a time.",
      "Without -c and -f it reads standard input, from a terminal interactively."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  dsql sql",
      "  dsql sql -c 'select now()' --format json",
      "  dsql sql -f schema.sql",
      "  dsql sql -c 'select * from big' --format csv > big.csv"
    })
final class Sql implements Callable<Integer> {
  private static final Path STANDARD_INPUT = Path.of("-");
  private static final int STDIN = 0;
  private static final int STDOUT = 1;

  /** What is run; exactly one of the two is there. */
  static final class Source {
    @Option(
        names = {"-c", "--command"},
        paramLabel = "SQL",
        required = true,
        description = "Runs these statements; may be repeated and mixed with -f.")
    private @Nullable String command;

    @Option(
        names = {"-f", "--file"},
        paramLabel = "FILE",
        required = true,
        description = "Runs the statements of a file; - is standard input.")
    private @Nullable Path file;
  }

  /** How rows are printed. */
  enum Format {
    TABLE,
    CSV,
    JSON
  }

  @ArgGroup(exclusive = true, multiplicity = "0..*")
  private List<Source> sources = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, csv or json (default: ${DEFAULT-VALUE}).")
  private Format format = Format.TABLE;

  @Option(
      names = "--null",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "What tables and CSV show for null (default: nothing).")
  private String nullText = "";

  @Option(
      names = "--no-stop-on-error",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Whether the first error ends a script (default) or it goes on.")
  private boolean stopOnError = true;

  @Mixin private TargetOptions options = new TargetOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, SQLException {
    // The driver tells the server the zone of this JVM; results shall be in the server's, UTC.
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Connector connector = new Connector(options, err);
    if (sources.isEmpty() && Posix.isTerminal(STDIN) && Posix.isTerminal(STDOUT)) {
      return new Repl(connector, printer(out), out, err).run();
    }
    try (SqlSession session = connector.connect()) {
      ScriptRun run = new ScriptRun(session, printer(out), out, err, stopOnError);
      if (sources.isEmpty()) {
        boolean _ = run.run(utf8(System.in), "", InputStream.nullInputStream());
      }
      for (Source source : sources) {
        if (!run(source, run)) {
          break;
        }
      }
      return run.hasFailed() ? 1 : 0;
    } catch (CharacterCodingException e) {
      throw new CommandFailure(
          "The script is not in UTF-8. Convert it, with iconv for instance.", e);
    }
  }

  private static boolean run(Source source, ScriptRun run) throws IOException, SQLException {
    if (source.command != null) {
      return run.run(new StringReader(source.command), "", System.in);
    }
    Path file = Objects.requireNonNull(source.file, "neither command nor file");
    if (file.equals(STANDARD_INPUT)) {
      return run.run(utf8(System.in), "", InputStream.nullInputStream());
    }
    try (Reader script = utf8(Files.newInputStream(file))) {
      return run.run(script, file.toString(), InputStream.nullInputStream());
    } catch (FileSystemException e) {
      throw new CommandFailure(
          "%s cannot be read: %s."
              .formatted(
                  file,
                  e instanceof NoSuchFileException ? "there is no such file" : e.getMessage()),
          e);
    }
  }

  // Bytes that are no UTF-8 must not become question marks in somebody's database.
  private static Reader utf8(InputStream in) {
    return new InputStreamReader(
        in,
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  private ResultPrinter printer(PrintWriter out) {
    return switch (format) {
      case TABLE -> new TablePrinter(out, nullText);
      case CSV -> new CsvPrinter(out, nullText);
      case JSON -> new JsonPrinter(out);
    };
  }
}
