/** Asynchronous jobs of a cluster: index builds, validations, statistics. */
@NullMarked
package dev.borealis.gateway.job;

import org.jspecify.annotations.NullMarked;
