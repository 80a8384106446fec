/** Measurements of the whole system, each with its peer in the same run. */
@NullMarked
package dev.borealis.bench;

import org.jspecify.annotations.NullMarked;
