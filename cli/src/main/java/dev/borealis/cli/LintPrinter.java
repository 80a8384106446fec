package dev.borealis.cli;

import java.io.IOException;

/** Prints what {@code dsql lint} found, file by file. */
interface LintPrinter extends AutoCloseable {
  void file(LintedFile file) throws IOException;

  /** All files have been printed. */
  void end(LintRun.Tally tally) throws IOException;

  @Override
  void close();
}
