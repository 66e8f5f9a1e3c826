/**
 * Tables with more lines than a page should have: which of them are seen, in which order, and what all of them make together.
 * Must not know what a line looks like.
 */
@NullMarked
package io.hfdownloader.web.table;

import org.jspecify.annotations.NullMarked;
