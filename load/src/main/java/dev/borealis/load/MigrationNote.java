package dev.borealis.load;

import dev.borealis.dialect.Fix;
import dev.borealis.lint.Diagnostic;
import java.util.ArrayList;
import java.util.List;

/**
 * Something in a dump that could not stay as it is.
 *
 * @param line of the dump, from 1; 0 if it has none
 * @param lost whether it is left out, because nobody can mend it
 * @param rule of the linter, or {@code statement} if the cluster refused
 */
public record MigrationNote(long line, boolean lost, String rule, String message, String advice) {

  static List<MigrationNote> of(List<Diagnostic> diagnostics, List<Long> lineOf) {
    List<MigrationNote> notes = new ArrayList<>();
    for (Diagnostic diagnostic : diagnostics) {
      // Each statement here has a session of its own, which needs none of a dump's settings.
      if (diagnostic.rule().equals("unsupported_setting")) {
        continue;
      }
      int line = diagnostic.place().line();
      String detail = diagnostic.detail();
      notes.add(
          new MigrationNote(
              line >= 1 && line <= lineOf.size() ? lineOf.get(line - 1) : line,
              diagnostic.fix() == Fix.UNFIXABLE,
              diagnostic.rule(),
              diagnostic.message(),
              detail == null ? diagnostic.suggestion() : detail));
    }
    return List.copyOf(notes);
  }
}
