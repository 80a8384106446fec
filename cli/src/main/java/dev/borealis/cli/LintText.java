package dev.borealis.cli;

import dev.borealis.dialect.Fix;
import dev.borealis.lint.Diagnostic;
import dev.borealis.lint.Place;
import java.io.PrintWriter;

/** Diagnostics for people: each with the line it is about, and what to do. */
final class LintText implements LintPrinter {
  private static final String RESET = "\033[0m";
  private static final String BOLD = "\033[1m";
  private static final String RED = "\033[1;31m";
  private static final String YELLOW = "\033[1;33m";
  private static final String GREEN = "\033[1;32m";
  private static final String BLUE = "\033[1;34m";

  private final PrintWriter out;
  private final boolean fixing;
  private final boolean coloured;

  LintText(PrintWriter out, boolean fixing, boolean coloured) {
    this.out = out;
    this.fixing = fixing;
    this.coloured = coloured;
  }

  @Override
  public void file(LintedFile file) {
    for (Diagnostic diagnostic : file.diagnostics()) {
      diagnostic(file.name(), diagnostic);
    }
    if (file.error() != null) {
      out.println(
          in(RED, "ERROR") + ": " + CellText.visible(file.name() + ": " + file.error()) + ".");
    }
    if (file.outputFile() != null) {
      out.println("Written: " + CellText.visible(file.outputFile()));
    }
  }

  private void diagnostic(String file, Diagnostic diagnostic) {
    Place place = diagnostic.place();
    out.println(
        label(diagnostic.fix())
            + in(BOLD, "[" + diagnostic.rule() + "]: " + CellText.visible(diagnostic.message())));
    String number = Integer.toString(place.line());
    String margin = " ".repeat(number.length());
    out.println(
        margin
            + in(BLUE, "--> ")
            + CellText.visible(file)
            + ":"
            + place.line()
            + ":"
            + place.column());
    if (!place.excerpt().isEmpty()) {
      frame(diagnostic, number, margin);
    }
    if (diagnostic.detail() != null) {
      note(margin, fixing ? "done" : "--fix", diagnostic.detail());
    }
    if (diagnostic.fix() == Fix.UNFIXABLE) {
      note(margin, "help", diagnostic.suggestion());
    }
    if (diagnostic.acceptedSince() != null) {
      note(
          margin,
          "note",
          "accepted since "
              + diagnostic.acceptedSince()
              + " (--dsql-version "
              + diagnostic.acceptedBy()
              + ").");
    }
    out.println();
  }

  private void frame(Diagnostic diagnostic, String number, String margin) {
    Place place = diagnostic.place();
    String excerpt = place.excerpt();
    int from = Math.min(place.from(), excerpt.length());
    int to = Math.min(Math.max(place.to(), from), excerpt.length());
    String before = CellText.visible(excerpt.substring(0, from));
    String marked = CellText.visible(excerpt.substring(from, to));
    String after = CellText.visible(excerpt.substring(to));
    int width = Math.max(1, CellText.displayWidth(marked));
    out.println(in(BLUE, margin + " |"));
    out.println(in(BLUE, number + " | ") + before + marked + after);
    out.println(
        in(BLUE, margin + " | ")
            + " ".repeat(CellText.displayWidth(before))
            + in(color(diagnostic.fix()), "^".repeat(width)));
  }

  private void note(String margin, String word, String text) {
    out.println(margin + in(BLUE, " = ") + in(BOLD, word + ": ") + CellText.visible(text));
  }

  private String label(Fix fix) {
    return in(
        color(fix),
        switch (fix) {
          case UNFIXABLE -> "ERROR";
          case FIXED_WITH_WARNING -> "WARNING";
          case FIXED -> fixing ? "FIXED" : "INFO";
        });
  }

  private static String color(Fix fix) {
    return switch (fix) {
      case UNFIXABLE -> RED;
      case FIXED_WITH_WARNING -> YELLOW;
      case FIXED -> GREEN;
    };
  }

  private String in(String color, String text) {
    return coloured ? color + text + RESET : text;
  }

  @Override
  public void end(LintRun.Tally tally) {
    if (tally.found() > 0 || tally.errors() > 0 || tally.suppressed() > 0) {
      long info = tally.found() - tally.warnings() - tally.errors();
      out.println(
          "%d to do by hand, %d with a warning, %d %s; %d suppressed."
              .formatted(
                  tally.errors(),
                  tally.warnings(),
                  fixing ? tally.fixed() : Math.max(0, info),
                  fixing ? "mended" : "to mend",
                  tally.suppressed()));
    }
    out.flush();
  }

  @Override
  public void close() {
    out.flush();
  }
}
