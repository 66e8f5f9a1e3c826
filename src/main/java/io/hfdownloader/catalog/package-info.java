/**
 * What the Hub has to offer: repositories, revisions, newer commits, shapes of models, and what of it is on this disk.
 * Must not know downloads or pages; it writes nothing.
 */
@NullMarked
package io.hfdownloader.catalog;

import org.jspecify.annotations.NullMarked;
