package dev.borealis.cli;

import dev.borealis.sql.Script;
import dev.borealis.sql.ScriptPiece;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;

/** The interactive client: reads statements from a terminal until it is told to quit. */
final class Repl {
  private static final String HELP =
      """
      Statements end with a semicolon and may have several lines.
        \\q      quits (so does Ctrl-D)
        \\?      shows this
        Ctrl-C  drops what has been typed, or cancels the statement that runs
      psql's other commands: 'dsql psql'.
      """;

  private static final int HISTORY_LINES = 10_000;

  private final Connector connector;
  private final ResultPrinter printer;
  private final PrintWriter out;
  private final PrintWriter err;
  private SqlSession session;

  Repl(Connector connector, ResultPrinter printer, PrintWriter out, PrintWriter err) {
    this.connector = connector;
    this.printer = printer;
    this.out = out;
    this.err = err;
    this.session = connector.connect();
  }

  /** Reads and runs statements; returns the exit code. */
  int run() throws IOException, SQLException {
    try (Terminal terminal = TerminalBuilder.builder().name("dsql").build()) {
      LineReader reader = reader(terminal);
      out.println("dsql sql: \\? for help, \\q to quit.");
      out.flush();
      while (step(reader, terminal)) {
        // Everything happens in the step.
      }
      reader.getHistory().save();
    } finally {
      session.close();
    }
    return 0;
  }

  private static LineReader reader(Terminal terminal) throws IOException {
    return LineReaderBuilder.builder()
        .terminal(terminal)
        .appName("dsql")
        .parser(new StatementParser())
        .variable(LineReader.HISTORY_FILE, historyFile())
        .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_LINES)
        .variable(LineReader.SECONDARY_PROMPT_PATTERN, "postgres-> ")
        // In SQL, '!' is an operator and no reference to the history.
        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
        .build();
  }

  private boolean step(LineReader reader, Terminal terminal) throws IOException, SQLException {
    String text;
    try {
      text = reader.readLine(prompt());
    } catch (UserInterruptException e) {
      return true;
    } catch (EndOfFileException e) {
      return false;
    }
    if (text.isBlank()) {
      return true;
    }
    return switch (text.strip()) {
      case "\\q", "quit", "exit" -> false;
      case "\\?", "help" -> {
        out.print(HELP);
        out.flush();
        yield true;
      }
      default -> run(text, terminal);
    };
  }

  private String prompt() {
    return switch (session.transactionState()) {
      case IDLE -> "postgres=> ";
      case OPEN -> "postgres=*> ";
      case FAILED -> "postgres=!> ";
    };
  }

  private boolean run(String text, Terminal terminal) throws IOException, SQLException {
    if (session.isClosed()) {
      session = connector.connect();
    }
    Terminal.SignalHandler before = terminal.handle(Signal.INT, _ -> session.cancel());
    try {
      ScriptRun script = new ScriptRun(session, printer, out, err, true);
      boolean goOn = script.run(new StringReader(text), "", InputStream.nullInputStream());
      if (session.isClosed()) {
        err.println("The connection is lost. The next statement connects again.");
        err.flush();
      }
      return goOn || script.hasFailed();
    } finally {
      terminal.handle(Signal.INT, before);
    }
  }

  // What has been typed may hold data that are nobody else's business.
  private static Path historyFile() throws IOException {
    String xdg = System.getenv().getOrDefault("XDG_STATE_HOME", "");
    Path base =
        Path.of(xdg).isAbsolute()
            ? Path.of(xdg)
            : Path.of(System.getProperty("user.home"), ".local", "state");
    Path file = base.resolve("borealis").resolve("sql_history");
    if (!Files.exists(file)) {
      Files.createDirectories(file.getParent());
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    return file;
  }

  /** Asks for more lines until a statement is complete. */
  private static final class StatementParser extends DefaultParser {
    StatementParser() {
      setQuoteChars(new char[0]);
      setEscapeChars(new char[0]);
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
      if (context == ParseContext.ACCEPT_LINE && !isComplete(line)) {
        throw new EOFError(-1, -1, "the statement goes on");
      }
      return super.parse(line, cursor, context);
    }

    private static boolean isComplete(String text) {
      List<ScriptPiece> pieces = Script.pieces(text + "\n");
      if (pieces.isEmpty() || List.of("quit", "exit", "help").contains(text.strip())) {
        return true;
      }
      return switch (pieces.getLast()) {
        case ScriptPiece.Sql sql -> sql.terminator() != ScriptPiece.Terminator.END_OF_SCRIPT;
        case ScriptPiece.MetaCommand _ -> true;
        case ScriptPiece.CopyData data -> data.terminated();
      };
    }
  }
}
