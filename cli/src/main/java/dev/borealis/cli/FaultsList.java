package dev.borealis.cli;

import org.jspecify.annotations.Nullable;

final class FaultsList extends FaultsCommand {
  FaultsList() {
    super("list", "Lists the faults of a local cluster.");
    examples("  dsql faults list", "  dsql faults list --output json");
  }

  @Override
  @Nullable String change() {
    return null;
  }
}
