package dev.borealis.cli;

import dev.borealis.cli.Subcommand.OptionalSetting;
import dev.borealis.cli.Subcommand.Setting;
import dev.borealis.load.LoadOptions;
import dev.borealis.load.Loader;
import dev.borealis.load.S3Access;
import java.nio.file.Path;

/** Options of the commands that move many rows. */
final class BulkOptions {
  private static final int DEFAULT_WORKERS = 8;
  private static final int MAX_CONNECTIONS = 256;

  private final Subcommand command;
  private final Setting<Integer> workers;
  private final Setting<Integer> batchConcurrency;
  private final Setting<Integer> batchRows;
  private final OptionalSetting<Path> manifestDirectory;
  private final Setting<Boolean> keepManifest;
  private final S3Options s3;
  private final Setting<Boolean> quiet;
  private final Setting<Output> output;

  BulkOptions(Subcommand command) {
    this.command = command;
    workers =
        command.option("-w --workers", "COUNT", DEFAULT_WORKERS, "How many connections at most");
    batchConcurrency =
        command.option("--batch-concurrency", "COUNT", 1, "Batches on their way for each of them");
    batchRows =
        command.option(
            "-b --batch-size", "ROWS", LoadOptions.MAX_BATCH_ROWS, "Rows in a transaction at most");
    // Of the official loader; here a file is read once, from its beginning.
    command.hiddenOption(String.class, "--chunk-size");
    manifestDirectory =
        command.option(
            Path.class,
            "--manifest-dir",
            "DIR",
            "Where jobs are remembered (default: ~/.local/state/borealis/load).");
    keepManifest = command.flag("--keep-manifest", "Remember the job when it is done, too.");
    s3 = new S3Options(command);
    quiet = command.flag("-q", "Show no progress.");
    output = command.outputOption();
  }

  int connections() {
    if (workers.value() < 1 || batchConcurrency.value() < 1) {
      throw command.wrongUsage("--workers and --batch-concurrency take 1 or more.");
    }
    return (int) Math.min(MAX_CONNECTIONS, (long) workers.value() * batchConcurrency.value());
  }

  int batchRows() {
    return batchRows.value();
  }

  Path manifests() {
    Path named = manifestDirectory.value();
    return named == null
        ? Loader.defaultManifests(System.getenv(), Path.of(System.getProperty("user.home")))
        : named.toAbsolutePath();
  }

  boolean keepsManifest() {
    return keepManifest.value();
  }

  S3Access s3() {
    return s3.value();
  }

  boolean quiet() {
    return quiet.value();
  }

  Output output() {
    return output.value();
  }
}
