/** The certificate with which the gateway shows clients who it is. */
@NullMarked
package dev.borealis.gateway.tls;

import org.jspecify.annotations.NullMarked;
