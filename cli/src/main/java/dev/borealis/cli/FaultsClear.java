package dev.borealis.cli;

import dev.borealis.cluster.RegionFaults;
import dev.borealis.cluster.ServiceRecord;
import java.io.IOException;

final class FaultsClear extends FaultsCommand {
  FaultsClear() {
    super("clear", "Ends all faults of a local cluster, and of all regions.");
    examples("  dsql faults clear");
  }

  @Override
  void before(ServiceRecord service) throws IOException {
    new RegionFaults(service.dataDirectory()).clear();
  }

  @Override
  String change() {
    return "SELECT sys.clear_faults()";
  }
}
