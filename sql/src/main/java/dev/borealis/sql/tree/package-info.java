/** The nodes of the syntax tree, named after PostgreSQL 16's parse nodes. */
@NullMarked
package dev.borealis.sql.tree;

import org.jspecify.annotations.NullMarked;
