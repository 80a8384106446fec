package dev.borealis.load;

import dev.borealis.sql.Script;
import dev.borealis.sql.ScriptPiece;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a dump drops before it makes it anew: {@code pg_dump --clean} does, and mysqldump always
 * does. It is left out, because what is in the cluster may be the only copy, and because a
 * migration that is resumed would drop the rows that it has loaded.
 */
final class DumpDrops {
  private static final Pattern DROP = Pattern.compile("DROP\\s.*", flags());
  private static final Pattern DROP_WITHIN_TABLE =
      Pattern.compile(
          "ALTER\\s+TABLE\\s+(?:IF\\s+EXISTS\\s+)?(?:ONLY\\s+)?%s\\s+(?:ALTER\\s+COLUMN\\s+%s\\s+DROP|DROP|DETACH\\s+PARTITION)\\s.*"
              .formatted(SqlNames.QUALIFIED, SqlNames.QUALIFIED),
          flags());
  private static final Pattern VIEW =
      Pattern.compile(
          "(CREATE|DROP)\\s+(?:OR\\s+REPLACE\\s+)?VIEW\\s+(?:IF\\s+EXISTS\\s+)?(%s)(?:\\s.*)?"
              .formatted(SqlNames.QUALIFIED),
          flags());

  private DumpDrops() {}

  private static int flags() {
    return Pattern.DOTALL | Pattern.CASE_INSENSITIVE;
  }

  /**
   * A script without what it drops; lines stay lines.
   *
   * @param lines of the statements that drop something, in order
   */
  record Kept(String script, List<Integer> lines) {
    /**
     * What is to be said of them: nothing or one remark.
     *
     * @param lineOf the dump's line of each line of the script; empty if nobody knows
     */
    List<MigrationNote> notes(List<Long> lineOf) {
      return lines.isEmpty()
          ? List.of()
          : List.of(
              new MigrationNote(
                  lineOf.isEmpty() ? 0 : lineOf.get(lines.getFirst() - 1),
                  false,
                  "dump_drops",
                  "the dump drops what is there before it makes it anew (%d %s)"
                      .formatted(lines.size(), lines.size() == 1 ? "statement" : "statements"),
                  "That is left out: nothing in the cluster is dropped, and rows are added to tables that are there. Drop them yourself if they are to be made anew."));
    }
  }

  /** Leaves out all that drops something, and views that are dropped to be made anew behind it. */
  static Kept leaveOut(String script) {
    StringBuilder kept = new StringBuilder(script);
    List<ScriptPiece.Sql> views = new ArrayList<>();
    List<Integer> lines = new ArrayList<>();
    int line = 1;
    int counted = 0;
    for (ScriptPiece piece : Script.pieces(script)) {
      if (piece instanceof ScriptPiece.Sql statement) {
        String sql = statement.text(script);
        Matcher view = VIEW.matcher(sql);
        boolean drops = DROP.matcher(sql).matches() || DROP_WITHIN_TABLE.matcher(sql).matches();
        if (drops) {
          line += lineFeeds(script, counted, statement.start());
          counted = statement.start();
          lines.add(line);
          blank(kept, statement);
        } else if (view.matches()) {
          views.add(statement);
        }
        if (drops && view.matches()) {
          // mysqldump lets a table of the view's name, then an empty view, hold its place.
          views.stream()
              .filter(earlier -> makes(earlier.text(script), view.group(2)))
              .forEach(earlier -> blank(kept, earlier));
        }
      }
    }
    return new Kept(kept.toString(), List.copyOf(lines));
  }

  private static int lineFeeds(String script, int from, int to) {
    return (int) script.substring(from, to).chars().filter(c -> c == '\n').count();
  }

  private static boolean makes(String sql, String view) {
    Matcher made = VIEW.matcher(sql);
    return made.matches() && made.group(2).equals(view);
  }

  /** Puts blanks in the place of a statement and its semicolon, which would end nothing. */
  static void blank(StringBuilder script, ScriptPiece.Sql statement) {
    int end = Math.min(script.length(), statement.end() + 1);
    for (int i = statement.start(); i < end; i++) {
      if (script.charAt(i) != '\n') {
        script.setCharAt(i, ' ');
      }
    }
  }
}
