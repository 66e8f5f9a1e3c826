/**
 * Faults on demand: what goes wrong, for which requests, how often.
 * Knows the requests, but not who answers them.
 */
@NullMarked
package io.hfdownloader.standin.fault;

import org.jspecify.annotations.NullMarked;
