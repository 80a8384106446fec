package dev.borealis.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a JVM of its own, which can be killed. */
final class ChildServer implements AutoCloseable {
  private final Process process;
  private final Path socket;

  private ChildServer(Process process, Path socket) {
    this.process = process;
    this.socket = socket;
  }

  /** The child's program: a cache directory and, for a durable server, a data directory. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException {
      var options =
          arguments.length > 1
              ? PostgresServerOptions.durable(Path.of(arguments[1]))
              : PostgresServerOptions.ephemeral();
      try (var server = PostgresServer.start(options.withCacheDirectory(Path.of(arguments[0])))) {
        server.awaitReady(Duration.ofSeconds(60));
        System.out.println("ready " + server.socket());
        // The parent closes this stream when the server should stop.
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
      } catch (EngineException e) {
        System.out.println("refused " + e.getMessage());
      }
    }
  }

  /** Starts a child; its server is ready on return. */
  static ChildServer start(Path... directories) throws IOException {
    return start(List.of(), System.getProperty("java.class.path"), List.of(directories));
  }

  /** Starts a child with {@code prefix} before its command, which may change the account. */
  static ChildServer start(List<String> prefix, String classPath, List<Path> directories)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", classPath));
    command.add(Main.class.getName());
    directories.forEach(directory -> command.add(directory.toString()));
    Process process =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String answer = out.readLine();
    if (answer == null || !answer.startsWith("ready ")) {
      process.destroyForcibly();
      throw new IOException("the child said: " + answer);
    }
    return new ChildServer(process, Path.of(answer.substring("ready ".length())));
  }

  Path socket() {
    return socket;
  }

  long processId() {
    return process.pid();
  }

  /** Kills the JVM as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().orTimeout(1, TimeUnit.MINUTES).join();
  }
}
