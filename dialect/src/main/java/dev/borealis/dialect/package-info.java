/** What each version of Aurora DSQL accepts, rewrites and refuses, as data. No I/O. */
@NullMarked
package dev.borealis.dialect;

import org.jspecify.annotations.NullMarked;
