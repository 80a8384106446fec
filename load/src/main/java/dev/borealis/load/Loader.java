package dev.borealis.load;

import dev.borealis.client.Cancellation;
import dev.borealis.client.ClientException;
import dev.borealis.client.ClusterClient;
import dev.borealis.client.ClusterLogin;
import dev.borealis.client.RetryPolicy;
import dev.borealis.load.JobManifest.Kind;
import dev.borealis.load.JobManifest.TableState;
import dev.borealis.load.LoadProgress.Phase;
import dev.borealis.load.LoadReport.Verification;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Loads files into a table, each record exactly once whatever happens on the way: what is done is
 * recorded in the cluster, in the transaction that does it.
 */
public final class Loader {
  private final ClusterLogin login;
  private final Path manifests;
  private final boolean keepManifest;
  private final Cancellation cancellation;
  private final LoadProgress progress;
  private final AtomicReference<@Nullable String> job = new AtomicReference<>();

  /**
   * A loader for one job.
   *
   * @param manifests the directory of manifests
   * @param keepManifest whether manifest and ledger stay when the job is done
   * @param cancellation ends the job between two batches; it can be resumed
   * @param progress is told how far the job is
   */
  public Loader(
      ClusterLogin login,
      Path manifests,
      boolean keepManifest,
      Cancellation cancellation,
      LoadProgress progress) {
    this.login = login;
    this.manifests = manifests;
    this.keepManifest = keepManifest;
    this.cancellation = cancellation;
    this.progress = progress;
  }

  /** Where manifests are kept unless somebody says otherwise. */
  public static Path defaultManifests(Map<String, String> environment, Path home) {
    return JobManifest.defaultDirectory(environment, home);
  }

  /** The job that can be resumed; null as long as nothing is written. */
  public @Nullable String job() {
    return job.get();
  }

  /**
   * Loads.
   *
   * @throws LoadException if something about the files, the table or the cluster is wrong
   * @throws ClientException if the cluster cannot be reached
   */
  public LoadReport load(LoadOptions options) {
    return run(options, null, false);
  }

  /**
   * Finishes a job that was interrupted, however it was.
   *
   * @param given what is asked for; null: what the job was begun with. Only what becomes of bad
   *     records and the number of connections may differ from that
   * @throws LoadException also if there is no such job, or it was begun with other options
   */
  public LoadReport resume(String name, @Nullable LoadOptions given) {
    JobManifest manifest = JobManifest.read(manifests, name);
    manifest.requireResumable(Kind.LOAD, login.address().host());
    LoadOptions begun = manifest.options();
    LoadOptions options = given == null ? begun : begun.withPolicyOf(given);
    if (given != null && !options.equals(given)) {
      throw new LoadException(
          "The job %s was begun with other options. Give --resume alone, or the job's own options."
              .formatted(name));
    }
    job.set(name);
    return run(options, manifest, false);
  }

  /** Does everything but keep it: tells the table that would be made, and what would fail. */
  public LoadReport dryRun(LoadOptions options) {
    return run(options, null, true);
  }

  private LoadReport run(LoadOptions options, @Nullable JobManifest resumed, boolean trying) {
    long start = System.nanoTime();
    List<Source> sources = Sources.find(options.sources(), options.s3());
    progress.totalBytes.set(sources.stream().mapToLong(Source::size).sum());
    String name = resumed == null ? JobManifest.newName() : resumed.job();
    try (Rejections rejections = new Rejections(name, trying ? null : options.quarantineFile());
        ClusterClient client =
            ClusterClient.open(
                login, options.maxConnections() + 1, RetryPolicy.PATIENT, cancellation);
        JobManifest.Lock _ = trying ? null : JobManifest.lock(manifests, name)) {
      Run run = new Run(client, options, sources, rejections, name, start);
      // Another run of the job may have come to its end since its manifest was read.
      JobManifest current = resumed == null ? null : JobManifest.read(manifests, name);
      return trying ? run.dryRun() : run.load(current);
    } catch (SQLException e) {
      throw ServerError.endOfLoad(options, e);
    } catch (IOException e) {
      throw new LoadException(
          "%s cannot be read: %s.".formatted(options.sources().getFirst(), e.getMessage()), e);
    }
  }

  /** One run of a job. */
  private final class Run {
    private final ClusterClient client;
    private final LoadOptions options;
    private final List<Source> sources;
    private final Rejections rejections;
    private final String name;
    private final long start;
    private final InputOpener opener;
    private @Nullable List<String> keys;

    Run(
        ClusterClient client,
        LoadOptions options,
        List<Source> sources,
        Rejections rejections,
        String name,
        long start) {
      this.client = client;
      this.options = options;
      this.sources = sources;
      this.rejections = rejections;
      this.name = name;
      this.start = start;
      this.opener = new InputOpener(options, progress);
    }

    LoadReport dryRun() throws SQLException, IOException {
      TargetTable table = TargetTable.find(client, options.schema(), options.table());
      if (table == null) {
        String statement = infer();
        progress.enter(Phase.DONE);
        return report(null, statement, null);
      }
      try (Job work =
          new Job(client, cancellation, progress, rejections, options, Map.of(), true)) {
        write(work, table, null);
      }
      progress.enter(Phase.DONE);
      return report(null, null, null);
    }

    LoadReport load(@Nullable JobManifest resumed) throws SQLException, IOException {
      TargetTable table = TargetTable.find(client, options.schema(), options.table());
      String statement = null;
      if (table == null) {
        if (resumed != null) {
          throw new LoadException(
              "The table %s is not there any more, and the job had begun to fill it."
                  .formatted(options.qualifiedTable()));
        }
        statement = infer();
        client.execute(statement.replaceFirst("CREATE TABLE", "CREATE TABLE IF NOT EXISTS"), true);
        table = TargetTable.find(client, options.schema(), options.table());
      }
      if (table == null) {
        throw new LoadException(
            "The table %s was dropped by somebody just now.".formatted(options.qualifiedTable()));
      }
      requireConflictTarget(table);
      JobManifest manifest =
          resumed == null
              ? new JobManifest(
                  name,
                  Kind.LOAD,
                  login.address().host(),
                  options,
                  Map.of(table.qualifiedName(), state(table, null)))
              : resumed;
      manifest.requireSame(table);
      Ledger ledger = new Ledger(client, options.schema(), name);
      manifest.write(manifests);
      job.set(name);
      ledger.create();
      try {
        return fill(table, ledger, manifest, statement);
      } catch (LoadException e) {
        if (resumed == null && ledger.dropIfEmpty(e)) {
          JobManifest.delete(manifests, name);
          job.set(null);
        }
        throw e;
      }
    }

    private LoadReport fill(
        TargetTable table, Ledger ledger, JobManifest manifest, @Nullable String statement)
        throws SQLException, IOException {
      Verification verification;
      try (Job work =
          new Job(client, cancellation, progress, rejections, options, ledger.read(), false)) {
        write(work, table, ledger);
        // Whoever puts another table in its place meanwhile keeps rows that the ledger knows.
        manifest.requireSame(TargetTable.find(client, options.schema(), options.table()));
        verification = verify(work, table, manifest);
      }
      LoadReport report = report(name, statement, verification);
      if (!keepManifest) {
        ledger.drop();
        JobManifest.delete(manifests, name);
        job.set(null);
      }
      progress.enter(Phase.DONE);
      return report;
    }

    private String infer() throws IOException {
      if (!options.createTable()) {
        throw new LoadException(
            "There is no table %s. Create it, or let --if-not-exists do it."
                .formatted(options.qualifiedTable()));
      }
      if (sources.stream().anyMatch(source -> options.formatOf(source) == DataFormat.PGDUMP)) {
        throw new LoadException(
            "A dump has the definition of its tables; --if-not-exists makes none from its data. Use dsql migrate.");
      }
      return new NewTable(options, progress).infer(sources, opener, keys());
    }

    private void requireConflictTarget(TargetTable table) {
      if (options.onConflict() == OnConflict.DO_UPDATE && table.key().isEmpty()) {
        throw new LoadException(
            "The table %s has no key, so --on-conflict do-update cannot tell which row is meant."
                .formatted(table.name()));
      }
      if (options.onConflict() == OnConflict.DO_UPDATE && options.verify() != VerifyMode.OFF) {
        throw new LoadException(
            "--verify cannot tell rows that were replaced from new ones. Leave it out with --on-conflict do-update.");
      }
    }

    private TableState state(TargetTable table, @Nullable ColumnPlan plan) throws SQLException {
      return switch (options.verify()) {
        case OFF -> new TableState(table.id(), -1, null);
        case COUNT -> new TableChecksum(client, table, List.of()).ofTable(false);
        case FULL ->
            new TableChecksum(client, table, (plan == null ? planOfFirst(table) : plan).columns())
                .ofTable(true);
      };
    }

    private ColumnPlan planOfFirst(TargetTable table) throws SQLException {
      Source first = sources.getFirst();
      try (Records input = opener.open(first, keys())) {
        return ColumnPlan.of(first.name(), input.names(), table, options);
      } catch (IOException e) {
        throw new LoadException(
            "%s cannot be read: %s.".formatted(first.name(), e.getMessage()), e);
      }
    }

    private void write(Job work, TargetTable table, @Nullable Ledger ledger)
        throws SQLException, IOException {
      progress.enter(Phase.LOADING);
      progress.rowsRead.set(0);
      walk(
          table,
          (input, source, builder, plan) ->
              work.write(
                  input,
                  source,
                  builder,
                  new BatchWriter(client, ledger, table, plan, options, rejections)));
    }

    /** Does something with the records of one source. */
    private interface Visit {
      void of(Records input, String source, BatchBuilder builder, ColumnPlan plan)
          throws SQLException, IOException;
    }

    private void walk(TargetTable table, Visit visit) throws SQLException, IOException {
      long number = 0;
      ColumnPlan first = null;
      for (Source source : sources) {
        try (Records input = opener.open(source, keys())) {
          ColumnPlan plan = ColumnPlan.of(source.name(), input.names(), table, options);
          if (first != null && !first.columns().equals(plan.columns())) {
            throw new LoadException(
                "%s has other columns than %s: %s instead of %s."
                    .formatted(
                        source.name(),
                        sources.getFirst().name(),
                        plan.columnList(),
                        first.columnList()));
          }
          first = plan;
          BatchBuilder builder = new BatchBuilder(plan, options, table.indexes(), number);
          visit.of(input, source.name(), builder, plan);
          number = builder.nextNumber();
        }
      }
    }

    // Objects need not have all keys, and the columns that no object has keep their default.
    private @Nullable List<String> keys() throws IOException {
      if (keys == null
          && sources.stream().anyMatch(source -> options.formatOf(source) == DataFormat.JSONL)) {
        Set<String> found = new LinkedHashSet<>();
        for (Source source : sources) {
          try (Records input = opener.open(source, null)) {
            while (input.nextReadable() != null) {
              cancellation.check();
            }
            List<String> names = input.names();
            found.addAll(names == null ? List.of() : names);
          }
        }
        keys = List.copyOf(found);
        progress.enter(Phase.LOADING);
      }
      return keys;
    }

    private @Nullable Verification verify(Job work, TargetTable table, JobManifest manifest)
        throws SQLException, IOException {
      TableState before = manifest.before().get(table.qualifiedName());
      if (options.verify() == VerifyMode.OFF || before == null) {
        return null;
      }
      long read = progress.rowsRead();
      progress.enter(Phase.VERIFYING);
      long expected = before.rows() + progress.rowsLoaded();
      boolean comparable =
          options.verify() == VerifyMode.FULL
              && progress.rowsRejected() == 0
              && progress.rowsConflicting.get() == 0;
      if (!comparable) {
        TableState now = new TableChecksum(client, table, List.of()).ofTable(false);
        return new Verification(before.rows(), now.rows(), expected, null, null);
      }
      AtomicReference<BigInteger> sum = new AtomicReference<>(BigInteger.ZERO);
      walk(
          table,
          (input, source, builder, plan) -> {
            TableChecksum checksum = new TableChecksum(client, table, plan.columns());
            work.forEachBatch(
                input,
                source,
                builder,
                batch -> {
                  sum.accumulateAndGet(checksum.ofBatch(batch), BigInteger::add);
                  return batch.rows();
                });
          });
      progress.rowsRead.set(read);
      TableState now = state(table, null);
      BigInteger added =
          new BigInteger(String.valueOf(now.checksum()))
              .subtract(new BigInteger(String.valueOf(before.checksum())));
      return new Verification(
          before.rows(), now.rows(), expected, sum.get().toString(), added.toString());
    }

    private LoadReport report(
        @Nullable String jobName, @Nullable String statement, @Nullable Verification verification) {
      return new LoadReport(
          jobName,
          options.schema() + "." + options.table(),
          statement,
          progress.rowsRead(),
          progress.rowsLoaded(),
          progress.rowsConflicting.get(),
          progress.rowsRejected(),
          progress.rowsResumed.get(),
          progress.totalBytes(),
          progress.batches.get(),
          client.conflicts() + client.reconnects(),
          Duration.ofNanos(System.nanoTime() - start),
          rejections.first(),
          verification);
    }
  }
}
