/**
 * Looks for models on the disk and takes them into the library, as tasks. It must not know how that is done, nor requests to this
 * server or pages.
 */
@NullMarked
package io.hfdownloader.task.adopt;

import org.jspecify.annotations.NullMarked;
