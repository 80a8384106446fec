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
import java.util.TimeZone;

final class Sql extends Subcommand {
  private static final String STANDARD_INPUT = "-";
  private static final int STDIN = 0;
  private static final int STDOUT = 1;

  /** What is run. */
  private sealed interface Source {
    record Command(String text) implements Source {}

    record File(String name) implements Source {}
  }

  /** How rows are printed. */
  enum Format {
    TABLE,
    CSV,
    JSON
  }

  private final List<Source> sources = new ArrayList<>();

  {
    repeated(
        sources,
        "-c --command",
        "SQL",
        Source.Command::new,
        "Run these statements; may be repeated and mixed with -f.");
    repeated(
        sources,
        "-f --file",
        "FILE",
        Source.File::new,
        "Run the statements of a file; - is standard input.");
  }

  private final Setting<Format> format =
      option("--format", "FORMAT", Format.TABLE, "table, csv or json");
  private final Setting<String> nullText =
      option("--null", "TEXT", "", "What tables and CSV show for null (default: nothing).");
  private final Setting<Boolean> goOnAfterErrors =
      flag("--no-stop-on-error", "Do not end a script at its first error.");
  private final TargetOptions options = new TargetOptions(this);

  Sql() {
    super(
        "sql",
        "The built-in SQL client: runs statements and scripts one statement at a time.",
        "Without -c and -f it reads standard input, from a terminal interactively.");
    examples(
        "  dsql sql",
        "  dsql sql -c 'select now()' --format json",
        "  dsql sql -f schema.sql",
        "  dsql sql -c 'select * from big' --format csv > big.csv");
  }

  @Override
  public Integer call() throws IOException, SQLException {
    // The driver tells the server the zone of this JVM; results shall be in the server's, UTC.
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    PrintWriter out = out();
    PrintWriter err = err();
    Connector connector = new Connector(options, err);
    if (sources.isEmpty() && Posix.isTerminal(STDIN) && Posix.isTerminal(STDOUT)) {
      return new Repl(connector, printer(out), out, err).run();
    }
    try (SqlSession session = connector.connect()) {
      ScriptRun run = new ScriptRun(session, printer(out), out, err, !goOnAfterErrors.value());
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
    return switch (source) {
      case Source.Command(String text) -> run.run(new StringReader(text), "", System.in);
      case Source.File(String name) when name.equals(STANDARD_INPUT) ->
          run.run(utf8(System.in), "", InputStream.nullInputStream());
      case Source.File(String name) -> runFile(Path.of(name), run);
    };
  }

  private static boolean runFile(Path file, ScriptRun run) throws IOException, SQLException {
    try (Reader script = utf8(Files.newInputStream(file))) {
      return run.run(script, file.toString(), InputStream.nullInputStream());
    } catch (FileSystemException e) {
      String reason = e instanceof NoSuchFileException ? "there is no such file" : e.getMessage();
      throw new CommandFailure("%s cannot be read: %s.".formatted(file, reason), e);
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
    return switch (format.value()) {
      case TABLE -> new TablePrinter(out, nullText.value());
      case CSV -> new CsvPrinter(out, nullText.value());
      case JSON -> new JsonPrinter(out);
    };
  }
}
