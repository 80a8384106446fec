package dev.borealis.load;

import dev.borealis.sql.Script;
import dev.borealis.sql.ScriptPiece;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
  private static final Pattern CHANGE =
      Pattern.compile(
          "ALTER TABLE (?:ONLY )?(%1$s) ALTER COLUMN (%1$s) SET (?:NOT NULL|DEFAULT (.*))"
              .formatted(SqlNames.QUALIFIED),
          Pattern.DOTALL);
  private static final String NOT_NULL = " NOT NULL";
  private static final String BETWEEN_ELEMENTS = ",\n";

  private final Map<String, List<String>> elementsOf = new HashMap<>();
  private final Map<String, List<Change>> changesOf = new HashMap<>();
  private final Map<String, Set<String>> inheritedBy = new HashMap<>();
  private final List<MigrationNote> notes = new ArrayList<>();

  /** A script without inheritance, and what was changed. */
  record Flat(String script, List<MigrationNote> notes) {}

  private Inheritance() {}

  /**
   * What pg_dump says of an inherited column behind the table's definition, because the definition
   * has no place for it.
   *
   * @param expression of the column's default; null: it is NOT NULL
   */
  private record Change(String column, @Nullable String expression) {
    String in(String element) {
      boolean notNull = element.endsWith(NOT_NULL);
      String plain = notNull ? element.substring(0, element.length() - NOT_NULL.length()) : element;
      if (expression == null) {
        return plain + NOT_NULL;
      }
      int old = plain.indexOf(" DEFAULT ");
      return (old < 0 ? plain : plain.substring(0, old))
          + " DEFAULT "
          + expression
          + (notNull ? NOT_NULL : "");
    }
  }

  /**
   * Works on the text as pg_dump writes it; lines stay lines.
   *
   * @param lineOf the dump's line of each line of the script
   */
  static Flat flatten(String script, List<Long> lineOf) {
    Inheritance inheritance = new Inheritance();
    List<ScriptPiece> pieces = Script.pieces(script);
    inheritance.noteChanges(script, pieces);
    StringBuilder flat = new StringBuilder();
    int copied = 0;
    int line = 0;
    for (ScriptPiece piece : pieces) {
      if (piece instanceof ScriptPiece.Sql statement) {
        String sql = statement.text(script);
        Matcher table = TABLE.matcher(sql);
        if (inheritance.isFolded(sql)) {
          flat.append(script, copied, statement.start());
          line += lines(script, copied, statement.start());
          copied = Math.min(script.length(), statement.end() + 1);
          flat.append("\n".repeat(lines(script, statement.start(), copied)));
          line += lines(script, statement.start(), copied);
        } else if (table.matches()) {
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

  private void noteChanges(String script, List<ScriptPiece> pieces) {
    for (ScriptPiece piece : pieces) {
      if (piece instanceof ScriptPiece.Sql statement) {
        Matcher change = CHANGE.matcher(statement.text(script));
        if (change.matches()) {
          changesOf
              .computeIfAbsent(change.group(1), _ -> new ArrayList<>())
              .add(new Change(change.group(2), change.group(3)));
        }
      }
    }
  }

  /** Whether a statement says what stands in the table's flat definition now. */
  private boolean isFolded(String sql) {
    Matcher change = CHANGE.matcher(sql);
    return change.matches()
        && inheritedBy.getOrDefault(change.group(1), Set.of()).contains(change.group(2));
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
          all.add(changed(table.group(1), element.strip()));
        }
      }
    }
    inheritedBy.put(
        table.group(1), all.stream().map(Inheritance::name).collect(Collectors.toSet()));
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

  private String changed(String table, String element) {
    String changed = element;
    for (Change change : changesOf.getOrDefault(table, List.of())) {
      changed = change.column().equals(name(element)) ? change.in(changed) : changed;
    }
    return changed;
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
