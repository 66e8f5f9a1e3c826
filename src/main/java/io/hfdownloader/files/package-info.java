/**
 * Durable files, and what the disk's refusals mean. Knows nothing of models, downloads or the Hub.
 */
@NullMarked
package io.hfdownloader.files;

import org.jspecify.annotations.NullMarked;
