/**
 * The content-addressed storage as a server: tokens, reconstructions and signed links to xorbs, and what the Hub tells of it.
 * Knows nothing of the Hub's API; the format itself is in {@code xet.store}.
 */
@NullMarked
package io.hfdownloader.standin.xet;

import org.jspecify.annotations.NullMarked;
