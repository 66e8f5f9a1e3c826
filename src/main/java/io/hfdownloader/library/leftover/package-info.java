/**
 * What lies about in the folders of models and is of use to nobody: found, and removed. Must not know how models are found or who
 * downloads: whoever needs something says so.
 */
@NullMarked
package io.hfdownloader.library.leftover;

import org.jspecify.annotations.NullMarked;
