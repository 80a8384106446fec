package dev.borealis.cli;

import dev.borealis.client.Cancellation;
import dev.borealis.load.CsvOptions;
import dev.borealis.load.DataFormat;
import dev.borealis.load.DateOrder;
import dev.borealis.load.LoadException;
import dev.borealis.load.LoadOptions;
import dev.borealis.load.LoadProgress;
import dev.borealis.load.LoadReport;
import dev.borealis.load.Loader;
import dev.borealis.load.OnConflict;
import dev.borealis.load.OnError;
import dev.borealis.load.VerifyMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;

/** {@code dsql load}: files into a table. */
final class LoadCommand extends Subcommand {
  private static final int INTERRUPTED = 130;

  /**
   * What may stand beside {@code --resume}: where the job and its cluster are, and what is shown.
   */
  private static final Set<String> WITH_RESUME =
      Set.of(
          "--resume",
          "--manifest-dir",
          "--keep-manifest",
          "-q",
          "--output",
          "--user",
          "--endpoint",
          "--region",
          "--profile",
          "--data",
          "--port");

  private final List<String> sources = new ArrayList<>();
  private final OptionalSetting<String> table;
  private final Setting<String> schema;
  private final OptionalSetting<DataFormat> format;
  private final CsvSettings csv;
  private final Setting<Boolean> createTable;
  private final OptionalSetting<String> uuidKey;
  private final Setting<String> primaryKey;
  private final Setting<Integer> sampleRows;
  private final Setting<String> columnMap;
  private final Setting<String> excluded;
  private final Setting<DateOrder> dateOrder;
  private final Setting<String> onConflict;
  private final Setting<String> onError;
  private final Setting<VerifyMode> verify;
  private final Setting<Boolean> dryRun;
  private final OptionalSetting<String> resume;
  private final BulkOptions bulk;
  private final TargetOptions target;

  LoadCommand() {
    super(
        "load",
        "Loads files into a table, every record exactly once.",
        "CSV, TSV, JSON lines, Parquet, data of pg_dump; plain, gzip or zstd; local or in S3.");
    repeated(
        sources,
        "-s --source-uri",
        "FILE",
        value -> value,
        "A path, a pattern like 'data/*.csv.gz', or s3://BUCKET/KEY; may be repeated.");
    table = option(String.class, "-t --table", "TABLE", "The table.");
    schema = option("--schema", "SCHEMA", "public", "The table's schema");
    format =
        option(
            DataFormat.class,
            "-f --format",
            "FORMAT",
            "csv, tsv, jsonl, parquet or pgdump (default: as the file's name tells).");
    csv = new CsvSettings(this);
    createTable =
        flag("--if-not-exists", "Make the table from what is in the files if it is missing.");
    uuidKey = option(String.class, "--uuid-key", "COLUMN", "Give a table that is made such a key.");
    primaryKey =
        option("--primary-key", "COLUMNS", "", "The columns that are the key of such a table.");
    sampleRows =
        option("--sample-rows", "ROWS", 0, "Look at so many records for such a table; 0: at all");
    columnMap =
        option("--column-map", "FROM:TO,...", "", "Columns that have another name in the table.");
    excluded = option("--exclude-columns", "COLUMNS", "", "Columns of the file to leave out.");
    dateOrder =
        option(
            "--date-order", "ORDER", DateOrder.YMD, "How dates like 1/2/2026 are meant: dmy, mdy");
    onConflict =
        option(
            "--on-conflict",
            "WHAT",
            "do-nothing",
            "If a key is in the table already: do-nothing, do-update, error");
    onError =
        option(
            "--on-error",
            "WHAT",
            "abort",
            "If a record cannot be loaded: abort, skip, quarantine=FILE");
    verify =
        option("--verify", "MODE", VerifyMode.OFF, "Look whether all is there: off, count, full");
    dryRun = flag("--dry-run", "Try everything, keep nothing, and say what would fail.");
    resume =
        option(
            String.class, "--resume --resume-job-id", "JOB", "Finish a job that was interrupted.");
    bulk = new BulkOptions(this);
    target = TargetOptions.withShortNames(this);
    examples(
        "  dsql load -s orders.csv --header -t orders --if-not-exists --uuid-key id",
        "  dsql load -s 's3://bucket/2026/*.parquet' -t orders --verify full",
        "  dsql load --resume k3v9x7m2pq");
  }

  @Override
  public Integer call() throws IOException {
    LoadProgress progress = new LoadProgress();
    Cancellation cancellation = new Cancellation();
    String job = resume.value();
    LoadOptions options = job == null ? options() : optionsOfResumed();
    Loader loader =
        new Loader(target.login(), bulk.manifests(), bulk.keepsManifest(), cancellation, progress);
    try (Interruption _ = Interruption.cancels(cancellation);
        ProgressLine _ = ProgressLine.start(progress, err(), bulk.quiet())) {
      LoadReport report =
          job != null || options == null
              ? loader.resume(String.valueOf(job), options)
              : dryRun.value() ? loader.dryRun(options) : loader.load(options);
      BulkText.print(out(), report, dryRun.value(), bulk.output());
      return report.succeeded() ? 0 : 1;
    } catch (Cancellation.CancelledException e) {
      err().println(Complaints.PREFIX + "Stopped." + howToResume(loader.job()));
      return INTERRUPTED;
    } catch (LoadException e) {
      throw new CommandFailure(e.getMessage() + howToResume(loader.job()), e);
    }
  }

  private static String howToResume(@Nullable String job) {
    return job == null
        ? ""
        : " What is loaded stays, and is not loaded again: dsql load --resume " + job;
  }

  /** What was asked for again, as the official loader wants it; null if only the job is named. */
  private @Nullable LoadOptions optionsOfResumed() {
    if (dryRun.value()) {
      throw wrongUsage("--dry-run tries a new job, and --resume goes on with one. Leave one out.");
    }
    if (!sources.isEmpty() || table.value() != null) {
      return options();
    }
    for (OptionSpec option : spec().commandLine().getParseResult().matchedOptions()) {
      if (Stream.of(option.names()).noneMatch(WITH_RESUME::contains)) {
        throw wrongUsage(
            "--resume alone goes on as the job began, without %s. Repeat -s, -t and the job's other options with it, or leave it out."
                .formatted(option.names()[0]));
      }
    }
    return null;
  }

  private LoadOptions options() {
    String named = table.value();
    if (sources.isEmpty() || named == null) {
      throw wrongUsage("Which files (-s) into which table (-t)?");
    }
    if (sampleRows.value() < 0) {
      throw wrongUsage("--sample-rows takes 0 or more.");
    }
    try {
      return options(named);
    } catch (LoadException e) {
      throw wrongUsage(String.valueOf(e.getMessage()));
    }
  }

  private LoadOptions options(String named) {
    String[] error = onError.value().split("=", 2);
    OnError found = choice(OnError.class, "--on-error", error[0]);
    boolean hasFile = error.length == 2 && !error[1].isEmpty();
    if (found == OnError.QUARANTINE ? !hasFile : error.length == 2) {
      throw wrongUsage("--on-error takes abort, skip or quarantine=FILE.");
    }
    return new LoadOptions(
        sources,
        bulk.s3(),
        format.value(),
        csv.value(),
        schema.value(),
        named,
        createTable.value(),
        uuidKey.value(),
        list(primaryKey.value()),
        sampleRows.value(),
        map(columnMap.value()),
        list(excluded.value()),
        dateOrder.value(),
        choice(OnConflict.class, "--on-conflict", onConflict.value()),
        found,
        hasFile ? Path.of(error[1]).toAbsolutePath().toString() : null,
        bulk.batchRows(),
        bulk.connections(),
        verify.value());
  }

  private <E extends Enum<E>> E choice(Class<E> type, String option, String value) {
    try {
      return Enum.valueOf(type, value.replace('-', '_').toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw wrongUsage(
          "%s knows nothing of '%s'. It takes %s."
              .formatted(
                  option,
                  value,
                  List.of(type.getEnumConstants())
                      .toString()
                      .toLowerCase(Locale.ROOT)
                      .replace('_', '-')));
    }
  }

  static List<String> list(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
  }

  private Map<String, String> map(String text) {
    Map<String, String> map = new HashMap<>();
    for (String pair : list(text)) {
      String[] names = pair.split(":", -1);
      if (names.length != 2) {
        throw wrongUsage("--column-map takes FROM:TO,FROM:TO, and not '" + pair + "'.");
      }
      if (map.put(names[0], names[1]) != null) {
        throw wrongUsage("--column-map has two names for the column '" + names[0] + "'.");
      }
    }
    return map;
  }

  /** How CSV is written. */
  private static final class CsvSettings {
    private final LoadCommand command;
    private final Setting<Boolean> header;
    private final Setting<String> delimiter;
    private final Setting<String> quote;
    private final OptionalSetting<String> escape;
    private final Setting<String> nullText;
    private final Setting<String> encoding;

    CsvSettings(LoadCommand command) {
      this.command = command;
      header = command.flag("--header", "The first line has the columns' names.");
      delimiter = command.option("--delimiter", "CHARS", ",", "Between fields; of TSV a tab");
      quote = command.option("--quote", "CHAR", "\"", "Around fields");
      escape =
          command.option(
              String.class,
              "--escape",
              "CHAR",
              "Before a quote within quotes (default: a quote is doubled).");
      nullText = command.option("--null", "TEXT", "", "A field with this text is NULL.");
      encoding = command.option("--encoding", "NAME", "UTF-8", "The encoding of the file");
    }

    CsvOptions value() {
      if (quote.value().length() != 1) {
        throw command.wrongUsage("--quote takes one character.");
      }
      String escaping = escape.value();
      if (escaping != null && escaping.length() != 1) {
        throw command.wrongUsage("--escape takes one character.");
      }
      return new CsvOptions(
          delimiter.value().replace("\\t", "\t"),
          quote.value().charAt(0),
          escaping == null ? quote.value().charAt(0) : escaping.charAt(0),
          header.value(),
          nullText.value(),
          encoding.value());
    }
  }
}
