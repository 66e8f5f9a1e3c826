/**
 * Texts that strangers wrote, made harmless before they stand in a message, a page or a log.
 * Ground floor: knows nothing of ours.
 */
@NullMarked
package io.hfdownloader.text;

import org.jspecify.annotations.NullMarked;
