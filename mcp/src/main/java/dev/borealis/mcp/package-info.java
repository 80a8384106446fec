/** What Aurora DSQL will not accept in a script, and how to mend it. */
@NullMarked
package dev.borealis.mcp;

import org.jspecify.annotations.NullMarked;
