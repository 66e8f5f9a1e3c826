/**
 * What stands around every page and is a fact of the server: whether the Hub is out of reach, and what scripts take for usual.
 * Knows nothing of what the pages show.
 */
@NullMarked
package io.hfdownloader.web.page.frame;

import org.jspecify.annotations.NullMarked;
