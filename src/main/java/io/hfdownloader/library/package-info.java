/**
 * The models on this machine's disk: where files go, what is there, what of it was verified, publishing and deleting.
 * Knows the Hub's values and variants, but nothing of networks, downloads or pages.
 */
@NullMarked
package io.hfdownloader.library;

import org.jspecify.annotations.NullMarked;
