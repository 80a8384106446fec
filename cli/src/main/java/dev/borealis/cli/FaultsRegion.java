package dev.borealis.cli;

import dev.borealis.cluster.RegionFaults;
import java.io.IOException;

/** Takes a region down, or up again. */
final class FaultsRegion extends Subcommand {
  private final Setting<String> region = argument("REGION", "The region, such as us-east-2.");
  private final ServiceChoice choice = new ServiceChoice(this);
  private final boolean down;

  private FaultsRegion(boolean down, String name, String... description) {
    super(name, description);
    this.down = down;
    examples("  dsql faults " + name + " us-east-2");
  }

  static FaultsRegion down() {
    return new FaultsRegion(
        true,
        "region-down",
        "Cuts the connections to the clusters of a region, and lets no new ones in.",
        "A cluster that one of them is linked with goes on.");
  }

  static FaultsRegion up() {
    return new FaultsRegion(false, "region-up", "Lets connections to a region in again.");
  }

  @Override
  public Integer call() {
    RegionFaults faults = new RegionFaults(choice.require().dataDirectory());
    try {
      faults.set(region.value(), down);
      out().println("down: " + String.join(" ", faults.down()));
      return 0;
    } catch (IOException e) {
      throw new CommandFailure("The service cannot be told: " + e.getMessage() + ".", e);
    }
  }
}
