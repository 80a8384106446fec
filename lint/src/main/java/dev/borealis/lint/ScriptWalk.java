package dev.borealis.lint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks through a script, and brings comments that speak of a statement together with it. */
final class ScriptWalk {
  private ScriptWalk() {}

  /** Who looks at the script. */
  interface Visitor {
    /**
     * A statement.
     *
     * @param ordinal counts the statements from 0
     * @param directives the comments before it, in it, and behind it on its last line
     */
    void statement(int ordinal, ScriptUnit unit, List<Directive> directives) throws IOException;

    /** What is no statement. */
    void between(ScriptUnit unit) throws IOException;

    /** Where reading ended before the script did. */
    void unreadable(ScriptUnit unit) throws IOException;

    /** False if nothing more is to be visited. */
    boolean goesOn();
  }

  static void walk(SqlSource source, Visitor visitor) throws IOException {
    try (ScriptUnits units = new ScriptUnits(source.open())) {
      List<Directive> before = new ArrayList<>();
      int ordinal = 0;
      boolean afterStatement = false;
      for (ScriptUnit unit = units.next(); unit != null; unit = units.next()) {
        switch (unit.kind()) {
          case STATEMENT -> {
            List<Directive> directives = new ArrayList<>(before);
            directives.addAll(Directive.in(unit.read()));
            directives.addAll(onLastLine(units.peek()));
            visitor.statement(ordinal, unit, directives);
            ordinal++;
            before.clear();
          }
          case BETWEEN -> {
            int from = afterStatement ? firstLine(unit.text()) : 0;
            for (Directive directive : Directive.in(unit.text())) {
              if (directive.span().start() >= from) {
                before.add(directive);
              }
            }
            visitor.between(unit);
          }
          case DATA -> visitor.between(unit);
          case UNREADABLE -> visitor.unreadable(unit);
        }
        afterStatement = unit.kind() == ScriptUnit.Kind.STATEMENT;
        if (!visitor.goesOn()) {
          return;
        }
      }
    }
  }

  private static List<Directive> onLastLine(@Nullable ScriptUnit next) {
    if (next == null || next.kind() != ScriptUnit.Kind.BETWEEN) {
      return List.of();
    }
    int lineEnd = firstLine(next.text());
    return Directive.in(next.text()).stream()
        .filter(directive -> directive.span().start() < lineEnd)
        .toList();
  }

  private static int firstLine(String text) {
    int lineFeed = text.indexOf('\n');
    return lineFeed < 0 ? text.length() : lineFeed;
  }
}
