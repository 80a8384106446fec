/** The AWS control-plane API of Aurora DSQL over HTTP: requests, answers, errors; no clusters. */
@NullMarked
package dev.borealis.cluster.api;

import org.jspecify.annotations.NullMarked;
