package dev.borealis.iam;

import java.util.List;
import java.util.Locale;

/**
 * The actions that policies can allow ("Actions, resources, and condition keys for Aurora DSQL").
 */
public final class ActionNames {
  /** All that a local service asks for. */
  public static final List<String> ALL =
      List.of(
          "dsql:AddPeerCluster",
          "dsql:CreateCluster",
          "dsql:DbConnect",
          "dsql:DbConnectAdmin",
          "dsql:DeleteCluster",
          "dsql:DeleteClusterPolicy",
          "dsql:GetCluster",
          "dsql:GetClusterPolicy",
          "dsql:GetVpcEndpointServiceName",
          "dsql:ListClusters",
          "dsql:ListTagsForResource",
          "dsql:PutClusterPolicy",
          "dsql:PutMultiRegionProperties",
          "dsql:PutWitnessRegion",
          "dsql:TagResource",
          "dsql:UntagResource",
          "dsql:UpdateCluster");

  private ActionNames() {}

  /** Whether {@code pattern}, which may have wildcards, means any of them. */
  public static boolean areMeantBy(String pattern) {
    String lower = pattern.toLowerCase(Locale.ROOT);
    return ALL.stream().anyMatch(name -> Wildcards.matches(name.toLowerCase(Locale.ROOT), lower));
  }
}
