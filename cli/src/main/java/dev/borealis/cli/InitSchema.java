package dev.borealis.cli;

import dev.borealis.client.ClientException;
import dev.borealis.client.ClusterLogin;
import dev.borealis.dialect.DsqlVersion;
import dev.borealis.dialect.Fix;
import dev.borealis.lint.Lint;
import dev.borealis.lint.LintReport;
import dev.borealis.lint.SqlSource;
import dev.borealis.sql.Script;
import dev.borealis.sql.ScriptPiece;
import dev.borealis.sql.SqlParseException;
import dev.borealis.sql.SqlParser;
import dev.borealis.sql.tree.RelationStmt.CreateStmt;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The step of {@code dsql init} that brings a project's schema into the cluster: its scripts are
 * linted, mended in copies and migrated, each after a question. What is done shows in the copies
 * and in the cluster's tables, and is not done again.
 *
 * @param directory the project
 * @param profile the AWS profile whose keys sign; null if none is named
 */
record InitSchema(
    InitDialog dialog,
    Path directory,
    Target target,
    ClusterLogin login,
    @Nullable String profile,
    PrintWriter out,
    PrintWriter err) {
  /** A script that is longer is a dump rather than a schema, and none of this step's business. */
  private static final int MAX_SCRIPT_BYTES = 4 << 20;

  /** Tools that run scripts themselves, and that would run a mended copy beside one as well. */
  private static final Set<String> SCRIPT_RUNNERS =
      Set.of("Flyway", "Liquibase", "Prisma", "Drizzle");

  /** Tools that make tables from the program's text. */
  private static final Set<String> TABLE_MAKERS =
      Set.of("Django", "Alembic", "TypeORM", "Sequelize", "ActiveRecord");

  private static final String EXAMPLE =
      """
      CREATE TABLE users (
        id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        email      varchar(255) NOT NULL UNIQUE,
        name       varchar(255),
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX ASYNC users_by_name ON users (name);
      """;

  private static final String TABLES =
      """
      SELECT table_schema || '.' || table_name FROM information_schema.tables
      WHERE table_schema NOT IN ('pg_catalog', 'information_schema', 'sys')
      """;

  /**
   * Does the step.
   *
   * @param connected whether the cluster answers
   * @return whether all that was agreed to has been done
   */
  boolean run(ProjectScan scan, boolean connected) throws IOException {
    List<String> runners = scan.frameworks().stream().filter(SCRIPT_RUNNERS::contains).toList();
    if (!scan.scripts().isEmpty()) {
      mend(scan.scripts(), runners.isEmpty());
    }
    if (!runners.isEmpty()) {
      dialog.say(
          "%s runs the scripts. Mend them in place ('dsql lint --fix -o FILE FILE'); 'dsql docs read orms' tells what else it needs."
              .formatted(runners.getFirst()));
      return true;
    }
    if (!connected) {
      return true;
    }
    return scan.scripts().isEmpty() ? example(scan) : migrate(scan.scripts());
  }

  private void mend(List<Path> scripts, boolean inCopies) throws IOException {
    List<String> lint =
        new ArrayList<>(List.of("lint", "--fix", "--dsql-version", version().name()));
    int options = lint.size();
    for (Path script : scripts) {
      Path current = current(script);
      LintReport report = check(current);
      int found = report.diagnostics().size();
      dialog.say(
          found == 0
              ? current + ": fits Aurora DSQL."
              : "%s: %d places to mend, %d of them by hand."
                  .formatted(current, found, report.count(Fix.UNFIXABLE)));
      if (found > 0 && current.equals(script)) {
        lint.add(directory.resolve(script).toString());
      }
    }
    if (inCopies
        && lint.size() > options
        && dialog.agrees("Write mended copies beside them ('dsql lint --fix')?")) {
      // What is left to do by hand is said below, script by script.
      int _ = Dsql.run(lint.toArray(String[]::new), out, err);
    }
  }

  private boolean migrate(List<Path> scripts) throws IOException {
    Set<String> there = tables();
    boolean done = true;
    for (Path script : scripts) {
      Path current = current(script);
      Set<String> made = tablesOf(directory.resolve(current));
      Set<String> missing = new TreeSet<>(made);
      missing.removeAll(there);
      if (made.isEmpty()) {
        dialog.say(current + ": makes no tables. 'dsql migrate' or 'dsql sql -f' runs it.");
      } else if (missing.isEmpty()) {
        dialog.say("Done: the tables of " + current + " are there.");
      } else if (missing.size() < made.size()) {
        dialog.say(
            "%s: some of its tables are there, but not %s. 'dsql migrate -s %s' makes what is missing, and inserts its rows again."
                .formatted(current, String.join(", ", missing), current));
      } else if (check(current).count(Fix.UNFIXABLE) > 0) {
        dialog.say(
            current + ": mend by hand what is left, then 'dsql init --continue' migrates it.");
      } else if (dialog.agrees("Migrate %s ('dsql migrate')?".formatted(current))) {
        done &= migrate(current);
      }
    }
    return done;
  }

  private boolean migrate(Path script) {
    String address = target.address().host() + ":" + target.address().port();
    List<String> migrate = new ArrayList<>(List.of("migrate", "--endpoint", address));
    migrate.addAll(List.of("--region", target.address().region()));
    if (profile != null) {
      migrate.addAll(List.of("--profile", profile));
    }
    migrate.addAll(List.of("-s", directory.resolve(script).toString()));
    return Dsql.run(migrate.toArray(String[]::new), out, err) == 0;
  }

  /** The mended copy of a script, if there is one: people go on working at that. */
  private Path current(Path script) {
    Path copy = LintRun.fixedName(script);
    return Files.exists(directory.resolve(copy)) ? copy : script;
  }

  private LintReport check(Path script) throws IOException {
    return Lint.check(SqlSource.of(directory.resolve(script)), version());
  }

  private DsqlVersion version() {
    return target.service() == null ? DsqlVersion.defaultVersion() : target.service().version();
  }

  /** The tables that a script makes, with their schemas. */
  private static Set<String> tablesOf(Path script) throws IOException {
    Set<String> made = new TreeSet<>();
    if (Files.size(script) > MAX_SCRIPT_BYTES) {
      return made;
    }
    String text = Files.readString(script);
    for (ScriptPiece piece : Script.pieces(text)) {
      if (piece instanceof ScriptPiece.Sql sql) {
        try {
          SqlParser.parse(sql.text(text)).stream()
              .filter(CreateStmt.class::isInstance)
              .map(statement -> ((CreateStmt) statement).relation())
              .map(InitSchema::name)
              .forEach(made::add);
        } catch (SqlParseException e) {
          // The linter has said so.
        }
      }
    }
    return made;
  }

  private static String name(RangeVar table) {
    return Objects.requireNonNullElse(table.schemaname(), "public") + "." + table.relname();
  }

  private Set<String> tables() {
    Set<String> tables = new TreeSet<>();
    try (Connection connection = login.connect(Map.of());
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(TABLES)) {
      while (answer.next()) {
        tables.add(answer.getString(1));
      }
      return tables;
    } catch (SQLException | ClientException e) {
      throw new CommandFailure("The tables cannot be listed: " + e.getMessage(), e);
    }
  }

  private boolean example(ProjectScan scan) throws IOException {
    List<String> makers = scan.frameworks().stream().filter(TABLE_MAKERS::contains).toList();
    int tables = tables().size();
    if (tables > 0) {
      dialog.say("Done: the cluster has tables: " + tables + ".");
    } else if (!makers.isEmpty()) {
      dialog.say(
          "%s makes the tables. 'dsql docs read orms' tells what it needs."
              .formatted(makers.getFirst()));
    } else {
      dialog.say(EXAMPLE);
      if (dialog.agrees("Create this example?")) {
        create();
      }
    }
    return true;
  }

  private void create() {
    try (Connection connection = login.connect(Map.of());
        Statement statement = connection.createStatement()) {
      // Each is a transaction of its own, as DDL must be.
      for (String definition : EXAMPLE.strip().split(";\n", -1)) {
        statement.execute(definition);
      }
      dialog.say("Created the table users with 4 columns, and started to build its index.");
    } catch (SQLException | ClientException e) {
      throw new CommandFailure("The example cannot be created: " + e.getMessage(), e);
    }
  }
}
