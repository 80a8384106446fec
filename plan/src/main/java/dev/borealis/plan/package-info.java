/**
 * Query plans as EXPLAIN shows them: a model, its text form, and what a statement costs in DPUs.
 */
@NullMarked
package dev.borealis.plan;

import org.jspecify.annotations.NullMarked;
