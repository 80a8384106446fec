package dev.borealis.cli;

import dev.borealis.cli.ScriptInput.Step;
import dev.borealis.cli.SqlErrorText.Origin;
import dev.borealis.sql.ScriptPiece;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Locale;

/** Runs scripts, one statement at a time. */
final class ScriptRun {

  /** What a step of a script came to. */
  private enum Outcome {
    DONE,
    FAILED,
    /** The script asks to end here. */
    QUIT
  }

  private final SqlSession session;
  private final ResultPrinter printer;
  private final PrintWriter out;
  private final PrintWriter err;
  private boolean stopOnError;
  private boolean failed;

  /**
   * @param stopOnError whether the first error ends everything, as psql's ON_ERROR_STOP has it
   */
  ScriptRun(
      SqlSession session,
      ResultPrinter printer,
      PrintWriter out,
      PrintWriter err,
      boolean stopOnError) {
    this.session = session;
    this.printer = printer;
    this.out = out;
    this.err = err;
    this.stopOnError = stopOnError;
  }

  /** Whether any statement has failed so far. */
  boolean hasFailed() {
    return failed;
  }

  /**
   * Runs a script.
   *
   * @param place names the script in error messages; may be empty
   * @param copyInput what COPY FROM STDIN reads where the script itself has no data for it
   * @return whether to go on with the next script
   */
  boolean run(Reader script, String place, InputStream copyInput) throws IOException, SQLException {
    ScriptInput input = new ScriptInput(script);
    for (Step step = input.next(); step != null; step = input.next()) {
      Origin origin = new Origin(place, step.line());
      Outcome outcome =
          switch (step.piece()) {
            case ScriptPiece.Sql sql -> statement(sql, step.text(), origin, input, copyInput);
            case ScriptPiece.MetaCommand meta -> metaCommand(meta.name(), step.text(), origin);
            // Of a COPY that failed before it read anything.
            case ScriptPiece.CopyData _ -> Outcome.DONE;
          };
      switch (outcome) {
        case DONE -> {}
        case QUIT -> {
          return false;
        }
        case FAILED -> {
          failed = true;
          if (stopOnError || session.isClosed()) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private Outcome statement(
      ScriptPiece.Sql sql, String text, Origin origin, ScriptInput script, InputStream copyInput)
      throws IOException {
    return switch (sql.terminator()) {
      case SEMICOLON, END_OF_SCRIPT, META_COMMAND -> run(text, origin, script, copyInput);
      case RESET -> Outcome.DONE;
      case BACKSLASH_SEMICOLON ->
          complain(
              origin, "\\; is not supported. Put the statements between BEGIN and COMMIT instead.");
    };
  }

  private Outcome run(String text, Origin origin, ScriptInput script, InputStream copyInput)
      throws IOException {
    InputStream copyData = new CopyDataStream(script, copyInput);
    try {
      session.run(text, copyData, new WriterStream(out), printer);
      out.flush();
      return Outcome.DONE;
    } catch (SQLException e) {
      out.flush();
      err.println(Complaints.PREFIX + SqlErrorText.of(e, text, origin));
      err.flush();
      return Outcome.FAILED;
    }
  }

  private Outcome metaCommand(String name, String text, Origin origin) {
    String[] words = text.strip().split("\\s+", -1);
    switch (name) {
      case "q" -> {
        return Outcome.QUIT;
      }
      case "g" -> {
        if (words.length == 1) {
          return Outcome.DONE; // The statement before it has been run already.
        }
      }
      case "set" -> {
        if (words.length >= 2 && words[1].equals("ON_ERROR_STOP")) {
          stopOnError = words.length == 2 || isOn(words[2]);
          return Outcome.DONE;
        }
      }
      case "echo" -> {
        out.println(text.strip().substring("\\echo".length()).strip());
        return Outcome.DONE;
      }
      default -> {}
    }
    return complain(origin, "%s is a command of psql. Use 'dsql psql' for it.".formatted(words[0]));
  }

  private static boolean isOn(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "on", "true", "yes", "1" -> true;
      default -> false;
    };
  }

  private Outcome complain(Origin origin, String message) {
    out.flush();
    err.println(Complaints.PREFIX + origin.prefix(origin.firstLine()) + message);
    err.flush();
    return Outcome.FAILED;
  }

  /** The data that follow a COPY in its script or, if there are none, another stream. */
  private static final class CopyDataStream extends InputStream {
    private final ScriptInput script;
    private InputStream source;
    private boolean begun;

    CopyDataStream(ScriptInput script, InputStream other) {
      this.script = script;
      this.source = other;
    }

    // Only once the server really asks for data is it known that the data are for this statement.
    private InputStream source() {
      if (!begun) {
        begun = true;
        String data = script.takeCopyData();
        if (data != null) {
          source = new ByteArrayInputStream(data.getBytes(StandardCharsets.UTF_8));
        }
      }
      return source;
    }

    @Override
    public int read() throws IOException {
      return source().read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return source().read(buffer, offset, length);
    }
  }

  /** Text that comes as UTF-8, whole rows at a time, on its way to a writer. */
  private static final class WriterStream extends OutputStream {
    private final PrintWriter writer;

    WriterStream(PrintWriter writer) {
      this.writer = writer;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      writer.write(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public void write(int b) {
      throw new UnsupportedOperationException("rows come whole");
    }

    @Override
    public void flush() {
      writer.flush();
    }
  }
}
