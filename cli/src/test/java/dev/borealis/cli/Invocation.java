package dev.borealis.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command line, run in this JVM, came to. */
record Invocation(int exitCode, String out, String err) {
  static Invocation of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Dsql.run(args, new PrintWriter(out), new PrintWriter(err));
    return new Invocation(exitCode, out.toString(), err.toString());
  }
}
