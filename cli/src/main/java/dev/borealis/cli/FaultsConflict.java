package dev.borealis.cli;

import dev.borealis.sql.Quoted;

final class FaultsConflict extends FaultsCommand {
  /** The service's codes of conflicts. */
  enum Code {
    /** A row that another transaction has changed. */
    OC000,
    /** A schema that another transaction has changed. */
    OC001
  }

  private final OptionalSetting<String> table =
      option(String.class, "--table", "TABLE", "The table, named as in SQL.");
  private final Setting<Integer> every =
      option("--every", "N", 1, "Every n-th commit of a transaction that wrote to it fails");
  private final Setting<Code> code =
      option("--code", "CODE", Code.OC000, "OC000: a row, OC001: the schema");

  FaultsConflict() {
    super(
        "conflict",
        "Makes commits fail with 40001, to test that an application tries again.",
        "A fault on the same table takes the place of an earlier one.");
    examples(
        "  dsql faults conflict --table orders --every 3",
        "  dsql faults conflict --table shop.\"Order\" --every 10 --code OC001");
  }

  @Override
  String change() {
    String name = table.value();
    if (name == null) {
      throw wrongUsage("Which table? Name it with --table.");
    }
    if (every.value() < 1) {
      throw wrongUsage("--every %d: the number must be 1 or more.".formatted(every.value()));
    }
    return "SELECT sys.fault_conflict(%s, %d, '%s')"
        .formatted(Quoted.literal(name), every.value(), code.value());
  }
}
