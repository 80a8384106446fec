package dev.borealis.cluster.api;

import org.jspecify.annotations.Nullable;

/** What is to change about a cluster; null leaves a thing as it is. */
public record UpdateClusterRequest(
    @Nullable Boolean deletionProtection,
    @Nullable String kmsEncryptionKey,
    @Nullable MultiRegion multiRegion,
    @Nullable String clientToken) {}
