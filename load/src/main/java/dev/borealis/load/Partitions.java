package dev.borealis.load;

import dev.borealis.sql.Quoted;
import dev.borealis.sql.Script;
import dev.borealis.sql.ScriptPiece;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The partitions of a dump's tables. The service has none, so their rows go into the table that
 * they are partitions of, and what defines them is left out.
 *
 * @param parentOf names of partitions to those of their tables, in full, as pg_dump writes them
 */
record Partitions(Map<String, String> parentOf) {
  private static final Pattern ATTACH =
      Pattern.compile(
          "ALTER TABLE (?:ONLY )?(%1$s) ATTACH PARTITION (%1$s) .*".formatted(SqlNames.QUALIFIED),
          Pattern.DOTALL);
  private static final Pattern DEFINES =
      Pattern.compile(
          ("(?:CREATE TABLE|ALTER TABLE(?: ONLY)?|CREATE (?:UNIQUE )?INDEX %1$s ON(?: ONLY)?"
                  + "|COMMENT ON TABLE)\\s+(%1$s)\\s.*")
              .formatted(SqlNames.QUALIFIED),
          Pattern.DOTALL);
  private static final Pattern ATTACH_INDEX =
      Pattern.compile("ALTER INDEX " + SqlNames.QUALIFIED + " ATTACH PARTITION .*", Pattern.DOTALL);

  static Partitions of(String script) {
    Map<String, String> parentOf = new HashMap<>();
    for (ScriptPiece piece : Script.pieces(script)) {
      if (piece instanceof ScriptPiece.Sql statement) {
        Matcher attach = ATTACH.matcher(statement.text(script));
        if (attach.matches()) {
          parentOf.put(attach.group(2), attach.group(1));
        }
      }
    }
    return new Partitions(Map.copyOf(parentOf));
  }

  /** Whether a statement does nothing but define a partition. */
  boolean define(String statement) {
    Matcher defines = DEFINES.matcher(statement);
    return ATTACH.matcher(statement).matches()
        || ATTACH_INDEX.matcher(statement).matches()
        || (defines.matches() && parentOf.containsKey(defines.group(1)));
  }

  /** The block whose rows these are: that of the table at the top. */
  CopyBlock target(CopyBlock block) {
    String name = written(block.schema()) + "." + written(block.table());
    String parent = parentOf.get(name);
    if (parent == null) {
      return block;
    }
    CopyBlock above = CopyBlock.parse("", "COPY " + parent + " (x) FROM stdin;", block.line());
    return above == null
        ? block
        : target(new CopyBlock(above.schema(), above.table(), block.columns(), block.line()));
  }

  // pg_dump quotes only names that need it.
  private static String written(String name) {
    return name.matches("[a-z_][a-z0-9_$]*") ? name : Quoted.name(name);
  }
}
