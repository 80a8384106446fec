package dev.borealis.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A program that ran to its end.
 *
 * @param exitCode 0 if it says that it succeeded
 * @param output what it wrote to both of its outputs; of a long output only the end
 */
record ProgramRun(int exitCode, String output) {
  private static final int KEPT_OUTPUT_BYTES = 64 * 1024;

  /** Far more than initdb takes on a slow machine; only a program that hangs gets here. */
  private static final Duration LONGEST_RUN = Duration.ofMinutes(3);

  // PostgreSQL's superuser can read the environment of its process, and ours may hold credentials,
  // so the children get no more than they need to find libraries and temporary files.
  private static final List<String> PASSED_ON =
      List.of("PATH", "TMPDIR", "TMP", "TEMP", "SystemRoot", "LD_LIBRARY_PATH");

  /** A process to be started in {@code directory} with a neutral environment. */
  static ProcessBuilder process(List<String> command, Path directory) {
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(PASSED_ON);
    environment.put("LC_ALL", "C");
    environment.put("TZ", "UTC");
    return builder;
  }

  /** Runs a process to its end, which is brought about if it does not come. */
  static ProgramRun of(ProcessBuilder builder) {
    String program = String.join(" ", builder.command());
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw EngineException.of("Starting " + program, e);
    }
    Thread clock = Thread.startVirtualThread(() -> endWhenLate(process));
    try (InputStream out = process.getInputStream()) {
      process.getOutputStream().close();
      String output = tail(out);
      return new ProgramRun(process.waitFor(), output);
    } catch (IOException e) {
      throw EngineException.of("Reading the output of " + program, e);
    } catch (InterruptedException e) {
      throw Interruption.during("waiting for " + program, e);
    } finally {
      clock.interrupt();
      end(process);
    }
  }

  boolean succeeded() {
    return exitCode == 0;
  }

  private static void endWhenLate(Process process) {
    try {
      Thread.sleep(LONGEST_RUN);
      end(process);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void end(Process process) {
    if (process.isAlive()) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static String tail(InputStream in) throws IOException {
    byte[] kept = new byte[0];
    byte[] piece = in.readNBytes(KEPT_OUTPUT_BYTES);
    while (piece.length > 0) {
      byte[] joined = Arrays.copyOf(kept, kept.length + piece.length);
      System.arraycopy(piece, 0, joined, kept.length, piece.length);
      int from = Math.max(0, joined.length - KEPT_OUTPUT_BYTES);
      kept = Arrays.copyOfRange(joined, from, joined.length);
      piece = in.readNBytes(KEPT_OUTPUT_BYTES);
    }
    return new String(kept, Charset.defaultCharset()).strip();
  }
}
