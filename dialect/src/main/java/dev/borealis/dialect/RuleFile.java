package dev.borealis.dialect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the data files: lines of cells between tabs; lines that begin with # say what they mean.
 */
final class RuleFile {
  private static final String NONE = "-";

  private RuleFile() {}

  /** A line of the file of a version. */
  sealed interface Line {
    /** Statements that are taken, by the names of their nodes. */
    record Accept(List<String> nodes) implements Line {}

    /** What is not taken. */
    record Refuse(
        String id,
        String node,
        String when,
        String sqlState,
        String message,
        @Nullable String detail,
        String source,
        @Nullable String date,
        String lintId,
        Fix fix,
        @Nullable String hint)
        implements Line {}

    /** What PostgreSQL gets in another text; {@code {}} stands for the text that is replaced. */
    record Replace(String id, String node, String when, String replacement, String source)
        implements Line {}

    /** Members that a set of names gets. */
    record Names(String set, Set<String> members) implements Line {}

    /** A rule that ends. */
    record Withdraw(String id, String date) implements Line {}

    /** A limit that the text does not show. */
    record Limit(Quota quota) implements Line {}

    /** A refusal that the text does not show. */
    record Context(ContextRule rule) implements Line {}
  }

  /** The lines of a version's file. */
  static List<Line> of(DsqlVersion version) {
    List<Line> lines = new ArrayList<>();
    for (String text : lines(version.name() + ".tsv")) {
      lines.add(line(text));
    }
    return lines;
  }

  /** The lines of a file that say something. */
  static List<String> lines(String name) {
    try (InputStream in = RuleFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the dialect's data file " + name + " is missing");
      }
      List<String> lines = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (!line.isBlank() && !line.startsWith("#")) {
          lines.add(line);
        }
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException("reading the dialect's data file " + name, e);
    }
  }

  private static Line line(String text) {
    List<String> cells = List.of(text.split("\t", -1));
    return switch (cells.getFirst()) {
      case "accept" -> new Line.Accept(words(cell(cells, 1, text)));
      case "refuse" -> refuse(cells, text);
      case "replace" ->
          new Line.Replace(
              cell(cells, 1, text),
              cell(cells, 2, text),
              cell(cells, 3, text),
              orEmpty(cell(cells, 4, text)),
              cell(cells, 5, text));
      case "names" -> new Line.Names(cell(cells, 1, text), Set.copyOf(words(cell(cells, 2, text))));
      case "withdraw" -> new Line.Withdraw(cell(cells, 1, text), cell(cells, 2, text));
      case "quota" ->
          new Line.Limit(
              new Quota(
                  cell(cells, 1, text),
                  Long.parseLong(cell(cells, 2, text)),
                  cell(cells, 3, text),
                  cell(cells, 4, text),
                  cell(cells, 5, text),
                  cell(cells, 6, text),
                  cell(cells, 7, text)));
      case "context" ->
          new Line.Context(
              new ContextRule(
                  cell(cells, 1, text),
                  cell(cells, 2, text),
                  cell(cells, 3, text),
                  Fix.of(cell(cells, 4, text)),
                  cell(cells, 5, text),
                  cell(cells, 6, text)));
      default -> throw new IllegalStateException("unknown kind of line: " + text);
    };
  }

  private static Line refuse(List<String> cells, String text) {
    String[] source = splitOnce(cell(cells, 7, text), " since ");
    String[] lint = splitOnce(cell(cells, 8, text), " ");
    String id = cell(cells, 1, text);
    return new Line.Refuse(
        id,
        cell(cells, 2, text),
        cell(cells, 3, text),
        cell(cells, 4, text),
        cell(cells, 5, text),
        orNull(cell(cells, 6, text)),
        source[0],
        source.length > 1 ? source[1] : null,
        lint.length > 1 ? lint[0] : id,
        Fix.of(lint[lint.length - 1]),
        orNull(cell(cells, 9, text)));
  }

  private static String[] splitOnce(String text, String separator) {
    int at = text.indexOf(separator);
    return at < 0
        ? new String[] {text}
        : new String[] {text.substring(0, at), text.substring(at + separator.length())};
  }

  private static String cell(List<String> cells, int index, String line) {
    if (index >= cells.size()) {
      throw new IllegalStateException("cell " + index + " is missing: " + line);
    }
    return cells.get(index);
  }

  private static @Nullable String orNull(String cell) {
    return cell.equals(NONE) ? null : cell;
  }

  private static String orEmpty(String cell) {
    return cell.equals(NONE) ? "" : cell;
  }

  private static List<String> words(String cell) {
    return List.of(cell.split(" ", -1));
  }
}
