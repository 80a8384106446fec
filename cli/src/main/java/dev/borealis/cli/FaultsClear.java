package dev.borealis.cli;

final class FaultsClear extends FaultsCommand {
  FaultsClear() {
    super("clear", "Ends all faults of a local cluster.");
    examples("  dsql faults clear");
  }

  @Override
  String change() {
    return "SELECT sys.clear_faults()";
  }
}
