/** What Aurora DSQL will not accept in a script, and how to mend it. */
@NullMarked
package dev.borealis.knowledge;

import org.jspecify.annotations.NullMarked;
