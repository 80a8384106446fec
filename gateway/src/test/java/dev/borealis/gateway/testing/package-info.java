/** A real cluster and a bare protocol client, for tests. */
@NullMarked
package dev.borealis.gateway.testing;

import org.jspecify.annotations.NullMarked;
