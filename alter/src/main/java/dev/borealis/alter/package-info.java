/** Schema changes that DSQL makes only by table recreation: planned, batched, resumable. */
@NullMarked
package dev.borealis.alter;

import org.jspecify.annotations.NullMarked;
