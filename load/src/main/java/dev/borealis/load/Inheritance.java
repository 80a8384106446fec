package dev.borealis.load;

import dev.borealis.sql.Script;
import dev.borealis.sql.ScriptPiece;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives tables that inherit from others the columns that pg_dump leaves out of their definitions
 * (PostgreSQL 16, "Inheritance"). The service has no inheritance, so they become tables of their
 * own.
 */
final class Inheritance {
  private static final Pattern TABLE =
      Pattern.compile(
          "CREATE (?:UNLOGGED )?TABLE ("
              + SqlNames.QUALIFIED
              + ") \\(\n(.*?)\n?\\)(?:\nINHERITS \\(([^\n]*)\\))?(?:\nWITH [^\n]*)?",
          Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile(SqlNames.QUALIFIED);
  private static final String BETWEEN_ELEMENTS = ",\n";

  private final Map<String, List<String>> elementsOf = new HashMap<>();
  private final List<MigrationNote> notes = new ArrayList<>();

  /** A script without inheritance, and what was changed. */
  record Flat(String script, List<MigrationNote> notes) {}

  private Inheritance() {}

  /**
   * Works on the text as pg_dump writes it; lines stay lines.
   *
   * @param lineOf the dump's line of each line of the script
   */
  static Flat flatten(String script, List<Long> lineOf) {
    Inheritance inheritance = new Inheritance();
    StringBuilder flat = new StringBuilder();
    int copied = 0;
    int line = 0;
    for (ScriptPiece piece : Script.pieces(script)) {
      if (piece instanceof ScriptPiece.Sql statement) {
        String sql = statement.text(script);
        Matcher table = TABLE.matcher(sql);
        if (table.matches()) {
          flat.append(script, copied, statement.start());
          line += lines(script, copied, statement.start());
          flat.append(
              inheritance.flat(sql, table, line < lineOf.size() ? lineOf.get(line) : line + 1));
          copied = statement.start() + sql.length();
          line += lines(script, statement.start(), copied);
        }
      }
    }
    flat.append(script, copied, script.length());
    return new Flat(flat.toString(), List.copyOf(inheritance.notes));
  }

  private static int lines(String script, int from, int to) {
    return (int) script.substring(from, to).chars().filter(c -> c == '\n').count();
  }

  private String flat(String sql, Matcher table, long line) {
    String body = table.group(2);
    List<String> own = new ArrayList<>();
    if (!body.isBlank()) {
      own.addAll(List.of(body.split(BETWEEN_ELEMENTS, -1)));
    }
    String parents = table.group(3);
    if (parents == null) {
      elementsOf.put(table.group(1), own);
      return sql;
    }
    List<String> all = new ArrayList<>();
    Matcher parent = NAME.matcher(parents);
    while (parent.find()) {
      for (String element : elementsOf.getOrDefault(parent.group(), List.of())) {
        boolean again =
            own.stream().anyMatch(mine -> name(mine).equals(name(element)))
                || all.stream().anyMatch(other -> name(other).equals(name(element)));
        if (!again) {
          all.add(element.strip());
        }
      }
    }
    String inherited = String.join(", ", all);
    all.addAll(own);
    elementsOf.put(table.group(1), all);
    notes.add(
        new MigrationNote(
            line,
            false,
            "inherits",
            "the table %s inherits from %s".formatted(table.group(1), parents),
            "It becomes a table of its own with all columns; queries of %s do not show its rows any more."
                .formatted(parents)));
    String between = own.isEmpty() || inherited.isEmpty() ? "" : ",";
    return sql.substring(0, table.start(2) - 1)
        + inherited
        + between
        + "\n"
        + sql.substring(table.start(2), table.start(3) - "INHERITS (".length())
        + sql.substring(table.end(3) + 1);
  }

  /** What an element defines: a column's name, or a constraint's with the word before it. */
  private static String name(String element) {
    String text = element.strip();
    Matcher name = NAME.matcher(text);
    boolean constraint = text.startsWith("CONSTRAINT ");
    return name.find(constraint ? "CONSTRAINT ".length() : 0)
        ? (constraint ? "CONSTRAINT " : "") + name.group()
        : text;
  }
}
