package dev.borealis.cli;

import dev.borealis.dialect.DsqlVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** {@code dsql lint}: which files, and in which form the answer is. */
final class LintCommand extends Subcommand {
  private static final int STDIN = 0;
  private static final int STDERR = 2;

  /** In which form diagnostics are printed. */
  enum Format {
    TEXT,
    JSON,
    SARIF,
    GITHUB
  }

  /** Whether text is coloured. */
  enum Color {
    AUTO,
    ALWAYS,
    NEVER
  }

  /** The SQL of the scripts. */
  enum SqlDialect {
    POSTGRES,
    MYSQL
  }

  private final Setting<Boolean> fix =
      flag("--fix", "Mend what can be, and write <name>-fixed.sql beside each file.");
  private final OptionalSetting<Path> output =
      option(
          Path.class,
          "-o --out",
          "FILE",
          "Where to write the mended script of one file; - is standard output.");
  private final Setting<Boolean> check =
      flag("--check", "Write nothing; fail if --fix would change a file, or could not mend it.");
  private final Setting<Format> format =
      option("--format", "FORMAT", Format.TEXT, "text, json, sarif or github");
  private final Setting<SqlDialect> dialect =
      option("--dialect", "DIALECT", SqlDialect.POSTGRES, "What the files are in: postgres, mysql");
  private final Setting<DsqlVersion> version =
      option(
          "--dsql-version",
          "YYYY-MM",
          DsqlVersion.defaultVersion(),
          "The state of Aurora DSQL that is asked for: "
              + DsqlVersion.all().stream()
                  .map(DsqlVersion::name)
                  .collect(Collectors.joining(", ")));
  private final Setting<Color> color =
      option("--color", "WHEN", Color.AUTO, "auto, always or never");
  private final Setting<List<String>> names =
      arguments("FILE", "Files, directories with *.sql, or - for standard input.");

  LintCommand() {
    super(
        "lint",
        "Finds what Aurora DSQL does not accept in SQL scripts, and mends it.",
        "Exit codes: 0 nothing found, 1 something found, 2 wrong usage; with --fix: 0 all mended,",
        "3 mended but read the warnings, 1 something is left.");
    examples(
        "  dsql lint schema.sql",
        "  pg_dump -s shop | dsql lint --fix - > schema.sql",
        "  dsql lint --fix --dialect mysql -o schema.sql dump.sql");
  }

  @Override
  public Integer call() throws IOException {
    List<String> files = files();
    requireUsable(files);
    boolean fixing = fix.value() || check.value();
    LintSettings settings =
        new LintSettings(
            version.value(),
            dialect.value() == SqlDialect.MYSQL,
            fixing,
            check.value(),
            output.value(),
            format.value() == Format.JSON);
    try (LintPrinter printer = printer(fixing)) {
      LintRun run = new LintRun(settings, out());
      LintRun.Tally tally = new LintRun.Tally();
      for (String file : files) {
        LintedFile linted = run.lint(file);
        tally.add(linted, fixing);
        printer.file(linted);
      }
      printer.end(tally);
      return tally.exitCode(fixing, check.value());
    }
  }

  private LintPrinter printer(boolean fixing) throws IOException {
    return switch (format.value()) {
      case TEXT -> new LintText(err(), fixing, isColoured());
      case JSON -> new LintJson(out());
      case SARIF -> new LintSarif(out());
      case GITHUB -> new LintGithub(out());
    };
  }

  private boolean isColoured() {
    return switch (color.value()) {
      case ALWAYS -> true;
      case NEVER -> false;
      case AUTO ->
          System.getenv("NO_COLOR") == null
              && !"dumb".equals(System.getenv("TERM"))
              && System.getenv("TERM") != null
              && Posix.isTerminal(STDERR);
    };
  }

  /** The files to look at; of a directory those within that end in .sql. */
  private List<String> files() throws IOException {
    List<String> files = new ArrayList<>();
    for (String name : names.value()) {
      Path path = Path.of(name);
      if (!name.equals(LintRun.STANDARD_INPUT) && Files.isDirectory(path)) {
        try (var within = Files.walk(path)) {
          within
              .filter(file -> file.toString().endsWith(".sql") && Files.isRegularFile(file))
              .filter(file -> !file.toString().endsWith(LintRun.FIXED_SUFFIX + ".sql"))
              .map(Path::toString)
              .sorted()
              .forEach(files::add);
        }
      } else {
        files.add(name);
      }
    }
    return files;
  }

  private void requireUsable(List<String> files) {
    if (files.isEmpty()) {
      throw wrongUsage(
          names.value().isEmpty()
              ? "Which file? - reads standard input."
              : "There is no .sql file in " + String.join(", ", names.value()) + ".");
    }
    boolean fixing = fix.value() && !check.value();
    if (output.value() != null && (!fixing || files.size() != 1)) {
      throw wrongUsage("-o needs --fix and one file.");
    }
    long inputs = files.stream().filter(LintRun.STANDARD_INPUT::equals).count();
    if (inputs > 1) {
      throw wrongUsage("- can be given once.");
    }
    if (inputs == 1 && fixing && output.value() == null) {
      boolean mixed = format.value() == Format.SARIF || format.value() == Format.GITHUB;
      if (mixed) {
        throw wrongUsage("The mended script of standard input needs -o with this --format.");
      }
    }
    if (inputs == 1 && Posix.isTerminal(STDIN)) {
      throw wrongUsage("Standard input is a terminal; pipe a script into it.");
    }
    Path target = output.value();
    for (String file : files) {
      if (target != null && isSame(Path.of(file), target)) {
        throw wrongUsage("-o " + target + " would overwrite what is read.");
      }
    }
  }

  private static boolean isSame(Path input, Path target) {
    try {
      return Files.exists(input) && Files.exists(target) && Files.isSameFile(input, target);
    } catch (IOException e) {
      return false;
    }
  }
}
