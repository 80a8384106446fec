package dev.borealis.dialect;

import dev.borealis.sql.SqlParser;
import dev.borealis.sql.tree.Stmt;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Statements that the tests share. */
final class Fixtures {
  private static final Pattern LIST = Pattern.compile("\\{(columns|keys) (\\d+)}");

  private Fixtures() {}

  /**
   * @param rule a rule's id
   * @param answer its SQLSTATE and message
   * @param refused a statement that the rule refuses before any other
   * @param near a statement in which the rule finds nothing
   */
  record Refusal(String rule, String answer, String refused, String near) {}

  static List<Refusal> refusals() {
    return RuleFile.lines("refusals.tsv").stream()
        .map(line -> line.split("\t", -1))
        .map(cells -> new Refusal(cells[0], cells[1], written(cells[2]), written(cells[3])))
        .toList();
  }

  /** Writes out long lists of columns. */
  private static String written(String sql) {
    return LIST.matcher(sql)
        .replaceAll(list -> {
          String type = list.group(1).equals("columns") ? " int" : "";
          return IntStream.rangeClosed(1, Integer.parseInt(list.group(2)))
              .mapToObj(number -> "c" + number + type)
              .collect(Collectors.joining(", "));
        });
  }

  static Stmt parse(String sql) {
    return SqlParser.parse(sql).getFirst();
  }

  static Dialect dialect(String version) {
    return Dialect.of(DsqlVersion.parse(version));
  }

  /** "accepted", "rewritten: ..." or the error's SQLSTATE and message. */
  static String answer(Dialect dialect, String sql) {
    return switch (dialect.verdict(parse(sql), sql)) {
      case Verdict.Accept _ -> "accepted";
      case Verdict.Rewrite rewrite -> "rewritten: " + rewrite.sql();
      case Verdict.Refuse refuse -> refuse.sqlState() + " " + refuse.message();
    };
  }
}
