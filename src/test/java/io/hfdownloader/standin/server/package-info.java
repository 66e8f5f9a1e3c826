/**
 * The HTTP listener that all hosts of the stand-in share, and the response with the bytes of a file, in which faults step in.
 * Knows no routes.
 */
@NullMarked
package io.hfdownloader.standin.server;

import org.jspecify.annotations.NullMarked;
