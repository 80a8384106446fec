package dev.borealis.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;

/** The talk of {@code dsql init} with the person: what is done, and whether it may be. */
final class InitDialog {
  private static final int STEPS = 9;

  private final PrintWriter out;
  private final boolean agreesToAll;
  private final BufferedReader in =
      new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));

  /**
   * @param agreesToAll whether every question has its usual answer, unasked
   */
  InitDialog(PrintWriter out, boolean agreesToAll) {
    this.out = out;
    this.agreesToAll = agreesToAll;
  }

  void step(int number, String title) {
    out.println();
    out.println("Step %d of %d: %s".formatted(number, STEPS, title));
    out.flush();
  }

  void say(String line) {
    line.lines().forEach(part -> out.println("  " + part));
    out.flush();
  }

  /** A yes-or-no question whose usual answer is yes. */
  boolean agrees(String question) throws IOException {
    if (agreesToAll) {
      say(question + " yes (--yes)");
      return true;
    }
    out.print("  " + question + " [Y/n] ");
    out.flush();
    String answer = answer();
    return answer.isEmpty() || answer.toLowerCase(Locale.ROOT).startsWith("y");
  }

  /** A question with a usual answer. */
  String ask(String question, String usual) throws IOException {
    if (agreesToAll) {
      say(question + " " + usual + " (--yes)");
      return usual;
    }
    out.print("  " + question + " [" + usual + "] ");
    out.flush();
    String answer = answer();
    return answer.isEmpty() ? usual : answer;
  }

  private String answer() throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new CommandFailure("The input has ended. 'dsql init --continue' goes on from here.");
    }
    return line.strip();
  }
}
