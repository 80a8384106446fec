/** A PostgreSQL server as a resource, and connections to it. */
@NullMarked
package dev.borealis.engine;

import org.jspecify.annotations.NullMarked;
