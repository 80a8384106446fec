/** Aurora DSQL authentication tokens (SigV4) and the identities that sign them. */
@NullMarked
package dev.borealis.iam;

import org.jspecify.annotations.NullMarked;
