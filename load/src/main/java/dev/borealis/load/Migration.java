package dev.borealis.load;

import dev.borealis.client.Cancellation;
import dev.borealis.client.ClusterClient;
import dev.borealis.client.ClusterLogin;
import dev.borealis.client.RetryPolicy;
import dev.borealis.load.JobManifest.Kind;
import dev.borealis.load.JobManifest.TableState;
import dev.borealis.load.LoadProgress.Phase;
import dev.borealis.load.MigrationReport.TableResult;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Moves a whole dump: makes its tables as the service takes them, loads their rows exactly once,
 * then builds indexes and waits for them. What the service has not is left out, and listed.
 */
public final class Migration {
  private static final String LEDGER_SCHEMA = "public";

  private final ClusterLogin login;
  private final Path manifests;
  private final Cancellation cancellation;
  private final LoadProgress progress;
  private final AtomicReference<@Nullable String> job = new AtomicReference<>();

  /**
   * A migration.
   *
   * @param manifests the directory of manifests
   * @param cancellation ends it between two batches; it can be resumed
   */
  public Migration(
      ClusterLogin login, Path manifests, Cancellation cancellation, LoadProgress progress) {
    this.login = login;
    this.manifests = manifests;
    this.cancellation = cancellation;
    this.progress = progress;
  }

  /** The job that can be resumed; null as long as nothing is written. */
  public @Nullable String job() {
    return job.get();
  }

  /** What would be done. Asks no cluster. */
  public static MigrationReport plan(MigrationOptions options) {
    try {
      long start = System.nanoTime();
      MigrationSource source = MigrationSource.open(options, new LoadProgress());
      DumpOutline outline = source.outline();
      List<String> statements = new ArrayList<>(outline.before());
      statements.addAll(outline.after());
      return new MigrationReport(
          null,
          statements,
          0,
          0,
          outline.notes(),
          List.of(),
          source.count(),
          0,
          Duration.ofNanos(System.nanoTime() - start));
    } catch (IOException e) {
      throw unreadable(options, e);
    }
  }

  private static LoadException unreadable(MigrationOptions options, IOException e) {
    return new LoadException(
        "%s cannot be read: %s.".formatted(options.load().sources().getFirst(), e.getMessage()), e);
  }

  /**
   * Migrates.
   *
   * @param resumed the name of a job that was interrupted; null: a new one
   * @throws LoadException if the dump has what cannot be migrated, unless that is to be left out;
   *     if the job is another one
   */
  public MigrationReport run(MigrationOptions asked, @Nullable String resumed) {
    long start = System.nanoTime();
    JobManifest begun = resumed == null ? null : begun(resumed, asked);
    MigrationOptions options = begun == null ? asked : asked.withBatchesOf(begun.options());
    try {
      MigrationSource source = MigrationSource.open(options, progress);
      DumpOutline outline = source.outline();
      requireAllMigrates(options, outline);
      String name = begun == null ? JobManifest.newName() : begun.job();
      try (ClusterClient client =
              ClusterClient.open(
                  login, options.load().maxConnections() + 1, RetryPolicy.PATIENT, cancellation);
          JobManifest.Lock _ = JobManifest.lock(manifests, name)) {
        // Another run may have come to its end since.
        Map<String, TableState> before =
            begun == null ? Map.of() : JobManifest.read(manifests, name).before();
        Run run = new Run(client, options, name, new HashMap<>(before));
        return run.migrate(source, outline, start);
      }
    } catch (SQLException e) {
      throw new LoadException("The cluster refuses: %s.".formatted(ServerError.text(e)), e);
    } catch (IOException e) {
      throw unreadable(options, e);
    }
  }

  private JobManifest begun(String name, MigrationOptions asked) {
    JobManifest manifest = JobManifest.read(manifests, name);
    manifest.requireResumable(Kind.MIGRATE, login.address().host());
    if (!manifest.options().sources().equals(asked.load().sources())) {
      throw new LoadException(
          "The job %s migrates %s, and not %s."
              .formatted(
                  name,
                  manifest.options().sources().getFirst(),
                  asked.load().sources().getFirst()));
    }
    return manifest;
  }

  private static void requireAllMigrates(MigrationOptions options, DumpOutline outline) {
    List<String> lost =
        outline.notes().stream()
            .filter(MigrationNote::lost)
            .map(note ->
                "\n  line %d: [%s] %s. %s"
                    .formatted(note.line(), note.rule(), note.message(), note.advice()))
            .toList();
    if (!lost.isEmpty() && !options.skipUnsupported()) {
      throw new LoadException(
          "%d things in the dump cannot be migrated, and nothing was done. Change them, or leave them out with --skip-unsupported:%s"
              .formatted(lost.size(), String.join("", lost)));
    }
  }

  /** One run of a job. */
  private final class Run {
    private final ClusterClient client;
    private final MigrationOptions options;
    private final String name;
    private final Map<String, TableState> before;
    private final List<TableResult> tables = new ArrayList<>();

    /** Records that were left out. */
    private final List<String> rejected = new ArrayList<>();

    /** Several blocks may go into one table, one for each of its partitions. */
    private final Map<String, Long> loadedInto = new HashMap<>();

    Run(
        ClusterClient client,
        MigrationOptions options,
        String name,
        Map<String, TableState> before) {
      this.client = client;
      this.options = options;
      this.name = name;
      this.before = before;
    }

    MigrationReport migrate(MigrationSource source, DumpOutline outline, long start)
        throws SQLException, IOException {
      Definitions definitions = new Definitions(client, cancellation, options.skipUnsupported());
      definitions.run(outline.before());
      Ledger ledger = new Ledger(client, LEDGER_SCHEMA, name);
      manifest().write(manifests);
      job.set(name);
      ledger.create();
      loadAll(source, outline.partitions(), ledger);
      definitions.run(outline.after());
      definitions.awaitJobs();
      List<String> statements = new ArrayList<>(outline.before());
      statements.addAll(outline.after());
      MigrationReport report =
          new MigrationReport(
              name,
              statements,
              definitions.applied(),
              definitions.skipped(),
              outline.notes(),
              failures(definitions),
              List.copyOf(tables),
              definitions.jobs(),
              Duration.ofNanos(System.nanoTime() - start));
      ledger.drop();
      JobManifest.delete(manifests, name);
      job.set(null);
      progress.enter(Phase.DONE);
      return report;
    }

    private List<String> failures(Definitions definitions) {
      List<String> failures = new ArrayList<>(definitions.failures());
      failures.addAll(rejected);
      return List.copyOf(failures);
    }

    private void note(Rejections rejections) {
      rejected.addAll(rejections.first());
      if (rejections.count() > rejected.size()) {
        rejected.add("%,d records in all".formatted(rejections.count()));
      }
    }

    private JobManifest manifest() {
      return new JobManifest(
          name, Kind.MIGRATE, login.address().host(), options.load(), Map.copyOf(before));
    }

    private void loadAll(MigrationSource source, Partitions partitions, Ledger ledger)
        throws SQLException, IOException {
      progress.enter(Phase.LOADING);
      LoadOptions load = options.load();
      try (Rejections rejections = new Rejections(name, load.quarantineFile());
          Job work =
              new Job(client, cancellation, progress, rejections, load, ledger.read(), false)) {
        long[] number = new long[1];
        source.forEachBlock((found, records) -> {
          CopyBlock block = partitions.target(found);
          TargetTable table = TargetTable.find(client, block.schema(), block.table());
          List<String> names = records.names();
          if (table == null || (names != null && names.isEmpty())) {
            leaveOut(
                block,
                records,
                table == null ? "the table could not be made" : "the table has no columns");
            return;
          }
          ColumnPlan plan =
              names == null
                  ? ColumnPlan.ofWholeRows(table)
                  : ColumnPlan.of(source.name(), names, table, load);
          noteStateBefore(table, plan);
          BatchBuilder builder = new BatchBuilder(plan, load, table.indexes(), number[0]);
          long read = progress.rowsRead();
          long loaded = progress.rowsLoaded();
          work.write(
              records,
              source.name(),
              builder,
              new BatchWriter(client, ledger, table, plan, load, rejections));
          number[0] = builder.nextNumber();
          tables.add(
              result(table, plan, progress.rowsRead() - read, progress.rowsLoaded() - loaded));
        });
        note(rejections);
      }
    }

    private void leaveOut(CopyBlock block, Records records, String problem) throws IOException {
      long rows = 0;
      while (records.nextReadable() != null) {
        rows++;
      }
      tables.add(new TableResult(block.qualifiedName(), rows, 0, -1, rows == 0, problem));
    }

    private void noteStateBefore(TargetTable table, ColumnPlan plan) throws SQLException {
      if (before.containsKey(table.qualifiedName())) {
        manifest().requireSame(table);
        return;
      }
      TableState state =
          options.load().verify() == VerifyMode.OFF
              ? new TableState(table.id(), -1, null)
              : new TableChecksum(client, table, plan.columns()).ofTable(false);
      before.put(table.qualifiedName(), state);
      manifest().write(manifests);
    }

    private TableResult result(TargetTable table, ColumnPlan plan, long read, long loaded)
        throws SQLException {
      TableState earlier = before.get(table.qualifiedName());
      if (earlier == null || earlier.rows() < 0) {
        return new TableResult(table.qualifiedName(), read, loaded, -1, read == loaded, null);
      }
      long now = new TableChecksum(client, table, plan.columns()).ofTable(false).rows();
      long added = now - earlier.rows();
      long all = loadedInto.merge(table.qualifiedName(), loaded, Long::sum);
      return new TableResult(
          table.qualifiedName(), read, loaded, added, all == added && read == loaded, null);
    }
  }
}
