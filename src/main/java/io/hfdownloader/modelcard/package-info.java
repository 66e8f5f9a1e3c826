/**
 * The README of a repo, its model card, as HTML that is harmless whoever wrote it. Must not know pages, downloads or what is on
 * the disk.
 */
@NullMarked
package io.hfdownloader.modelcard;

import org.jspecify.annotations.NullMarked;
