package dev.borealis.cluster.api;

import org.jspecify.annotations.Nullable;

/**
 * A change of a cluster's policy.
 *
 * @param policy the new one; null takes it away
 * @param bypassLockoutCheck whether the policy may shut its author out
 * @param expectedVersion the version that must be in force; null if any may be
 */
public record PolicyChange(
    @Nullable String policy,
    boolean bypassLockoutCheck,
    @Nullable String expectedVersion,
    @Nullable String clientToken) {}
