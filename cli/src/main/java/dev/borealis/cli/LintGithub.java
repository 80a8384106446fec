package dev.borealis.cli;

import dev.borealis.lint.Diagnostic;
import dev.borealis.lint.Place;
import java.io.PrintWriter;

/** Workflow commands that GitHub Actions shows beside the lines of a pull request. */
final class LintGithub implements LintPrinter {
  private final PrintWriter out;

  LintGithub(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void file(LintedFile file) {
    for (Diagnostic diagnostic : file.diagnostics()) {
      Place place = diagnostic.place();
      String command =
          switch (diagnostic.fix()) {
            case UNFIXABLE -> "error";
            case FIXED_WITH_WARNING -> "warning";
            case FIXED -> "notice";
          };
      String text =
          diagnostic.message()
              + "\n"
              + (diagnostic.detail() == null ? diagnostic.suggestion() : diagnostic.detail());
      out.println(
          "::%s file=%s,line=%d,col=%d,endLine=%d,endColumn=%d,title=%s::%s"
              .formatted(
                  command,
                  property(file.name()),
                  place.line(),
                  place.column(),
                  place.endLine(),
                  place.endColumn(),
                  property(diagnostic.rule()),
                  data(text)));
    }
    if (file.error() != null) {
      out.println("::error file=" + property(file.name()) + "::" + data(file.error()));
    }
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }

  @Override
  public void end(LintRun.Tally tally) {
    out.flush();
  }

  @Override
  public void close() {
    out.flush();
  }
}
