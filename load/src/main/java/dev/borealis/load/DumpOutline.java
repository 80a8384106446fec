package dev.borealis.load;

import dev.borealis.dialect.DsqlVersion;
import dev.borealis.dialect.Fix;
import dev.borealis.lint.FixedScript;
import dev.borealis.lint.Lint;
import dev.borealis.sql.Script;
import dev.borealis.sql.ScriptPiece;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A dump without its rows: the statements as the service takes them, and where each block of data
 * stands between them.
 *
 * @param before statements before the first block of data
 * @param after those behind it
 * @param partitions whose rows go into other tables
 * @param notes what was changed, and what cannot be done, in the order of the dump's lines
 */
record DumpOutline(
    List<String> before, List<String> after, Partitions partitions, List<MigrationNote> notes) {

  static DumpOutline read(Source source, DsqlVersion version) throws IOException {
    StringBuilder skeleton = new StringBuilder();
    List<Long> lineOf = new ArrayList<>();
    try (DumpReader dump = new DumpReader(source)) {
      long next = 1;
      for (CopyBlock block = dump.nextBlock(); block != null; block = dump.nextBlock()) {
        append(skeleton, lineOf, dump.sql(), next);
        append(skeleton, lineOf, head(block), block.line());
        append(skeleton, lineOf, "\\.\n", block.line());
        while (dump.nextLine() != null) {
          // Rows are read when they are loaded.
        }
        next = dump.line() + 1;
      }
      append(skeleton, lineOf, dump.sql(), next);
    }
    requireNoInserts(source.name(), skeleton.toString(), lineOf);
    DumpDrops.Kept kept = DumpDrops.leaveOut(skeleton.toString());
    Inheritance.Flat flat = Inheritance.flatten(kept.script(), lineOf);
    Partitions partitions = Partitions.of(flat.script());
    TypeStandIns.Replaced replaced =
        TypeStandIns.replace(flat.script(), lineOf, partitions, version);
    FixedScript fixed = Lint.fix(replaced.script(), version);
    String unreadable = fixed.report().unreadable();
    if (unreadable != null) {
      throw new LoadException("%s: %s.".formatted(source.name(), unreadable));
    }
    List<MigrationNote> notes = new ArrayList<>();
    notes.addAll(kept.notes(lineOf));
    notes.addAll(flat.notes());
    notes.addAll(replaced.notes());
    notes.addAll(MigrationNote.of(fixed.report().diagnostics(), lineOf));
    notes.sort(Comparator.comparingLong(MigrationNote::line));
    return of(fixed.sql(), partitions, List.copyOf(notes), version);
  }

  // Rows that are statements would be there twice when the migration is resumed.
  private static void requireNoInserts(String name, String script, List<Long> lineOf) {
    for (ScriptPiece piece : Script.pieces(script)) {
      if (piece instanceof ScriptPiece.Sql statement
          && script.regionMatches(true, statement.start(), "INSERT ", 0, 7)) {
        int line =
            (int) script.substring(0, statement.start()).chars().filter(c -> c == '\n').count();
        throw new LoadException(
            "%s:%d: the dump has its rows in INSERT statements. Make one without --inserts."
                .formatted(name, lineOf.get(line)));
      }
    }
  }

  private static String head(CopyBlock block) {
    String columns =
        block.columns().isEmpty() ? "" : "(" + SqlNames.quoteAll(block.columns()) + ") ";
    return "COPY %s %sFROM stdin;\n".formatted(block.qualifiedName(), columns);
  }

  private static void append(StringBuilder skeleton, List<Long> lineOf, String text, long line) {
    skeleton.append(text);
    long at = line;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\n') {
        lineOf.add(at);
        at++;
      }
    }
  }

  /** The statements of a script that the service takes, but for those that it does not. */
  static DumpOutline of(
      String script, Partitions partitions, List<MigrationNote> notes, DsqlVersion version) {
    Refused refused = Refused.of(script, version);
    List<String> before = new ArrayList<>();
    List<String> after = new ArrayList<>();
    boolean dataSeen = false;
    for (ScriptPiece piece : Script.pieces(script)) {
      switch (piece) {
        case ScriptPiece.CopyData _ -> dataSeen = true;
        case ScriptPiece.MetaCommand _ -> {}
        case ScriptPiece.Sql statement -> {
          String text = statement.text(script);
          if (!refused.covers(statement) && !isForThisSessionOnly(text)) {
            (dataSeen ? after : before).add(text);
          }
        }
      }
    }
    return new DumpOutline(List.copyOf(before), List.copyOf(after), partitions, notes);
  }

  // Owners are roles of the other cluster, and each statement here has a session of its own.
  private static boolean isForThisSessionOnly(String statement) {
    String start = statement.stripLeading();
    return start.regionMatches(true, 0, "SET ", 0, 4)
        || start.regionMatches(true, 0, "COPY ", 0, 5)
        || start.regionMatches(true, 0, "SELECT pg_catalog.set_config(", 0, 29)
        || (start.regionMatches(true, 0, "ALTER ", 0, 6)
            && start.matches("(?is).*\\bOWNER TO\\b.*"));
  }

  /** Which lines of a script have something that nobody can mend. */
  private record Refused(String script, List<Integer> lines) {
    static Refused of(String script, DsqlVersion version) {
      return new Refused(
          script,
          Lint.check(script, version).stream()
              .filter(diagnostic -> diagnostic.fix() == Fix.UNFIXABLE)
              .map(diagnostic -> diagnostic.place().line())
              .toList());
    }

    boolean covers(ScriptPiece.Sql statement) {
      int first = lineOf(statement.start());
      int last = lineOf(statement.end());
      return lines.stream().anyMatch(line -> line >= first && line <= last);
    }

    private int lineOf(int offset) {
      int line = 1;
      for (int i = script.indexOf('\n'); i >= 0 && i < offset; i = script.indexOf('\n', i + 1)) {
        line++;
      }
      return line;
    }
  }
}
