/**
 * References to repositories: names, addresses, shorthands, and what of a repository they mean.
 * Knows nothing of the command line or text that they stood in.
 */
@NullMarked
package io.hfdownloader.input.reference;

import org.jspecify.annotations.NullMarked;
