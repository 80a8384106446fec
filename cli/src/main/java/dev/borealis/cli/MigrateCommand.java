package dev.borealis.cli;

import dev.borealis.client.Cancellation;
import dev.borealis.cluster.ServiceRecord;
import dev.borealis.dialect.DsqlVersion;
import dev.borealis.load.CsvOptions;
import dev.borealis.load.DataFormat;
import dev.borealis.load.DateOrder;
import dev.borealis.load.LiveDump;
import dev.borealis.load.LoadException;
import dev.borealis.load.LoadOptions;
import dev.borealis.load.LoadProgress;
import dev.borealis.load.Migration;
import dev.borealis.load.MigrationOptions;
import dev.borealis.load.MigrationReport;
import dev.borealis.load.OnConflict;
import dev.borealis.load.OnError;
import dev.borealis.load.VerifyMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code dsql migrate}: a whole dump, definitions and rows. */
final class MigrateCommand extends Subcommand {
  private static final int INTERRUPTED = 130;

  private final List<String> sources = new ArrayList<>();
  private final Setting<Boolean> mysql;
  private final Setting<Boolean> dryRun;
  private final Setting<Boolean> skipUnsupported;
  private final OptionalSetting<DsqlVersion> version;
  private final Setting<VerifyMode> verify;
  private final OptionalSetting<String> resume;
  private final BulkOptions bulk;
  private final TargetOptions target;

  MigrateCommand() {
    super(
        "migrate",
        "Moves a database into a cluster: tables, rows, indexes, views.",
        "From a plain dump of pg_dump, from one of mysqldump, or from a running PostgreSQL.");
    repeated(
        sources,
        "-s --source-uri --source",
        "SOURCE",
        value -> value,
        "A dump (path or s3://BUCKET/KEY), or postgresql://USER@HOST/DATABASE.");
    mysql = flag("--from-mysql", "The dump is one of mysqldump.");
    dryRun = flag("--dry-run", "Show what would be done; asks no cluster.");
    skipUnsupported = flag("--skip-unsupported", "Leave out what cannot be migrated, and list it.");
    version =
        option(
            DsqlVersion.class,
            "--dsql-version",
            "YYYY-MM",
            "What the cluster accepts (default: as the local service says, else "
                + DsqlVersion.defaultVersion().name()
                + ").");
    verify =
        option("--verify", "MODE", VerifyMode.COUNT, "Count rows before and after: off, count");
    resume =
        option(String.class, "--resume", "JOB", "Go on with a migration that was interrupted.");
    bulk = new BulkOptions(this);
    target = TargetOptions.withShortNames(this);
    examples(
        "  dsql migrate -s shop.sql --dry-run",
        "  dsql migrate -s shop.sql --skip-unsupported",
        "  dsql migrate --source postgresql://me@db.example.com/shop");
  }

  @Override
  public Integer call() throws IOException {
    if (sources.size() != 1) {
      throw wrongUsage("Which dump? Name one with -s.");
    }
    if (verify.value() == VerifyMode.FULL) {
      throw wrongUsage("--verify takes off or count here.");
    }
    String address = source(sources.getFirst());
    LoadProgress progress = new LoadProgress();
    Cancellation cancellation = new Cancellation();
    if (dryRun.value()) {
      MigrationReport plan = Migration.plan(options(address));
      MigrationText.print(out(), plan, true, bulk.output());
      return 0;
    }
    Migration migration = new Migration(target.login(), bulk.manifests(), cancellation, progress);
    try (Interruption _ = Interruption.cancels(cancellation);
        ProgressLine _ = ProgressLine.start(progress, err(), bulk.quiet())) {
      MigrationReport report = migration.run(options(address), resume.value());
      MigrationText.print(out(), report, false, bulk.output());
      return report.succeeded() ? 0 : 1;
    } catch (Cancellation.CancelledException e) {
      err().println(Complaints.PREFIX + "Stopped." + howToResume(address, migration.job()));
      return INTERRUPTED;
    } catch (LoadException e) {
      throw new CommandFailure(e.getMessage() + howToResume(address, migration.job()), e);
    }
  }

  private String source(String address) {
    if (!LiveDump.isDatabase(address)) {
      return address;
    }
    Path file = bulk.manifests().resolve("dumps").resolve(System.currentTimeMillis() + ".sql");
    LiveDump.write(address, file);
    err().println(Complaints.PREFIX + "the dump is kept in " + file);
    err().flush();
    return file.toString();
  }

  private String howToResume(String source, @Nullable String job) {
    DsqlVersion named = version.value();
    return job == null
        ? ""
        : " What is loaded stays, and is not loaded again: dsql migrate -s %s%s%s%s --resume %s"
            .formatted(
                source,
                mysql.value() ? " --from-mysql" : "",
                skipUnsupported.value() ? " --skip-unsupported" : "",
                named == null ? "" : " --dsql-version " + named.name(),
                job);
  }

  private DsqlVersion versionOfCluster() {
    DsqlVersion named = version.value();
    if (named != null) {
      return named;
    }
    ServiceRecord service = dryRun.value() ? null : target.target().service();
    return service == null ? DsqlVersion.defaultVersion() : service.version();
  }

  private MigrationOptions options(String address) {
    LoadOptions load =
        new LoadOptions(
            List.of(address),
            bulk.s3(),
            DataFormat.PGDUMP,
            CsvOptions.CSV,
            "public",
            "dump",
            false,
            null,
            List.of(),
            0,
            Map.of(),
            List.of(),
            DateOrder.YMD,
            OnConflict.ERROR,
            skipUnsupported.value() ? OnError.SKIP : OnError.ABORT,
            null,
            bulk.batchRows(),
            bulk.connections(),
            verify.value());
    return new MigrationOptions(load, mysql.value(), versionOfCluster(), skipUnsupported.value());
  }
}
