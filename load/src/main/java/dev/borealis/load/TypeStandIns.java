package dev.borealis.load;

import dev.borealis.dialect.DsqlVersion;
import dev.borealis.lint.Diagnostic;
import dev.borealis.lint.Lint;
import dev.borealis.lint.Place;
import dev.borealis.sql.Script;
import dev.borealis.sql.ScriptPiece;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets columns be text whose types the service has not: enums, arrays, addresses and the like.
 * Their values keep the form in which PostgreSQL writes them. Works on the text as pg_dump writes
 * it, with names in full; lines stay lines, so that places stay places.
 */
final class TypeStandIns {
  private static final Set<String> TYPE_RULES = Set.of("array_type", "unsupported_type");
  private static final Pattern TYPE =
      Pattern.compile(
          "CREATE\\s+TYPE\\s+(" + SqlNames.QUALIFIED + ")\\s+AS\\s+(ENUM|RANGE|)\\s*\\(.*",
          Pattern.DOTALL);
  private static final Pattern BARE_NUMERIC =
      Pattern.compile("^ {4}(" + SqlNames.QUALIFIED + ") numeric(?=[ ,]|$)");
  private static final Pattern OWNER =
      Pattern.compile("ALTER\\s.*\\sOWNER\\s+TO\\s+\\S+", Pattern.DOTALL);
  private static final Pattern CAST_TO_ARRAY =
      Pattern.compile("::[a-z_.\" ]+(?:\\([0-9,]+\\))?\\[\\]");

  private final List<MigrationNote> notes = new ArrayList<>();
  private final List<Long> lineOf;
  private final Partitions partitions;

  private TypeStandIns(List<Long> lineOf, Partitions partitions) {
    this.lineOf = lineOf;
    this.partitions = partitions;
  }

  /** A script with its types replaced, and what was replaced. */
  record Replaced(String script, List<MigrationNote> notes) {}

  static Replaced replace(
      String script, List<Long> lineOf, Partitions partitions, DsqlVersion version) {
    TypeStandIns standIns = new TypeStandIns(lineOf, partitions);
    String mended = standIns.columns(standIns.types(script), version);
    return new Replaced(mended, List.copyOf(standIns.notes));
  }

  private String types(String script) {
    StringBuilder text = new StringBuilder(script);
    List<String> names = new ArrayList<>();
    for (ScriptPiece piece : Script.pieces(script)) {
      if (piece instanceof ScriptPiece.Sql statement) {
        String sql = statement.text(script);
        Matcher made = TYPE.matcher(sql);
        if (made.matches()) {
          names.add(made.group(1));
          note(
              line(script, statement.start()),
              "the type %s is %s".formatted(made.group(1), kind(made.group(2))),
              "Its columns become text, with their values as PostgreSQL writes them; a CHECK constraint can hold them to what is allowed.");
          DumpDrops.blank(text, statement);
        } else if (OWNER.matcher(sql).matches() || partitions.define(sql)) {
          DumpDrops.blank(text, statement);
        }
      }
    }
    String result = text.toString();
    for (String name : names) {
      result = result.replaceAll("(?<![\\w\"$.])" + Pattern.quote(name) + "(?![\\w\"$.])", "text");
    }
    return result;
  }

  private static String kind(String word) {
    return switch (word) {
      case "ENUM" -> "an enum";
      case "RANGE" -> "a range";
      default -> "a composite type";
    };
  }

  private String columns(String script, DsqlVersion version) {
    List<Diagnostic> found =
        Lint.check(script, version).stream()
            .filter(diagnostic -> TYPE_RULES.contains(diagnostic.rule()))
            .filter(diagnostic -> diagnostic.place().line() == diagnostic.place().endLine())
            .sorted(
                Comparator.<Diagnostic>comparingInt(diagnostic -> diagnostic.place().line())
                    .thenComparingInt(diagnostic -> diagnostic.place().column())
                    .reversed())
            .toList();
    List<String> lines = new ArrayList<>(List.of(script.split("\n", -1)));
    for (Diagnostic diagnostic : found) {
      Place place = diagnostic.place();
      String line = lines.get(place.line() - 1);
      int from = line.offsetByCodePoints(0, place.column() - 1);
      int to = line.offsetByCodePoints(0, place.endColumn() - 1);
      String rest = CAST_TO_ARRAY.matcher(line.substring(to)).replaceAll("::text");
      lines.set(place.line() - 1, line.substring(0, from) + "text" + rest);
      note(
          place.line(),
          diagnostic.message(),
          "The column becomes text, with its values as PostgreSQL writes them.");
    }
    noteBareNumerics(lines);
    return String.join("\n", lines);
  }

  // The service takes numeric for numeric(18,6), and rounds without a word.
  private void noteBareNumerics(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      Matcher bare = BARE_NUMERIC.matcher(lines.get(i));
      if (bare.find()) {
        note(
            i + 1,
            "numeric_precision",
            "the column %s is numeric without a precision".formatted(bare.group(1)),
            "The service makes it numeric(18,6): digits behind the sixth are rounded, larger numbers refused. Give it a precision in the dump.");
      }
    }
  }

  private void note(int line, String message, String advice) {
    note(line, "type_as_text", message, advice);
  }

  private void note(int line, String rule, String message, String advice) {
    long place = line <= lineOf.size() ? lineOf.get(line - 1) : line;
    notes.add(new MigrationNote(place, false, rule, message, advice));
  }

  private static int line(String script, int offset) {
    return 1 + (int) script.substring(0, offset).chars().filter(c -> c == '\n').count();
  }
}
