/** How every tool reaches a cluster: address, fresh tokens, TLS, pool, retries. */
@NullMarked
package dev.borealis.client;

import org.jspecify.annotations.NullMarked;
