package dev.borealis.cluster;

/**
 * How many clusters a Region can have, each 1 to {@value #MOST} ("Cluster quotas and database
 * limits in Amazon Aurora DSQL").
 *
 * @param singleRegion clusters in that Region alone
 * @param multiRegion clusters that are linked, or to be linked, with one of another Region
 */
public record ClusterQuotas(int singleRegion, int multiRegion) {
  public static final int MOST = 10_000;

  /** What the service has unless it is asked for more. */
  public static final ClusterQuotas SERVICE = new ClusterQuotas(20, 5);

  /**
   * @throws ServiceException if a value cannot be used
   */
  public ClusterQuotas {
    require(singleRegion);
    require(multiRegion);
  }

  private static void require(int count) {
    if (count < 1 || count > MOST) {
      throw new ServiceException(
          "A region can have 1 to %d clusters, not %d.".formatted(MOST, count));
    }
  }
}
