/** Clusters, and the local service that serves them. */
@NullMarked
package dev.borealis.cluster;

import org.jspecify.annotations.NullMarked;
