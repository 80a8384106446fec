/** MySQL's definitions in the SQL that Aurora DSQL takes. */
@NullMarked
package dev.borealis.lint.mysql;

import org.jspecify.annotations.NullMarked;
