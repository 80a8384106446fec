package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.dialect.Dialect;
import dev.borealis.dialect.DsqlVersion;
import dev.borealis.gateway.testing.Answer;
import dev.borealis.gateway.testing.Answer.Failed;
import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import dev.borealis.lint.Diagnostic;
import dev.borealis.lint.Lint;
import dev.borealis.lint.mysql.MysqlLint;
import dev.borealis.sql.Script;
import dev.borealis.sql.ScriptPiece;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the linter calls clean the server accepts, what it flags the server refuses, and mended
 * scripts run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LintAgreementTest {
  /** The linter's own tests, beside this module. */
  private static final Path LINT = resources("lint");

  private static final Path DIALECT = resources("dialect");

  /** Messages of rules that name what was found. */
  private static final List<String> NAMED =
      List.of(
          "NUMERIC precision .* must be between 1 and 38",
          "NUMERIC scale .* must be between 0 and 37",
          "type \"(small|big)?serial[248]?(\\[])?\" does not exist",
          "text search configuration .*",
          "statistics target .* exceeds .*",
          "permission denied (for (table|schema)|to) .*",
          "attribute \\d+ of type .* has wrong type");

  private final Map<DsqlVersion, TestCluster> clusters = new HashMap<>();

  private static Path resources(String module) {
    return Path.of("..", module, "src", "test", "resources", "dev", "borealis", module);
  }

  static Stream<DsqlVersion> versions() {
    return DsqlVersion.all().stream();
  }

  private TestCluster cluster(DsqlVersion version) throws IOException {
    TestCluster known = clusters.get(version);
    if (known != null) {
      return known;
    }
    TestCluster cluster = TestCluster.start(version, TransactionLimits.SERVICE);
    clusters.put(version, cluster);
    return cluster;
  }

  @AfterAll
  void stop() {
    clusters.values().forEach(TestCluster::close);
  }

  /** Statements that rules find something in, their neighbours, and what becomes of them. */
  private static Set<String> statements() throws IOException {
    Set<String> statements = new LinkedHashSet<>();
    for (Path file : List.of(LINT.resolve("cases.tsv"), DIALECT.resolve("refusals.tsv"))) {
      boolean ofLint = file.startsWith(LINT);
      for (String line : Files.readAllLines(file)) {
        String[] cells = line.split("\t", -1);
        if (!line.startsWith("#") && cells.length >= 4) {
          List<String> columns =
              ofLint ? List.of(cells[3], cells[4], cells[5]) : List.of(cells[2], cells[3]);
          columns.stream()
              .filter(sql -> sql.length() > 1 && !sql.contains("{") && !sql.contains("; "))
              .forEach(statements::add);
        }
      }
    }
    return statements;
  }

  @ParameterizedTest
  @MethodSource("versions")
  void judgesAsTheServerDoes(DsqlVersion version) throws IOException {
    Set<String> refusals = refusals(version);
    List<String> disagreements = new ArrayList<>();
    try (WireClient client = cluster(version).connect()) {
      for (String sql : statements()) {
        List<Diagnostic> found = Lint.check(sql, version);
        Answer answer = answer(client, sql);
        client.query("ROLLBACK");
        boolean refused = answer instanceof Failed failed && isRefusal(failed, refusals);
        if (refused == found.isEmpty()) {
          disagreements.add(sql + "\n  lint: " + found + "\n  server: " + answer);
        } else if (answer instanceof Failed failed && refused) {
          if (found.stream().noneMatch(diagnostic -> says(diagnostic, failed))) {
            disagreements.add(sql + "\n  lint: " + found + "\n  server: " + answer);
          }
        }
      }
    }
    assertThat(disagreements).isEmpty();
  }

  private static boolean says(Diagnostic diagnostic, Failed failed) {
    return diagnostic.message().equals(failed.message());
  }

  private static Answer answer(WireClient client, String sql) throws IOException {
    List<Answer> answers = Answer.of(client.query(sql));
    return answers.getLast();
  }

  /** The fixed texts of rules; others name what was found. */
  private static Set<String> refusals(DsqlVersion version) {
    Set<String> messages = new LinkedHashSet<>();
    Dialect.of(version).rules().forEach(rule -> messages.add(rule.message()));
    return messages;
  }

  /** Whether an error is the dialect's; other errors tell of objects, which are not there. */
  private static boolean isRefusal(Failed failed, Set<String> refusals) {
    return refusals.contains(failed.message())
        || failed.sqlState().equals("0A000")
        || (failed.sqlState().equals("42601") && !failed.message().endsWith(" is not valid"))
        || NAMED.stream().anyMatch(pattern -> failed.message().matches(pattern));
  }

  @ParameterizedTest
  @MethodSource("versions")
  void runsWhatWasMended(DsqlVersion version) throws IOException {
    List<String> errors = new ArrayList<>();
    List<Path> scripts;
    try (Stream<Path> files = Files.list(LINT.resolve("tools"))) {
      scripts = files.sorted().toList();
    }
    assertThat(scripts).hasSizeGreaterThan(10);
    try (WireClient client = cluster(version).connect()) {
      for (Path script : scripts) {
        client.query("RESET search_path");
        String fixed = Lint.fix(Files.readString(script), version).sql();
        run(client, script, fixed, version, errors);
      }
      client.query("CREATE SCHEMA of_mysql");
      client.query("SET search_path = of_mysql");
      for (String name : List.of("dump.sql", "hand.sql")) {
        Path script = LINT.resolve("mysql").resolve(name);
        String translated = MysqlLint.translate(Files.readString(script), version).sql();
        run(client, script, translated, version, errors);
      }
    }
    assertThat(errors).isEmpty();
  }

  /** Runs all statements but those that only the author can mend, and what needs their result. */
  private static void run(
      WireClient client, Path script, String fixed, DsqlVersion version, List<String> errors)
      throws IOException {
    boolean allMended = true;
    Set<Integer> byHand = new HashSet<>();
    for (Diagnostic left : Lint.check(fixed, version)) {
      byHand.add(left.place().line());
    }
    for (ScriptPiece piece : Script.pieces(fixed)) {
      if (piece instanceof ScriptPiece.Sql sql) {
        String text = sql.text(fixed);
        if (lines(fixed, sql).anyMatch(byHand::contains)) {
          allMended = false;
        } else if (!text.toLowerCase(Locale.ROOT).startsWith("copy ")
            && answer(client, text) instanceof Failed failed
            && (allMended || !isOfMissing(failed))) {
          errors.add(script.getFileName() + ": " + text + "\n  " + failed);
        }
      }
    }
    client.query("ROLLBACK");
  }

  private static IntStream lines(String script, ScriptPiece piece) {
    int first = 1 + (int) script.substring(0, piece.start()).chars().filter(c -> c == '\n').count();
    String text = script.substring(piece.start(), piece.end());
    return IntStream.rangeClosed(first, first + (int) text.chars().filter(c -> c == '\n').count());
  }

  /** An object that a statement would have made that only the author can mend. */
  private static boolean isOfMissing(Failed failed) {
    return Set.of("42P01", "42703", "42704", "25P02", "42830").contains(failed.sqlState());
  }
}
