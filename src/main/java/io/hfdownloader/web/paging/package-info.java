/**
 * Lists that may be long, for clients: a part at a time, and where the next one begins.
 * Must not know what is in them.
 */
@NullMarked
package io.hfdownloader.web.paging;

import org.jspecify.annotations.NullMarked;
