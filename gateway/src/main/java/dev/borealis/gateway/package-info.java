/** The PostgreSQL wire server that clients of a cluster talk to. */
@NullMarked
package dev.borealis.gateway;

import org.jspecify.annotations.NullMarked;
